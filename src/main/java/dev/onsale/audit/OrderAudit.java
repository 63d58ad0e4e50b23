package dev.onsale.audit;

import dev.onsale.config.Limits;
import dev.onsale.ledger.Order;
import dev.onsale.ledger.OrderState;
import dev.onsale.ledger.Seats;
import dev.onsale.sale.Fare;
import dev.onsale.sale.Tier;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** Follows each order from state to state: its seats, its money and its deadline. Owned by the audit's thread. */
final class OrderAudit {

    private final Findings findings;
    private final Fingerprints fingerprints;
    private final AuditedOrders orders;

    OrderAudit(Findings findings, Fingerprints fingerprints, AuditedOrders orders) {
        this.findings = findings;
        this.fingerprints = fingerprints;
        this.orders = orders;
    }

    /** An order of that sale and tier came into a state, or back after it was lost; its journey lies within the sale's legs. */
    void follow(long position, long at, AuditedSale sale, AuditedTier tier, Order order, boolean restored) {
        AuditedOrder known = orders.find(order.id());
        AuditedOrder audited = known;
        OrderState before = null;
        if (audited == null) {
            audited = new AuditedOrder(sale, tier, order, fingerprints);
            accept(position, sale, audited, order);
            if (restored) {
                checkRestored(position, sale, order);
            } else {
                checkNew(position, at, sale, order);
            }
            orders.add(audited);
        } else {
            before = audited.state();
            if (restored) {
                add(Fault.ILLEGAL_MOVE, position, order, "was put back although it was there");
            }
            move(position, at, audited, order);
            release(audited);
            audited.follow(order, fingerprints);
        }
        // An altered order stays with the sale and tier that it was accepted in.
        occupy(position, audited);
        checkSums(position, audited.sale(), audited.tier(), audited.from(), audited.to());
        audited.sale().countOrder(before, order.state());
        countForBuyer(position, audited, before, order);
    }

    // ---- an order of which only the state is known ------------------------------------------------------------------

    /** Takes in an order as it is, perhaps once more as it is later. */
    void load(long position, AuditedSale sale, AuditedTier tier, Order order) {
        AuditedOrder known = orders.find(order.id());
        long buyer = fingerprints.of(order.buyer());
        if (known == null) {
            AuditedOrder audited = new AuditedOrder(sale, tier, order, fingerprints);
            checkTerms(position, audited, order);
            checkRestored(position, sale, order);
            orders.add(audited);
            sale.countLoaded(order.number(), buyer);
        } else {
            if (known.state().countsForBuyer()) {
                sale.countForBuyer(buyer, -known.quantity());
            }
            known.follow(order, fingerprints);
        }
        if (order.state().countsForBuyer()) {
            sale.countForBuyer(buyer, order.quantity());
        }
    }

    /** It is as it was at one position: takes its seats. */
    void settle(long position, AuditedOrder order) {
        AuditedOrder twin = orders.findKey(order.keyHigh(), order.keyLow());
        if (twin != null && twin != order) {
            findings.add(
                    Fault.KEY_TWICE,
                    position,
                    () -> "Order " + order.id() + " has the same buyer and key as order " + twin.id() + ".");
        }
        occupy(position, order);
        order.sale().countOrder(null, order.state());
    }

    /** All its orders are settled. */
    void settle(long position, AuditedSale sale) {
        sale.tiers().forEach(tier -> checkSums(position, sale, tier, 0, tier.legs()));
        String gap = sale.gapOfLoaded();
        if (gap != null) {
            findings.add(Fault.NUMBER_GAP, position, () -> gap);
        }
        String tooMuch = sale.beyondLimit();
        if (tooMuch != null) {
            findings.add(Fault.BUYER_LIMIT, position, () -> tooMuch);
        }
    }

    // ---- what an order must be like ---------------------------------------------------------------------------------

    private void accept(long position, AuditedSale sale, AuditedOrder audited, Order order) {
        AuditedOrder twin = orders.findKey(audited.keyHigh(), audited.keyLow());
        if (twin != null) {
            add(
                    Fault.KEY_TWICE,
                    position,
                    order,
                    "has the key \"" + order.key() + "\" of buyer \"" + order.buyer() + "\", and so has order "
                            + twin.id());
        }
        long due = sale.countNumber(order.number(), fingerprints.of(order.buyer()));
        if (order.number() != due) {
            add(Fault.NUMBER_GAP, position, order, "has the number " + order.number() + " where " + due + " was due");
        }
        checkTerms(position, audited, order);
    }

    private void checkTerms(long position, AuditedOrder audited, Order order) {
        if (!costs(order, audited.tier().tier())) {
            add(
                    Fault.WRONG_AMOUNT,
                    position,
                    order,
                    "costs " + order.amount().value() + " " + order.amount().currency() + ", which is not the fare for "
                            + order.quantity() + " seats");
        }
        checkReference(position, null, order);
    }

