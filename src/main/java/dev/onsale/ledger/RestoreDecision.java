package dev.onsale.ledger;

import dev.onsale.sale.Journey;
import java.util.List;

/** What putting back a lost order comes to. Changes nothing. */
final class RestoreDecision {

    private RestoreDecision() {}

    static Decision restore(StockState state, Command.RestoreOrder command) {
        Order order = command.order();
        SaleState sale = state.sale(order.sale());
        if (sale == null) {
            return Decision.refuse(new Refusal.UnknownSale());
        }
        Refusal misfit = Terms.misfit(sale.sale(), order);
        if (misfit != null) {
            return Decision.refuse(misfit);
        }
        Order there = state.order(order.id());
        if (there != null) {
            return there.numbered(order.number()).equals(order)
                    ? Decision.repeat(there)
                    : Decision.refuse(new Refusal.Already(there.state()));
        }
        if (state.orders().find(order.sale(), order.buyer(), order.key()) != null) {
            return Decision.refuse(new Refusal.KeyReused());
        }
        if (order.state().countsForBuyer() && !sale.allows(order.buyer(), order.quantity())) {
            return Decision.refuse(new Refusal.BuyerLimit(sale.sale().perBuyer(), sale.seatsOf(order.buyer())));
        }
        if (order.state().occupiesSeats() && !areFree(sale.tier(order.tier()).grid(), order.seats(), order.journey())) {
            return Decision.refuse(new Refusal.SoldOut());
        }
        Order restored = order.numbered(sale.nextNumber());
        return new Decision(
                new Outcome.OfOrder(restored, false), List.of(new Event.OrderRestored(command.now(), restored)));
    }

    private static boolean areFree(SeatGrid grid, Seats seats, Journey journey) {
        return seats.stream().allMatch(number -> number <= grid.capacity() && grid.isFree(number, journey));
    }
}
