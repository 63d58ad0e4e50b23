package dev.onsale.audit;

import static dev.onsale.audit.PlantedSales.DEADLINE_OF_1;
import static dev.onsale.audit.PlantedSales.OPEN;
import static dev.onsale.audit.PlantedSales.changed;
import static dev.onsale.audit.PlantedSales.concert;
import static dev.onsale.audit.PlantedSales.concertWithSeats;
import static dev.onsale.audit.PlantedSales.expired;
import static dev.onsale.audit.PlantedSales.late;
import static dev.onsale.audit.PlantedSales.plant;
import static dev.onsale.audit.PlantedSales.train;

import dev.onsale.audit.PlantedFaults.Plant;
import dev.onsale.ledger.Event;
import dev.onsale.ledger.OrderState;
import dev.onsale.sale.SampleSale;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Seats that are taken twice, that are not there, or that are kept from somebody. */
final class PlantedSeatFaults {

    private PlantedSeatFaults() {}

    static List<Plant> seatTwice() {
        return List.of(
                plant(
                        EnumSet.of(Fault.SEAT_TWICE, Fault.STOCK_NOT_CONSERVED),
                        List.of(concert(1).event(), concert(2).event()),
                        List.of(concert(1).event(), concert(2).seats(1).event())),
                plant(
                        EnumSet.of(Fault.SEAT_TWICE, Fault.STOCK_NOT_CONSERVED),
                        List.of(
                                train(1).seats(5).journey(0, 2).event(),
                                train(2).seats(5).journey(2, 3).event()),
                        List.of(
                                train(1).seats(5).journey(0, 2).event(),
                                train(2).seats(5).journey(1, 3).event())));
    }

    static List<Plant> stockNotConserved() {
        return List.of(plant(
                EnumSet.of(Fault.STOCK_NOT_CONSERVED, Fault.SALE_ALTERED),
                List.of(concert(1).event(), concert(2).event(), changed(concertWithSeats(12))),
                List.of(concert(1).event(), concert(2).event(), changed(concertWithSeats(1)))));
    }

    static List<Plant> seatOutOfRange() {
        return List.of(
                plant(
                        EnumSet.of(Fault.SEAT_OUT_OF_RANGE, Fault.STOCK_NOT_CONSERVED),
                        List.of(concert(1).seats(10).event()),
                        List.of(concert(1).seats(11).event())),
                plant(
                        EnumSet.of(Fault.SEAT_OUT_OF_RANGE, Fault.STOCK_NOT_CONSERVED),
                        List.of(concert(1).seats(1).event()),
                        List.of(concert(1).seats(0).event())));
    }

    static List<Plant> seatsWithheld() {
        return List.of(
                plant(EnumSet.of(Fault.SEATS_WITHHELD), withheld(2, "buyer-1"), withheld(1, "buyer-1")),
                plant(EnumSet.of(Fault.SEATS_WITHHELD), lateExpiry(10), lateExpiry(9)));
    }

    static List<Plant> wrongSeats() {
        Set<Fault> alone = EnumSet.of(Fault.WRONG_SEATS);
        return List.of(
                plant(
                        alone,
                        List.of(concert(1)
                                .quantity(2)
                                .amount(16_000)
                                .seats(3, 4)
                                .event()),
                        List.of(concert(1).quantity(2).amount(16_000).seats(3).event())),
                plant(
                        EnumSet.of(Fault.WRONG_SEATS, Fault.SEAT_TWICE, Fault.STOCK_NOT_CONSERVED),
                        List.of(concert(1)
                                .quantity(2)
                                .amount(16_000)
                                .seats(3, 4)
                                .event()),
                        List.of(concert(1)
                                .quantity(2)
                                .amount(16_000)
                                .seats(3, 3)
                                .event())),
                plant(
                        alone,
                        List.of(concert(1).event(), concert(1).paid().event(OPEN + 9)),
                        List.of(concert(1).event(), concert(1).paid().seats(2).event(OPEN + 9))),
                plant(
                        alone,
                        List.of(
                                concert(1).event(),
                                concert(1).state(OrderState.RELEASED).event(OPEN + 9)),
                        List.of(
                                concert(1).event(),
                                concert(1).state(OrderState.RELEASED).seats().event(OPEN + 9))),
                plant(alone, List.of(late(1).event()), List.of(late(1).seats(1).event())),
                plant(
                        alone,
                        List.of(late(1).event(), late(1).paid().seats(1).event(OPEN + 9)),
                        List.of(late(1).event(), late(1).paid().seats().event(OPEN + 9))),
                plant(
                        // None at all costs nothing and takes nothing, and is no order all the same.
                        alone,
                        List.of(train(1).event()),
                        List.of(train(1).quantity(0).amount(0).seats().event())));
    }

    /** Two seats, two buyers, of whom the second pays when {@code taken} seats are gone. */
    private static List<Event> withheld(int taken, String buyer) {
        int[] seats = java.util.stream.IntStream.rangeClosed(1, taken).toArray();
        return List.of(
                late(1).buyer(buyer).quantity(taken).amount(8_000L * taken).event(),
                late(2).event(),
                late(1).buyer(buyer)
                        .quantity(taken)
                        .amount(8_000L * taken)
                        .paid()
                        .seats(seats)
                        .event(OPEN + 8),
                late(2).paid().state(OrderState.REFUND_DUE).event(OPEN + 9));
    }

    /** An order expires, others take {@code taken} of the ten seats, and its payment comes too late. */
    private static List<Event> lateExpiry(int taken) {
        List<Event> events =
                new ArrayList<>(List.of(concert(1).event(), expired(1).event(DEADLINE_OF_1)));
        for (int seat = 1; seat <= taken; seat++) {
            events.add(concert(seat + 1)
                    .seats(seat)
                    .placedAt(DEADLINE_OF_1 + seat)
                    .expiresAt(DEADLINE_OF_1 + seat + SampleSale.HOLD_SECONDS * 1000L)
                    .event());
        }
        events.add(expired(1).paid().state(OrderState.REFUND_DUE).event(DEADLINE_OF_1 + 100));
        return events;
    }
}
