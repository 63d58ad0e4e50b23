package dev.onsale.ledger;

import dev.onsale.sale.Sale;
import java.util.function.Function;

/** What becomes of an order that was placed. Changes nothing. */
final class OrderDecisions {

    private OrderDecisions() {}

    static Decision pay(StockState state, Command.PayOrder command) {
        Order order = state.order(command.order());
        if (order == null) {
            return Decision.refuse(new Refusal.UnknownOrder());
        }
        if (command.reference().equals(order.reference())) {
            return Decision.repeat(order);
        }
        return switch (order.state()) {
            case HELD -> Decision.move(command.now(), order.paid(order.seats(), command.reference(), false));
            case PLACED -> payForSeats(state, command, order, false);
            case EXPIRED -> payForSeats(state, command, order, true);
            // The seats were given back on purpose, so they are not taken again; but the money has come, and must go
            // back.
            case RELEASED -> Decision.move(command.now(), order.refundDue(command.reference()));
            case PAID, REFUND_DUE, REFUNDED -> Decision.refuse(new Refusal.Already(order.state()));
        };
    }

    /** The order has no seats, or has them no more: its payment takes seats of the same kind, if there are any. */
    private static Decision payForSeats(StockState state, Command.PayOrder command, Order order, boolean recovered) {
        SaleState sale = saleOf(state, order);
        // A buyer whose hold expired may have ordered anew. Paying both must not take them past the limit.
        boolean allowed = order.state().countsForBuyer() || sale.allows(order.buyer(), order.quantity());
        Seats seats = allowed ? sale.tier(order.tier()).grid().choose(order.journey(), order.quantity()) : Seats.NONE;
        return seats.count() == 0
                ? Decision.move(command.now(), order.refundDue(command.reference()))
                : Decision.move(command.now(), order.paid(seats, command.reference(), recovered));
    }

    /** What becomes of an order in the hands of somebody, if there is one and they may handle it. */
    private static Decision handled(StockState state, OrderId id, Party by, Function<Order, Decision> decision) {
        Order order = state.order(id);
        if (order == null) {
            return Decision.refuse(new Refusal.UnknownOrder());
        }
        return by.mayHandle(order) ? decision.apply(order) : Decision.refuse(new Refusal.NotYours());
    }

    static Decision release(StockState state, Command.ReleaseOrder command) {
        return handled(state, command.order(), command.by(), order -> release(command, order));
    }

    private static Decision release(Command.ReleaseOrder command, Order order) {
        return switch (order.state()) {
            case HELD, PLACED -> Decision.move(command.now(), order.in(OrderState.RELEASED));
            case RELEASED -> Decision.repeat(order);
            case PAID, EXPIRED, REFUND_DUE, REFUNDED -> Decision.refuse(new Refusal.Already(order.state()));
        };
    }

    static Decision refund(StockState state, Command.RefundOrder command) {
        return handled(state, command.order(), command.by(), order -> refund(state, command, order));
    }

    private static Decision refund(StockState state, Command.RefundOrder command, Order order) {
        return switch (order.state()) {
            case PAID ->
                mayRefund(saleOf(state, order).sale(), command.by())
                        ? Decision.move(command.now(), order.in(OrderState.REFUNDED))
                        : Decision.refuse(new Refusal.Already(order.state()));
            // Recording that the money went back is for whoever moved it.
            case REFUND_DUE ->
                command.by() instanceof Party.Operator
                        ? Decision.move(command.now(), order.in(OrderState.REFUNDED))
                        : Decision.refuse(new Refusal.Already(order.state()));
            case REFUNDED -> Decision.repeat(order);
            case HELD, PLACED, RELEASED, EXPIRED -> Decision.refuse(new Refusal.Already(order.state()));
        };
    }

    private static boolean mayRefund(Sale sale, Party by) {
        return switch (by) {
            case Party.Operator() -> true;
            case Party.Buyer(String name) -> sale.buyerRefunds();
        };
    }

    private static SaleState saleOf(StockState state, Order order) {
        SaleState sale = state.sale(order.sale());
        if (sale == null) {
            throw new IllegalStateException("order " + order.id() + " is of no sale");
        }
        return sale;
    }
}
