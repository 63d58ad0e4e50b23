package dev.onsale.audit;

import dev.onsale.ledger.Order;
import dev.onsale.ledger.OrderId;
import dev.onsale.ledger.OrderState;
import dev.onsale.ledger.Seats;
import org.jspecify.annotations.Nullable;

/**
 * An order as the audit remembers it: about a hundred bytes, so that some ten millions fit where the ledger itself keeps one. Texts are
 * kept as fingerprints. Owned by the audit's thread.
 */
final class AuditedOrder {

    private final long idHigh;
    private final long idLow;
    private final long keyHigh;
    private final long keyLow;
    private final long number;
    private final long amount;
    private final long placedAt;
    private final long expiresAt;
    private final AuditedSale sale;
    private final AuditedTier tier;
    private final int quantity;
    private final byte from;
    private final byte to;

    private boolean recovered;
    private boolean inBook;
    private byte traces;
    private OrderState state;
    private long reference;

    /** The seat's number, if there is one seat and it has a number; else 0, and {@link #seats} has them. */
    private int onlySeat;

    private @Nullable Seats seats;

    AuditedOrder(AuditedSale sale, AuditedTier tier, Order order, Fingerprints fingerprints) {
        idHigh = order.id().high();
        idLow = order.id().low();
        keyHigh = fingerprints.high(order.sale(), order.buyer(), order.key());
        keyLow = fingerprints.low(order.sale(), order.buyer(), order.key());
        number = order.number();
        amount = order.amount().value();
        placedAt = order.placedAt();
        expiresAt = order.expiresAt();
        this.sale = sale;
        this.tier = tier;
        quantity = order.quantity();
        from = (byte) order.journey().from();
        to = (byte) order.journey().to();
        state = order.state();
        follow(order, fingerprints);
    }

    /** Remembers what may change in an order's life. */
    void follow(Order order, Fingerprints fingerprints) {
        state = order.state();
        recovered = order.recovered();
        reference = fingerprints.of(order.reference());
        boolean one = order.seats().count() == 1 && order.seats().number(0) != 0;
        onlySeat = one ? order.seats().number(0) : 0;
        seats = one ? null : order.seats();
    }

    OrderId id() {
        return new OrderId(idHigh, idLow);
    }

    boolean hasId(OrderId id) {
        return idHigh == id.high() && idLow == id.low();
    }

    boolean hasKey(long high, long low) {
        return keyHigh == high && keyLow == low;
    }

    long keyHigh() {
        return keyHigh;
    }

    long keyLow() {
        return keyLow;
    }

    AuditedSale sale() {
        return sale;
    }

    AuditedTier tier() {
        return tier;
    }

    long number() {
        return number;
    }

    long amount() {
        return amount;
    }

    long placedAt() {
        return placedAt;
    }

    long expiresAt() {
        return expiresAt;
    }

    int quantity() {
        return quantity;
    }

    int from() {
        return from;
    }

    int to() {
        return to;
    }

    OrderState state() {
        return state;
    }

    boolean recovered() {
        return recovered;
    }

    /** Fingerprint of the payment reference. */
    long reference() {
        return reference;
    }

    Seats seats() {
        Seats some = seats;
        return some == null ? Seats.of(onlySeat) : some;
    }

    /** What was found of it where the ledger keeps what it decides by. */
    enum Trace {
        RECORD(1),
        KEY(2),
        DEADLINE(4),
        SNAPSHOT(8);

        private final int bit;

        Trace(int bit) {
            this.bit = bit;
        }
    }

    boolean isSeen(Trace trace) {
        return (traces & trace.bit) != 0;
    }

    void see(Trace trace) {
        traces |= (byte) trace.bit;
    }

    /** For the next one that is looked through for it. */
    void forget(Trace trace) {
        traces &= (byte) ~trace.bit;
    }

    /** Whether the ledger keeps a deadline for it. */
    boolean hasDeadline() {
        return state == OrderState.HELD && expiresAt != Order.NO_DEADLINE;
    }

    /** Whether a row of the order book was found for it. */
    boolean inBook() {
        return inBook;
    }

    void foundInBook() {
        inBook = true;
    }
}
