package dev.onsale.ledger;

import dev.onsale.sale.Journey;
import dev.onsale.sale.Money;
import org.jspecify.annotations.Nullable;

/**
 * What one buyer takes: some seats of a tier over consecutive legs. Immutable; a transition makes another value. Seats stay
 * on record after they were given up, so that a repeated question gets the seats that were answered first.
 *
 * @param id its name
 * @param number counts the orders of its sale from 1, in the order of their acceptance
 * @param sale the sale's id
 * @param buyer who ordered, as the shop names them
 * @param key the buyer's idempotency key
 * @param tier the tier's id
 * @param journey from where to where
 * @param quantity how many seats were ordered
 * @param seats which ones; none while {@code placed}
 * @param state where it stands
 * @param amount what it costs
 * @param placedAt milliseconds since 1970
 * @param expiresAt milliseconds since 1970 at which it must be paid, or {@link #NO_DEADLINE}
 * @param reference the payment's, once there is one
 * @param recovered whether it expired and its payment took seats again
 */
public record Order(
        OrderId id,
        long number,
        String sale,
        String buyer,
        String key,
        String tier,
        Journey journey,
        int quantity,
        Seats seats,
        OrderState state,
        Money amount,
        long placedAt,
        long expiresAt,
        @Nullable String reference,
        boolean recovered) {

    /** {@link #expiresAt()} of an order that may wait for its payment for ever. */
    public static final long NO_DEADLINE = Long.MAX_VALUE;

    /** The same order in another state. */
    Order in(OrderState newState) {
        return with(newState, seats, reference, recovered);
    }

    /** The same order, paid, with these seats. */
    Order paid(Seats newSeats, String newReference, boolean newRecovered) {
        return with(OrderState.PAID, newSeats, newReference, newRecovered);
    }

    /** The same order, paid for nothing: no seat was left for it. */
    Order refundDue(String newReference) {
        return with(OrderState.REFUND_DUE, seats, newReference, recovered);
    }

    /** The same order with another number, as one that is put back into its sale. */
    public Order numbered(long newNumber) {
        return new Order(
                id, newNumber, sale, buyer, key, tier, journey, quantity, seats, state, amount, placedAt, expiresAt,
                reference, recovered);
    }

    private Order with(OrderState newState, Seats newSeats, @Nullable String newReference, boolean newRecovered) {
        return new Order(
                id,
                number,
                sale,
                buyer,
                key,
                tier,
                journey,
                quantity,
                newSeats,
                newState,
                amount,
                placedAt,
                expiresAt,
                newReference,
                newRecovered);
    }
}
