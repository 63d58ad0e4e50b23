package dev.onsale.ledger;

import dev.onsale.sale.Deduct;
import dev.onsale.sale.Journey;
import dev.onsale.sale.Sale;
import dev.onsale.sale.Tier;
import java.util.Objects;

/** What a buyer's wish for seats comes to. Changes nothing. */
final class PlaceDecision {

    private PlaceDecision() {}

    static Decision place(StockState state, Command.PlaceOrder command) {
        SaleState saleState = state.sale(command.sale());
        if (saleState == null) {
            return Decision.refuse(new Refusal.UnknownSale());
        }
        Sale sale = saleState.sale();
        Journey journey = Terms.journey(sale, command);
        // A question asked before gets its answer again, even if the sale is closed by now.
        Order earlier = state.orders().find(sale.id(), command.buyer(), command.key());
        if (earlier != null
                && earlier.tier().equals(command.tier())
                && earlier.journey().equals(journey)
                && earlier.quantity() == command.quantity()) {
            return Decision.repeat(earlier);
        }
        Refusal refusal = Terms.refusal(sale, command);
        if (refusal != null) {
            return Decision.refuse(refusal);
        }
        Objects.requireNonNull(journey, "the terms let no order pass that has no journey");
        if (earlier != null) {
            return Decision.refuse(new Refusal.KeyReused());
        }
        if (!saleState.allows(command.buyer(), command.quantity())) {
            return Decision.refuse(new Refusal.BuyerLimit(sale.perBuyer(), saleState.seatsOf(command.buyer())));
        }
        if (state.orders().countOf(sale.id(), command.buyer()) >= state.room().ofBuyerMax()) {
            return Decision.refuse(new Refusal.TooManyOrders(state.room().ofBuyerMax()));
        }
        Seats seats = saleState.tier(command.tier()).grid().choose(journey, command.quantity());
        if (seats.count() == 0) {
            return Decision.refuse(new Refusal.SoldOut());
        }
        if (state.isFull()) {
            return Decision.refuse(new Refusal.LedgerFull());
        }
        if (state.order(command.order()) != null) {
            throw new IllegalArgumentException("order id " + command.order() + " is in use");
        }
        // The point of no return: the order is accepted.
        Tier tier = sale.tiers().get(sale.tierIndex(command.tier()));
        boolean takesSeats = sale.deduct() != Deduct.PAYMENT;
        return Decision.move(
                command.now(),
                new Order(
                        command.order(),
                        saleState.nextNumber(),
                        sale.id(),
                        command.buyer(),
                        command.key(),
                        tier.id(),
                        journey,
                        command.quantity(),
                        takesSeats ? seats : Seats.NONE,
                        takesSeats ? OrderState.HELD : OrderState.PLACED,
                        tier.fare(journey).times(command.quantity()),
                        command.now(),
                        deadline(sale, command.now()),
                        null,
                        false));
    }

    private static long deadline(Sale sale, long now) {
        return switch (sale.deduct()) {
            case HOLD -> now + sale.holdSeconds() * 1000L;
            case ORDER, PAYMENT -> Order.NO_DEADLINE;
        };
    }
}
