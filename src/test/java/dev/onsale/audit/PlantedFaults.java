package dev.onsale.audit;

import dev.onsale.config.BookLimits;
import dev.onsale.ledger.Event;
import dev.onsale.ledger.Order;
import dev.onsale.ledger.OrderState;
import dev.onsale.ledger.Seats;
import dev.onsale.orders.SampleOrder;
import dev.onsale.sale.Deduct;
import dev.onsale.sale.Sale;
import dev.onsale.sale.SampleSale;
import dev.onsale.sale.Status;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Journals with one fault each, and the same journals without it. */
final class PlantedFaults {

    static final Sale CONCERT = SampleSale.concert("concert", 10).perBuyer(4).sale();
    static final Sale TRAIN =
            SampleSale.train("train", 3, 10).deduct(Deduct.ORDER).sale();
    static final Sale LATE =
            SampleSale.concert("late", 2).deduct(Deduct.PAYMENT).sale();

    private static final long OPEN = SampleSale.OPENS_AT;
    private static final long DEADLINE_OF_1 = OPEN + 1 + SampleSale.HOLD_SECONDS * 1000L;

    private PlantedFaults() {}

    /**
     * A fault in a journal.
     *
     * @param good the journal as it would be
     * @param bad the same with the fault
     * @param faults what the audit has to find, and no more than that
     */
    record Plant(List<Event> good, List<Event> bad, Set<Fault> faults) {}

    private static Plant plant(Set<Fault> faults, List<Event> good, List<Event> bad) {
        return new Plant(withSales(good), withSales(bad), faults);
    }

    static List<Event> withSales(List<Event> events) {
        List<Event> all = new ArrayList<>(List.of(
                new Event.SaleOpened(1, CONCERT), new Event.SaleOpened(2, TRAIN), new Event.SaleOpened(3, LATE)));
        all.addAll(events);
        return all;
    }

    private static SampleOrder concert(int number) {
        return SampleOrder.of(CONCERT, number);
    }

    private static SampleOrder train(int number) {
        return SampleOrder.of(TRAIN, number);
    }

    private static SampleOrder late(int number) {
        return SampleOrder.of(LATE, number);
    }

    private static SampleOrder expired(int number) {
        return concert(number).state(OrderState.EXPIRED);
    }

    private static Event changed(Sale sale) {
        return new Event.SaleChanged(4, sale);
    }

    private static Sale concertWithSeats(int seats) {
        return CONCERT.with(
                Status.ACTIVE,
                OPEN,
                Sale.NEVER,
                List.of(CONCERT.tiers().getFirst().withCapacity(seats)));
    }