    /** What is asked of an order that was placed just then. */
    private void checkNew(long position, long at, AuditedSale sale, Order order) {
        if (!sale.takesOrdersAt(at)) {
            add(Fault.NOT_ON_SALE, position, order, "was accepted while sale " + order.sale() + " was not open");
        }
        if (order.placedAt() != at || order.expiresAt() != OrderRules.deadline(sale.sale(), order)) {
            add(
                    Fault.WRONG_DEADLINE,
                    position,
                    order,
                    "was placed at " + at + ", but has the deadline " + order.expiresAt() + ", counted from "
                            + order.placedAt());
        }
        if (order.state() != OrderRules.first(sale.sale())) {
            add(
                    Fault.ILLEGAL_MOVE,
                    position,
                    order,
                    "begins as " + order.state().word());
        }
        if (order.recovered()) {
            add(Fault.ORDER_ALTERED, position, order, "is new and says that it was recovered");
        }
        boolean tooMany = order.quantity() < 1 || order.quantity() > Limits.ORDER_SEATS_MAX;
        int expected = order.state() == OrderState.PLACED ? 0 : order.quantity();
        checkSeats(position, order, tooMany ? -1 : expected);
    }

    /** What is asked of an order that was lost and put back: it may be in any state, and its sale may have gone on. */
    private void checkRestored(long position, AuditedSale sale, Order order) {
        if (order.expiresAt() != OrderRules.deadline(sale.sale(), order)) {
            add(
                    Fault.WRONG_DEADLINE,
                    position,
                    order,
                    "was put back with the deadline " + order.expiresAt() + ", counted from " + order.placedAt());
        }
        if (order.state().occupiesSeats()) {
            checkSeats(position, order, order.quantity());
        }
    }

    private void move(long position, long at, AuditedOrder before, Order order) {
        if (!OrderRules.mayMove(before.state(), order.state())) {
            add(
                    Fault.ILLEGAL_MOVE,
                    position,
                    order,
                    "was " + before.state().word() + " and is now "
                            + order.state().word());
        }
        if (!OrderRules.isTheSame(before, order, fingerprints)
                || order.recovered() != (before.recovered() || OrderRules.recovers(before.state(), order.state()))) {
            add(
                    Fault.ORDER_ALTERED,
                    position,
                    order,
                    "is not what it was: number, sale, buyer, key, tier, journey,"
                            + " quantity, amount and times never change, and only a late payment recovers");
        }
        if (order.state() == OrderState.EXPIRED && at < before.expiresAt()) {
            add(
                    Fault.EXPIRED_EARLY,
                    position,
                    order,
                    "expired at " + at + ", but its deadline is "
                            + (before.expiresAt() == Order.NO_DEADLINE ? "never" : before.expiresAt()));
        }
        checkReference(position, before, order);
        if (OrderRules.takesNewSeats(before.state(), order.state())) {
            checkSeats(position, order, order.quantity());
        } else if (!order.seats().equals(before.seats())) {
            add(
                    Fault.WRONG_SEATS,
                    position,
                    order,
                    "had the seats " + before.seats() + " and now has " + order.seats());
        }
        if (OrderRules.foundNoSeats(before.state(), order.state())) {
            checkNothingWithheld(position, before, order);
        }
    }

    private void checkReference(long position, @Nullable AuditedOrder before, Order order) {
        boolean right =
                switch (order.state()) {
                    case HELD, PLACED, RELEASED, EXPIRED -> order.reference() == null;
                    case PAID, REFUND_DUE -> order.reference() != null;
                    case REFUNDED ->
                        order.reference() != null
                                && (before == null || before.reference() == fingerprints.of(order.reference()));
                };
        if (!right) {
            add(
                    Fault.WRONG_REFERENCE,
                    position,
                    order,
                    "is " + order.state().word() + " with the payment reference " + order.reference());
        }
    }

    private void checkSeats(long position, Order order, int expected) {
        if (order.seats().count() != expected || !AuditedTier.areDistinct(order.seats())) {
            add(
                    Fault.WRONG_SEATS,
                    position,
                    order,
                    "is for " + order.quantity() + " seats, is " + order.state().word() + " and has the seats "
                            + order.seats());
        }
    }

    /** A payment that came late, or under {@code payment}, is only sent back when no seats of that kind are left, or the buyer has enough. */
    private void checkNothingWithheld(long position, AuditedOrder before, Order order) {
        AuditedSale sale = before.sale();
        int others = sale.seatsOf(fingerprints.of(order.buyer()))
                - (before.state().countsForBuyer() ? before.quantity() : 0);
        if (!sale.allows(others + before.quantity())) {
            return;
        }
        int free = before.tier().freeAllAlong(before.from(), before.to());
        if (free >= before.quantity()) {
            add(
                    Fault.SEATS_WITHHELD,
                    position,
                    order,
                    "was paid and got no seats, although " + free + " of its kind were free");
        }
    }

