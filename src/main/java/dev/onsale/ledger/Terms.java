package dev.onsale.ledger;

import dev.onsale.config.Limits;
import dev.onsale.sale.Journey;
import dev.onsale.sale.Sale;
import dev.onsale.sale.Status;
import dev.onsale.sale.Stops;
import org.jspecify.annotations.Nullable;

/**
 * What a sale's own terms say to an order, before its stock or the buyer's history is looked at. The ledger decides by them, and a gate
 * may answer by them from memory. Stateless, any thread.
 */
public final class Terms {

    private Terms() {}

    /** The first of the refusals from {@code not_open} to {@code bad_quantity} that applies, or null. */
    public static @Nullable Refusal refusal(Sale sale, Command.PlaceOrder command) {
        if (command.now() < sale.opensAt()) {
            return new Refusal.NotOpen(sale.opensAt());
        }
        if (sale.status() == Status.PAUSED) {
            return new Refusal.Paused();
        }
        if (sale.status() == Status.CLOSED || command.now() >= sale.closesAt()) {
            return new Refusal.Closed();
        }
        if (sale.tierIndex(command.tier()) < 0) {
            return new Refusal.UnknownTier();
        }
        if (journey(sale, command) == null) {
            Stops.NoJourney none = Stops.whyNone(sale.stops(), command.from(), command.to());
            return new Refusal.BadJourney("\"" + none.field() + "\" " + none.sentence());
        }
        if (command.quantity() < 1 || command.quantity() > Limits.ORDER_SEATS_MAX) {
            return new Refusal.BadQuantity(Limits.ORDER_SEATS_MAX);
        }
        return null;
    }

    /** Why a sale cannot have had an order, whatever became of its stock: its tier, journey or seats are none of the sale's; null if it can. */
    public static @Nullable Refusal misfit(Sale sale, Order order) {
        if (sale.tierIndex(order.tier()) < 0) {
            return new Refusal.UnknownTier();
        }
        if (order.journey().to() > sale.legs()) {
            return new Refusal.BadJourney("the sale ends at stop " + sale.legs());
        }
        boolean hasItsSeats = !order.state().occupiesSeats() || order.seats().count() == order.quantity();
        boolean areSeats = order.seats().stream().allMatch(number -> number >= 1)
                && order.seats().stream().distinct().count() == order.seats().count();
        if (order.quantity() < 1 || order.quantity() > Limits.ORDER_SEATS_MAX || !hasItsSeats || !areSeats) {
            return new Refusal.BadQuantity(Limits.ORDER_SEATS_MAX);
        }
        return null;
    }

    /** The journey that the command names, or null when the sale has no such journey. */
    public static @Nullable Journey journey(Sale sale, Command.PlaceOrder command) {
        return Stops.journey(sale.stops(), command.from(), command.to());
    }
}