    /** The faults that lie in the journal; those of the order book and of reading are planted elsewhere. */
    static List<Plant> of(Fault fault) {
        return switch (fault) {
            case SEAT_TWICE ->
                List.of(
                        plant(
                                EnumSet.of(fault, Fault.STOCK_NOT_CONSERVED),
                                List.of(concert(1).event(), concert(2).event()),
                                List.of(concert(1).event(), concert(2).seats(1).event())),
                        plant(
                                EnumSet.of(fault, Fault.STOCK_NOT_CONSERVED),
                                List.of(
                                        train(1).seats(5).journey(0, 2).event(),
                                        train(2).seats(5).journey(2, 3).event()),
                                List.of(
                                        train(1).seats(5).journey(0, 2).event(),
                                        train(2).seats(5).journey(1, 3).event())));
            case STOCK_NOT_CONSERVED ->
                List.of(plant(
                        EnumSet.of(fault, Fault.SALE_ALTERED),
                        List.of(concert(1).event(), concert(2).event(), changed(concertWithSeats(12))),
                        List.of(concert(1).event(), concert(2).event(), changed(concertWithSeats(1)))));
            case KEY_TWICE ->
                List.of(plant(
                        EnumSet.of(fault),
                        List.of(concert(1).event(), concert(2).buyer("buyer-1").event(), train(1).event()),
                        List.of(
                                concert(1).event(),
                                concert(2).buyer("buyer-1").key("key-1").event(),
                                train(1).event())));
            case WRONG_DEADLINE ->
                List.of(
                        deadline(CONCERT, DEADLINE_OF_1 + 1),
                        deadline(CONCERT, Order.NO_DEADLINE),
                        deadline(TRAIN, DEADLINE_OF_1),
                        plant(
                                EnumSet.of(fault),
                                List.of(concert(1).event()),
                                List.of(concert(1).event(OPEN + 2))));
            case EXPIRED_EARLY ->
                List.of(
                        plant(
                                EnumSet.of(fault),
                                List.of(concert(1).event(), expired(1).event(DEADLINE_OF_1)),
                                List.of(concert(1).event(), expired(1).event(DEADLINE_OF_1 - 1))),
                        plant(
                                EnumSet.of(fault),
                                List.of(train(1).event()),
                                List.of(
                                        train(1).event(),
                                        train(1).state(OrderState.EXPIRED).event(Sale.NEVER - 1))));
            case OVERDUE -> List.of(overdue());
            case ILLEGAL_MOVE -> illegalMoves();
            case ORDER_ALTERED -> alterations();
            case SEAT_OUT_OF_RANGE ->
                List.of(
                        plant(
                                EnumSet.of(fault, Fault.STOCK_NOT_CONSERVED),
                                List.of(concert(1).seats(10).event()),
                                List.of(concert(1).seats(11).event())),
                        plant(
                                EnumSet.of(fault, Fault.STOCK_NOT_CONSERVED),
                                List.of(concert(1).seats(1).event()),
                                List.of(concert(1).seats(0).event())));
            case WRONG_SEATS -> wrongSeats();
            case WRONG_JOURNEY ->
                List.of(plant(
                        EnumSet.of(fault),
                        List.of(train(1).journey(1, 3).event()),
                        List.of(train(1).journey(1, 4).event())));
            case NUMBER_GAP ->
                List.of(
                        plant(
                                EnumSet.of(fault),
                                List.of(concert(1).event(), concert(2).event(), train(1).event()),
                                List.of(concert(1).event(), concert(2).number(3).event(), train(1).event())),
                        plant(
                                EnumSet.of(fault),
                                List.of(concert(1).event(), concert(2).event()),
                                List.of(concert(1).event(), concert(2).number(1).event())));
            case WRONG_AMOUNT ->
                List.of(
                        plant(
                                EnumSet.of(fault),
                                List.of(concert(1)
                                        .quantity(2)
                                        .seats(3, 4)
                                        .amount(16_000)
                                        .event()),
                                List.of(concert(1)
                                        .quantity(2)
                                        .seats(3, 4)
                                        .amount(8_000)
                                        .event())),
                        plant(
                                EnumSet.of(fault),
                                List.of(concert(1).event()),
                                List.of(concert(1).currency("CNY").event())));
            case WRONG_REFERENCE ->
                List.of(
                        plant(
                                EnumSet.of(fault),
                                List.of(concert(1).event()),
                                List.of(concert(1).reference("R").event())),
                        plant(
                                EnumSet.of(fault),
                                List.of(concert(1).event(), concert(1).paid().event(OPEN + 9)),
                                List.of(
                                        concert(1).event(),
                                        concert(1).state(OrderState.PAID).event(OPEN + 9))),
                        plant(
                                EnumSet.of(fault),
                                paidAndThen(concert(1).paid().state(OrderState.REFUNDED)),
                                paidAndThen(concert(1)
                                        .paid()
                                        .state(OrderState.REFUNDED)
                                        .reference("another"))));
            case UNKNOWN_SALE ->
                List.of(
                        plant(
                                EnumSet.of(fault),
                                List.of(concert(1).event()),
                                List.of(concert(1).sale("nothing").event())),
                        plant(
                                EnumSet.of(fault),
                                List.of(concert(1).event()),
                                List.of(concert(1).tier("nothing").event())),
                        plant(
                                EnumSet.of(fault),
                                List.of(changed(concertWithSeats(11))),
                                List.of(changed(SampleSale.concert("nothing", 3).sale()))));
            case OPENED_TWICE ->
                List.of(plant(
                        EnumSet.of(fault),
                        List.of(concert(1).event()),
                        List.of(concert(1).event(), new Event.SaleOpened(OPEN + 5, CONCERT))));
            case SALE_ALTERED ->
                List.of(
                        alteredSale(SampleSale.concert("concert", 10).sale()),
                        alteredSale(SampleSale.concert("concert", 10)
                                .perBuyer(4)
                                .name("Other")
                                .sale()),
                        alteredSale(SampleSale.concert("concert", 10)
                                .perBuyer(4)
                                .andTier("more", 1)
                                .sale()),
                        alteredSale(concertWithSeats(9)),
                        plant(
                                EnumSet.of(fault),
                                List.of(changed(closed()), changed(closed())),
                                List.of(changed(closed()), changed(concertWithSeats(10)))));
            case NOT_ON_SALE ->
                List.of(
                        plant(
                                EnumSet.of(fault),
                                List.of(train(1).placedAt(OPEN).event()),
                                List.of(train(1).placedAt(OPEN - 1).event())),
                        notOnSale(TRAIN.with(Status.PAUSED, OPEN, Sale.NEVER, TRAIN.tiers())),
                        notOnSale(TRAIN.with(Status.CLOSED, OPEN, Sale.NEVER, TRAIN.tiers())),
                        notOnSale(TRAIN.with(Status.ACTIVE, OPEN, OPEN + 1, TRAIN.tiers())));
            case BUYER_LIMIT ->
                List.of(plant(
                        EnumSet.of(fault),
                        List.of(three(1, "one"), three(2, "other"), three(3, "third")),
                        List.of(three(1, "one"), three(2, "other"), three(3, "one"))));
            case SEATS_WITHHELD ->
                List.of(
                        plant(EnumSet.of(fault), withheld(2, "buyer-1"), withheld(1, "buyer-1")),
                        plant(EnumSet.of(fault), lateExpiry(10), lateExpiry(9)));
            case JOURNAL_UNREADABLE,
                    BOOK_UNREADABLE,
                    BOOK_AHEAD,
                    SALE_LOST,
                    ORDER_LOST,
                    ORDER_SET_BACK,
                    PAYMENT_LOST,
                    BOOK_OF_OTHER,
                    SELLING_STOPPED,
                    STATE_RECORD,
                    STATE_KEY,
                    STATE_BUYER,
                    STATE_DEADLINE,
                    STATE_STOCK,
                    STATE_SALE,
                    ROW_MISSING,
                    ROW_EXTRA,
                    ROW_DIFFERS -> List.of();
        };
    }

