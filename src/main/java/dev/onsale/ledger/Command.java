package dev.onsale.ledger;

import dev.onsale.config.Limits;
import dev.onsale.sale.Sale;

/**
 * What may be asked of the ledger. Every command carries the time at which it is asked, in milliseconds since 1970; the
 * ledger itself reads no clock.
 */
public sealed interface Command {

    /** Milliseconds since 1970. */
    long now();

    /**
     * Puts a sale on sale. One that does not say when it opens ({@link Sale#WHEN_OPENED}) opens at {@code now}. The same sale again is no
     * change, even if it was changed since: it is compared with what was opened ({@link Sale#asksFor}), so that whoever opens the same sales at
     * each start need not know what operators did in between. Another one under the same id is {@code sale_exists}.
     *
     * @param key the same sale and key always mean the same command, which is told its first outcome when it comes again; empty for none
     */
    record OpenSale(long now, String key, Sale sale) implements Command {

        /** Without a key: known again by the sale alone. */
        public OpenSale(long now, Sale sale) {
            this(now, "", sale);
        }
    }

    /**
     * Pauses, resumes, closes, adds stock, moves the times.
     *
     * @param key the same sale and key always mean the same change, which is made once; the last {@code Limits.SALE_KEYS_MAX} of a sale are known
     */
    record ChangeSale(long now, String key, String sale, SaleChange change) implements Command {
        public ChangeSale {
            if (key.isEmpty()) {
                throw new IllegalArgumentException("a change without a key would be made again when it comes again");
            }
        }
    }

    /**
     * Orders seats.
     *
     * @param order the id that the order gets if it is a new one
     * @param key the buyer's idempotency key: the same buyer, sale and key always mean the same order
     * @param from name of the stop where the journey begins, or null for the first one
     * @param to name of the stop where it ends, or null for the last one
     */
    record PlaceOrder(
            long now,
            String sale,
            OrderId order,
            String buyer,
            String key,
            String tier,
            @org.jspecify.annotations.Nullable String from,
            @org.jspecify.annotations.Nullable String to,
            int quantity)
            implements Command {}

    /**
     * Says that an order was paid. Whoever says so moves the money, and may say it of any order.
     *
     * @param reference the payment's; the same reference again is the same payment
     */
    record PayOrder(long now, OrderId order, String reference) implements Command {}

    /** Gives back an order that is not paid. */
    record ReleaseOrder(long now, OrderId order, Party by) implements Command {}

    /** Gives back a paid order, or records that a due refund was made. */
    record RefundOrder(long now, OrderId order, Party by) implements Command {}

    /**
     * Puts back an order that this ledger had answered and has lost, as somebody else has kept it: with its id, seats, key, state and times. Its number is
     * the next one of its sale. The sale's status and times do not matter: whoever has the order was told so.
     *
     * <p>Refused are, in this order, an unknown sale or tier, a journey or seats that the tier does not have, an order whose id is there in
     * another state ({@code already}), whose key was used for another order, that breaks the buyer's limit, or whose seats are taken
     * ({@code sold_out}). The same order again is no change.
     */
    record RestoreOrder(long now, Order order) implements Command {}

    /**
     * Expires the held orders whose deadline has come, the earliest first; those with the same deadline by the ids of their sales and
     * then by their numbers.
     *
     * @param ordersMax how many at the most; 1 … {@code Limits.EXPIRY_ORDERS_MAX}
     */
    record ExpireOrders(long now, int ordersMax) implements Command {
        public ExpireOrders {
            if (ordersMax < 1 || ordersMax > Limits.EXPIRY_ORDERS_MAX) {
                throw new IllegalArgumentException("cannot expire " + ordersMax + " orders at once");
            }
        }
    }
}
