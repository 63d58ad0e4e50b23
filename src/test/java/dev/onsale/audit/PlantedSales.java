package dev.onsale.audit;

import dev.onsale.ledger.Event;
import dev.onsale.ledger.OrderState;
import dev.onsale.ledger.Seats;
import dev.onsale.orders.SampleOrder;
import dev.onsale.sale.Deduct;
import dev.onsale.sale.Sale;
import dev.onsale.sale.SampleSale;
import dev.onsale.sale.Status;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Three sales and what happens in them, for journals with and without faults. */
final class PlantedSales {

    static final Sale CONCERT = SampleSale.concert("concert", 10).perBuyer(4).sale();

    static final Sale TRAIN =
            SampleSale.train("train", 3, 10).deduct(Deduct.ORDER).sale();

    static final Sale LATE =
            SampleSale.concert("late", 2).deduct(Deduct.PAYMENT).sale();

    static final long OPEN = SampleSale.OPENS_AT;
    static final long DEADLINE_OF_1 = OPEN + 1 + SampleSale.HOLD_SECONDS * 1000L;

    private PlantedSales() {}

    static PlantedFaults.Plant plant(Set<Fault> faults, List<Event> good, List<Event> bad) {
        return new PlantedFaults.Plant(withSales(good), withSales(bad), faults);
    }

    static List<Event> withSales(List<Event> events) {
        List<Event> all = new ArrayList<>(List.of(
                new Event.SaleOpened(1, CONCERT), new Event.SaleOpened(2, TRAIN), new Event.SaleOpened(3, LATE)));
        all.addAll(events);
        return all;
    }

    static SampleOrder concert(int number) {
        return SampleOrder.of(CONCERT, number);
    }

    static SampleOrder train(int number) {
        return SampleOrder.of(TRAIN, number);
    }

    static SampleOrder late(int number) {
        return SampleOrder.of(LATE, number);
    }

    static SampleOrder expired(int number) {
        return concert(number).state(OrderState.EXPIRED);
    }

    static Event changed(Sale sale) {
        return new Event.SaleChanged(4, sale);
    }

    static Sale concertWithSeats(int seats) {
        return CONCERT.with(
                Status.ACTIVE,
                OPEN,
                Sale.NEVER,
                List.of(CONCERT.tiers().getFirst().withCapacity(seats)));
    }

    static List<Event> paidAndThen(SampleOrder order) {
        return List.of(concert(1).event(), concert(1).paid().event(OPEN + 9), order.event(OPEN + 10));
    }

    /** Every state that an order can end in, without a fault. */
    static List<Event> everyEnding() {
        Seats none = Seats.NONE;
        return withSales(Arrays.asList(
                concert(1).event(),
                concert(2).event(),
                concert(3).event(),
                concert(4).event(),
                late(1).event(),
                late(2).event(),
                late(3).event(),
                concert(2).paid().event(OPEN + 20),
                concert(3).state(OrderState.RELEASED).event(OPEN + 21),
                late(1).paid().seats(1).event(OPEN + 22),
                late(2).paid().seats(2).event(OPEN + 23),
                late(3).paid().state(OrderState.REFUND_DUE).event(OPEN + 24),
                late(3).paid().state(OrderState.REFUNDED).event(OPEN + 25),
                late(2).paid().seats(2).state(OrderState.REFUNDED).event(OPEN + 26),
                expired(1).event(DEADLINE_OF_1),
                expired(4).event(DEADLINE_OF_1 + 3),
                concert(1).paid().recovered().seats(5).event(DEADLINE_OF_1 + 4),
                concert(3).paid().state(OrderState.REFUND_DUE).event(DEADLINE_OF_1 + 5),
                late(4).placedAt(DEADLINE_OF_1 + 6)
                        .seats(none.stream().toArray())
                        .event(),
                train(1).placedAt(DEADLINE_OF_1 + 7).journey(0, 2).seats(1).event(),
                train(2).placedAt(DEADLINE_OF_1 + 8).journey(2, 3).seats(1).event()));
    }
}
