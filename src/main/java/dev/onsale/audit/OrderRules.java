package dev.onsale.audit;

import dev.onsale.ledger.Order;
import dev.onsale.ledger.OrderState;
import dev.onsale.sale.Sale;

/** What may become of an order, as the design says it and {@link OrderState} draws it. Stateless. */
final class OrderRules {

    private OrderRules() {}

    /** The state in which the sale's orders begin. */
    static OrderState first(Sale sale) {
        return switch (sale.deduct()) {
            case HOLD, ORDER -> OrderState.HELD;
            case PAYMENT -> OrderState.PLACED;
        };
    }

    /** The deadline of a new order. */
    static long deadline(Sale sale, Order order) {
        return switch (sale.deduct()) {
            case HOLD -> order.placedAt() + sale.holdSeconds() * 1000L;
            case ORDER, PAYMENT -> Order.NO_DEADLINE;
        };
    }

    /** Whether an order may come from one state directly into another. */
    static boolean mayMove(OrderState from, OrderState to) {
        return switch (from) {
            case HELD ->
                switch (to) {
                    case PAID, RELEASED, EXPIRED -> true;
                    case HELD, PLACED, REFUND_DUE, REFUNDED -> false;
                };
            case PLACED ->
                switch (to) {
                    case PAID, RELEASED, REFUND_DUE -> true;
                    case HELD, PLACED, EXPIRED, REFUNDED -> false;
                };
            case EXPIRED ->
                switch (to) {
                    case PAID, REFUND_DUE -> true;
                    case HELD, PLACED, RELEASED, EXPIRED, REFUNDED -> false;
                };
            case RELEASED -> to == OrderState.REFUND_DUE;
            case PAID, REFUND_DUE -> to == OrderState.REFUNDED;
            case REFUNDED -> false;
        };
    }

    /** Whether an order takes seats in that move, other ones than it may have had. */
    static boolean takesNewSeats(OrderState from, OrderState to) {
        return to == OrderState.PAID && !from.occupiesSeats();
    }

    /** Whether an order that expired is paid in that move all the same. */
    static boolean recovers(OrderState from, OrderState to) {
        return to == OrderState.PAID && from == OrderState.EXPIRED;
    }

    /** Whether an order was paid in that move, and found no seats. */
    static boolean foundNoSeats(OrderState from, OrderState to) {
        return to == OrderState.REFUND_DUE && (from == OrderState.EXPIRED || from == OrderState.PLACED);
    }

    /** Whether everything that never changes in an order's life is as it was. */
    static boolean isTheSame(AuditedOrder before, Order after, Fingerprints fingerprints) {
        return before.hasKey(
                        fingerprints.high(after.sale(), after.buyer(), after.key()),
                        fingerprints.low(after.sale(), after.buyer(), after.key()))
                && before.number() == after.number()
                && before.tier().tier().id().equals(after.tier())
                && before.from() == after.journey().from()
                && before.to() == after.journey().to()
                && before.quantity() == after.quantity()
                && before.amount() == after.amount().value()
                && before.tier().tier().currency().equals(after.amount().currency())
                && before.placedAt() == after.placedAt()
                && before.expiresAt() == after.expiresAt();
    }
}
