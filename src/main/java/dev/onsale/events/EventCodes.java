package dev.onsale.events;

import dev.onsale.ledger.OrderState;
import dev.onsale.sale.Deduct;
import dev.onsale.sale.Status;

/**
 * The numbers that stand for words in a frame. Written down one by one, and not taken from {@code ordinal()}, since they
 * must outlive any reordering of the source.
 */
final class EventCodes {

    static final int SALE_OPENED = 1;
    static final int SALE_CHANGED = 2;
    static final int ORDER_MOVED = 3;
    static final int ORDER_RESTORED = 4;

    /** The same as the first two, and what their commands are known by. */
    static final int SALE_OPENED_BY = 5;

    static final int SALE_CHANGED_BY = 6;

    /** Bits that say what an order has besides. */
    static final int HAS_REFERENCE = 1;

    static final int IS_RECOVERED = 2;
    static final int HAS_DEADLINE = 4;
    static final int FLAGS_MAX = HAS_REFERENCE | IS_RECOVERED | HAS_DEADLINE;

    private EventCodes() {}

    static int of(OrderState state) {
        return switch (state) {
            case HELD -> 1;
            case PLACED -> 2;
            case PAID -> 3;
            case RELEASED -> 4;
            case EXPIRED -> 5;
            case REFUND_DUE -> 6;
            case REFUNDED -> 7;
        };
    }

    static OrderState orderState(int code) {
        return switch (code) {
            case 1 -> OrderState.HELD;
            case 2 -> OrderState.PLACED;
            case 3 -> OrderState.PAID;
            case 4 -> OrderState.RELEASED;
            case 5 -> OrderState.EXPIRED;
            case 6 -> OrderState.REFUND_DUE;
            case 7 -> OrderState.REFUNDED;
            default -> throw unknown("state of an order", code);
        };
    }

    static int of(Deduct deduct) {
        return switch (deduct) {
            case HOLD -> 1;
            case ORDER -> 2;
            case PAYMENT -> 3;
        };
    }

    static Deduct deduct(int code) {
        return switch (code) {
            case 1 -> Deduct.HOLD;
            case 2 -> Deduct.ORDER;
            case 3 -> Deduct.PAYMENT;
            default -> throw unknown("deduction", code);
        };
    }

    static int of(Status status) {
        return switch (status) {
            case ACTIVE -> 1;
            case PAUSED -> 2;
            case CLOSED -> 3;
        };
    }

    static Status status(int code) {
        return switch (code) {
            case 1 -> Status.ACTIVE;
            case 2 -> Status.PAUSED;
            case 3 -> Status.CLOSED;
            default -> throw unknown("status of a sale", code);
        };
    }

    static EventLogException unknown(String what, int code) {
        return new EventLogException("it names a " + what + " that this program does not know: " + code);
    }
}