    private static Sale closed() {
        return CONCERT.with(Status.CLOSED, OPEN, Sale.NEVER, CONCERT.tiers());
    }

    private static Plant deadline(Sale sale, long expiresAt) {
        return plant(
                EnumSet.of(Fault.WRONG_DEADLINE),
                List.of(SampleOrder.of(sale, 1).event()),
                List.of(SampleOrder.of(sale, 1).expiresAt(expiresAt).event()));
    }

    /** A ledger that goes on selling trains every few seconds, and does or does not expire the concert's order. */
    private static Plant overdue() {
        List<Event> bad = new ArrayList<>(List.of(concert(1).event()));
        List<Event> good = new ArrayList<>(bad);
        good.add(expired(1).event(DEADLINE_OF_1 + 3));
        int number = 1;
        for (long after = 0; after <= BookLimits.AUDIT_OVERDUE_MILLIS_MAX + 5_000; after += 5_000) {
            Event event = train(number++).placedAt(DEADLINE_OF_1 + after).event();
            good.add(event);
            bad.add(event);
        }
        return plant(EnumSet.of(Fault.OVERDUE), good, bad);
    }

    private static List<Event> paidAndThen(SampleOrder order) {
        return List.of(concert(1).event(), concert(1).paid().event(OPEN + 9), order.event(OPEN + 10));
    }

