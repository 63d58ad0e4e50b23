package dev.onsale.ledger;

/**
 * Why the answer is no. A refusal is a value, changes nothing, and binds nobody: the same question may be answered yes
 * later. When several apply, the one that stands first here is given.
 */
public sealed interface Refusal {

    /** There is no such sale. */
    record UnknownSale() implements Refusal {}

    /**
     * The sale opens later.
     *
     * @param opensAt milliseconds since 1970 at which it opens
     */
    record NotOpen(long opensAt) implements Refusal {}

    /** An operator has paused the sale. */
    record Paused() implements Refusal {}

    /** The sale is over. */
    record Closed() implements Refusal {}

    /** The sale has no such tier. */
    record UnknownTier() implements Refusal {}

    /**
     * The stops that were named make no journey.
     *
     * @param why a sentence about them
     */
    record BadJourney(String why) implements Refusal {}

    /**
     * Fewer than one seat, or more than an order may have.
     *
     * @param max seats that one order may have
     */
    record BadQuantity(int max) implements Refusal {}

    /** The key was used for another request. */
    record KeyReused() implements Refusal {}

    /**
     * The buyer would have more seats than the sale allows.
     *
     * @param limit seats that one buyer may have
     * @param has seats that this buyer has already
     */
    record BuyerLimit(int limit, int has) implements Refusal {}

    /**
     * The buyer has made as many orders in this sale as a ledger keeps for one, whatever became of them.
     *
     * @param limit orders of one buyer in one sale
     */
    record TooManyOrders(int limit) implements Refusal {}

    /** Fewer seats are free than were asked for. */
    record SoldOut() implements Refusal {}

    /** The ledger has no memory for another order, or to remember another change. What was ordered before can still be paid and given back. */
    record LedgerFull() implements Refusal {}

    /** There is no such order. */
    record UnknownOrder() implements Refusal {}

    /** The order is somebody else's. */
    record NotYours() implements Refusal {}

    /**
     * The order is past that.
     *
     * @param state in which the order is, and which does not allow what was asked
     */
    record Already(OrderState state) implements Refusal {}

    /** A different sale has this id. */
    record SaleExists() implements Refusal {}

    /**
     * What the operator wants of the sale cannot be.
     *
     * @param field of the change at fault
     * @param why a sentence
     */
    record BadChange(String field, String why) implements Refusal {}

    /** The waiting room has not let this buyer in. */
    record NotAdmitted() implements Refusal {}

    /**
     * Too much is waiting already, or the ledger is away or cannot be relied on now. Certainly this asking did nothing: one that was sent and may have been done
     * is {@link Outcome.Unknown}. Whether an earlier asking with the same key or reference was done, this does not say.
     *
     * @param retryAfterSeconds when to come back, at least 1
     */
    record Busy(int retryAfterSeconds) implements Refusal {}

    /** The stable word for it, as in the problem type and the metrics. */
    default String code() {
        return switch (this) {
            case UnknownSale() -> "unknown_sale";
            case NotOpen(long opensAt) -> "not_open";
            case Paused() -> "paused";
            case Closed() -> "closed";
            case UnknownTier() -> "unknown_tier";
            case BadJourney(String why) -> "bad_journey";
            case BadQuantity(int max) -> "bad_quantity";
            case KeyReused() -> "key_reused";
            case BuyerLimit(int limit, int has) -> "buyer_limit";
            case TooManyOrders(int limit) -> "too_many_orders";
            case SoldOut() -> "sold_out";
            case LedgerFull() -> "ledger_full";
            case UnknownOrder() -> "unknown_order";
            case NotYours() -> "not_yours";
            case Already(OrderState state) -> "already_" + state.word();
            case SaleExists() -> "sale_exists";
            case BadChange(String field, String why) -> "bad_change";
            case NotAdmitted() -> "not_admitted";
            case Busy(int seconds) -> "busy";
        };
    }
}
