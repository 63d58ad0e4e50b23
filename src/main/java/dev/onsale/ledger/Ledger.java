package dev.onsale.ledger;

import java.util.Collection;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The one authority over stock and orders.
 *
 * <p>What every implementation keeps, whatever happens to it:
 *
 * <ol>
 *   <li>No seat is in two live orders on the same leg.
 *   <li>For every tier and leg, at every commit, free + held + paid = capacity.
 *   <li>No outcome is told before its events are durable.
 *   <li>The same buyer, sale and idempotency key always mean the same order.
 *   <li>The same commands in the same order give the same outcomes and the same seats.
 * </ol>
 *
 * <p>All methods may be called by any thread. Answers come on a thread of the ledger's, never inside the call that asked
 * (but for {@code busy}), and exactly once; they must return quickly and must not throw.
 */
public interface Ledger extends AutoCloseable {

    /**
     * Asks for something. Never blocks: when too much is waiting already, the answer is {@code busy}, at once, and nothing was done. Where it cannot be
     * known whether it was done, the answer is {@link Outcome.Unknown}.
     *
     * @param answer told the outcome, exactly once, after all its events are durable
     */
    void submit(Command command, Consumer<Outcome> answer);

    /**
     * Looks up one order, with every command that was answered before taken into account.
     *
     * @param answer told the order, or empty when there is none
     * @param busy run instead when too much is waiting already
     */
    void find(OrderId order, Consumer<Optional<Order>> answer, Runnable busy);

    /** The sale and what is free of it, at most {@code Limits.AVAILABILITY_AGE_MILLIS_MAX} old; null when unknown. */
    @Nullable
    SaleView sale(String id);

    /**
     * Sees to it that a sale is shown by {@link #sale} for a while if there is one of that id: one that has been over for long may not be kept in mind.
     *
     * @param then run when that is so, on a thread of the ledger's or within this call
     * @param busy run instead when the ledger cannot be asked whether there is one
     */
    default void show(String id, Runnable then, Runnable busy) {
        then.run();
    }

    /** Every sale that is open or ended lately, in the order of their ids. */
    default Collection<SaleView> sales() {
        return salesAfter("");
    }

    /**
     * The sales whose ids come after {@code id}, in the order of their ids. To look at the first few costs those few, however many
     * sales there are.
     */
    Collection<SaleView> salesAfter(String id);

    /**
     * Holds what is remembered of the sales against what the ledger says now: it may have been emptied, or repaired. Listeners are told of what was cut.
     *
     * @param then runs when that was done, or when the ledger could not be asked and does it when it can; on any thread
     */
    default void lookAnew(Runnable then) {
        then.run();
    }

    /** Whether nothing may be sold at this moment, by whatever has been found out: orders are {@code busy} then. Costs next to nothing. */
    default boolean standsStill() {
        return false;
    }

    /** Finishes what is waiting, refuses what comes after as {@code busy}, and closes its files. Bounded in time. */
    @Override
    void close();
}