    private static List<Plant> illegalMoves() {
        List<Plant> plants = new ArrayList<>();
        // Held orders: neither refund without payment, nor any state twice.
        for (OrderState state : List.of(OrderState.HELD, OrderState.PLACED)) {
            plants.add(plant(
                    EnumSet.of(Fault.ILLEGAL_MOVE),
                    List.of(concert(1).event()),
                    List.of(concert(1).event(), concert(1).state(state).event(OPEN + 9))));
        }
        for (OrderState state : List.of(OrderState.REFUND_DUE, OrderState.REFUNDED)) {
            boolean refunded = state == OrderState.REFUNDED;
            plants.add(plant(
                    // Where there was no reference before, a refund cannot have the same one.
                    refunded ? EnumSet.of(Fault.ILLEGAL_MOVE, Fault.WRONG_REFERENCE) : EnumSet.of(Fault.ILLEGAL_MOVE),
                    List.of(concert(1).event()),
                    List.of(concert(1).event(), concert(1).paid().state(state).event(OPEN + 9))));
        }
        // Paid orders are given back by a refund alone.
        for (OrderState state : List.of(OrderState.HELD, OrderState.RELEASED, OrderState.EXPIRED)) {
            plants.add(plant(
                    EnumSet.of(Fault.ILLEGAL_MOVE),
                    paidAndThen(concert(1).paid().state(OrderState.REFUNDED)),
                    paidAndThen(concert(1).state(state).placedAt(OPEN + 1)).stream()
                            .map(event -> event.at() == OPEN + 10
                                    ? concert(1).state(state).event(DEADLINE_OF_1)
                                    : event)
                            .toList()));
        }
        // What was released stays so, unless it is paid.
        plants.add(plant(
                EnumSet.of(Fault.ILLEGAL_MOVE),
                List.of(
                        concert(1).event(),
                        concert(1).state(OrderState.RELEASED).event(OPEN + 9)),
                List.of(
                        concert(1).event(),
                        concert(1).state(OrderState.RELEASED).event(OPEN + 9),
                        concert(1).event(OPEN + 10))));
        // An order begins as its sale says.
        plants.add(plant(
                EnumSet.of(Fault.ILLEGAL_MOVE),
                List.of(concert(1).event()),
                List.of(concert(1).paid().event())));
        plants.add(plant(
                EnumSet.of(Fault.ILLEGAL_MOVE),
                List.of(late(1).event()),
                List.of(late(1).state(OrderState.HELD).seats(1).event())));
        return plants;
    }

    private static List<Plant> alterations() {
        Event good = concert(1).paid().event(OPEN + 9);
        List<Plant> plants = new ArrayList<>();
        for (SampleOrder altered : List.of(
                concert(1).number(2),
                concert(1).buyer("somebody else"),
                concert(1).key("another"),
                concert(1).quantity(2),
                concert(1).amount(1),
                concert(1).currency("CNY"),
                concert(1).placedAt(OPEN),
                concert(1).expiresAt(DEADLINE_OF_1 + 1),
                concert(1).recovered())) {
            plants.add(plant(
                    EnumSet.of(Fault.ORDER_ALTERED),
                    List.of(concert(1).event(), good),
                    List.of(concert(1).event(), altered.paid().reference("R").event(OPEN + 9))));
        }
        plants.add(plant(
                EnumSet.of(Fault.ORDER_ALTERED),
                List.of(
                        train(1).journey(0, 2).event(),
                        train(1).journey(0, 2).paid().event(OPEN + 9)),
                List.of(
                        train(1).journey(0, 2).event(),
                        train(1).journey(0, 3).paid().event(OPEN + 9))));
        plants.add(plant(
                EnumSet.of(Fault.ORDER_ALTERED),
                List.of(
                        concert(1).event(),
                        expired(1).event(DEADLINE_OF_1),
                        concert(1).paid().recovered().event(DEADLINE_OF_1 + 1)),
                List.of(
                        concert(1).event(),
                        expired(1).event(DEADLINE_OF_1),
                        concert(1).paid().event(DEADLINE_OF_1 + 1))));
        plants.add(plant(
                EnumSet.of(Fault.ORDER_ALTERED),
                List.of(concert(1).event()),
                List.of(concert(1).recovered().event())));
        return plants;
    }

    private static List<Plant> wrongSeats() {
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

    private static Plant alteredSale(Sale altered) {
        return plant(EnumSet.of(Fault.SALE_ALTERED), List.of(changed(concertWithSeats(12))), List.of(changed(altered)));
    }

    private static Plant notOnSale(Sale changed) {
        return plant(
                EnumSet.of(Fault.NOT_ON_SALE),
                List.of(train(1).event(), changed(changed)),
                List.of(changed(changed), train(1).event()));
    }

    private static Event three(int number, String buyer) {
        int first = 3 * number - 2;
        return concert(number)
                .buyer(buyer)
                .quantity(3)
                .amount(24_000)
                .seats(first, first + 1, first + 2)
                .event();
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