    /** Whether the amount is the fare times the quantity, however large the numbers. */
    private static boolean costs(Order order, Tier tier) {
        long fare = tier.price();
        for (Fare some : tier.fares()) {
            if (some.journey().equals(order.journey())) {
                fare = some.price();
                break;
            }
        }
        BigInteger due = BigInteger.valueOf(fare).multiply(BigInteger.valueOf(order.quantity()));
        return due.equals(BigInteger.valueOf(order.amount().value()))
                && order.amount().currency().equals(tier.currency());
    }

    // ---- what becomes of the stock ----------------------------------------------------------------------------------

    private static void release(AuditedOrder order) {
        if (order.state().occupiesSeats()) {
            Seats seats = order.seats();
            for (int i = 0; i < seats.count(); i++) {
                if (order.tier().has(seats.number(i))) {
                    order.tier().giveBack(seats.number(i), order.from(), order.to());
                }
            }
            order.tier().count(order.state(), -seats.count(), order.from(), order.to());
        }
        if (order.state() == OrderState.PAID) {
            order.tier().countAmount(-order.amount());
        }
    }

    private void occupy(long position, AuditedOrder order) {
        if (order.state().occupiesSeats()) {
            Seats seats = order.seats();
            for (int i = 0; i < seats.count(); i++) {
                take(position, order, seats.number(i));
            }
            order.tier().count(order.state(), seats.count(), order.from(), order.to());
        }
        if (order.state() == OrderState.PAID) {
            order.tier().countAmount(order.amount());
        }
    }

    private void take(long position, AuditedOrder order, int seat) {
        if (!order.tier().has(seat)) {
            findings.add(
                    Fault.SEAT_OUT_OF_RANGE,
                    position,
                    () -> "Order " + order.id() + " has the seat " + seat + " of tier "
                            + order.tier().tier().id() + ", which has the seats 1 to "
                            + order.tier().tier().capacity() + ".");
            return;
        }
        int leg = order.tier().take(seat, order.from(), order.to());
        if (leg >= 0) {
            findings.add(
                    Fault.SEAT_TWICE,
                    position,
                    () -> "Seat " + seat + " of tier " + order.tier().tier().id() + " of sale "
                            + order.sale().sale().id() + " is in two live orders on leg " + leg + ": " + order.id()
                            + " and " + holderOf(order, seat, leg) + ".");
        }
    }

    /** The other live order that has a seat on a leg. Looks at every order: only for findings that are kept in words. */
    private String holderOf(AuditedOrder order, int seat, int leg) {
        StringBuilder found = new StringBuilder();
        orders.forEach(other -> {
            if (found.isEmpty()
                    && other != order
                    && other.tier() == order.tier()
                    && other.state().occupiesSeats()
                    && other.from() <= leg
                    && leg < other.to()
                    && other.seats().stream().anyMatch(number -> number == seat)) {
                found.append(other.id());
            }
        });
        return found.isEmpty() ? "itself" : found.toString();
    }

    /** Adds a finding for each leg of {@code from … to - 1} whose sums have gone wrong with this event. */
    void checkSums(long position, AuditedSale sale, AuditedTier tier, int from, int to) {
        for (int leg = from; leg < to; leg++) {
            if (tier.goesWrong(leg)) {
                String sums = tier.sums(leg) + " on leg " + leg;
                findings.add(
                        Fault.STOCK_NOT_CONSERVED,
                        position,
                        () -> "Tier " + tier.tier().id() + " of sale "
                                + sale.sale().id() + " has " + sums + ".");
            }
        }
    }

    private void countForBuyer(long position, AuditedOrder audited, @Nullable OrderState before, Order order) {
        int seats = (order.state().countsForBuyer() ? audited.quantity() : 0)
                - (before != null && before.countsForBuyer() ? audited.quantity() : 0);
        if (seats == 0) {
            return;
        }
        AuditedSale sale = audited.sale();
        int now = sale.countForBuyer(fingerprints.of(order.buyer()), seats);
        if (seats > 0 && !sale.allows(now)) {
            add(
                    Fault.BUYER_LIMIT,
                    position,
                    order,
                    "gives buyer \"" + order.buyer() + "\" " + now + " seats in live orders, and the sale allows "
                            + sale.sale().perBuyer());
        }
    }

    private void add(Fault fault, long position, Order order, String what) {
        findings.add(fault, position, () -> "Order " + order.id() + " " + what + ".");
    }
}
