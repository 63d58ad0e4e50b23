package dev.onsale.ledger;

import dev.onsale.config.Limits;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Stands in front of a ledger and lets nothing be sold while somebody knows that it may not be: the ledger has lost what it had told, or is not the one that
 * the order book belongs to. Seats that look free then may be sold already.
 *
 * <p>While it stands still, orders, new sales and changes of sales are {@code busy}. Payments, releases and refunds are still decided by the ledger, since
 * they take no seat from anybody and money that has come must be written down. Where the ledger does not know an order, the answer is {@code busy} too and
 * not {@code unknown_order}: it may be one of those that were lost, and a repair may bring it back. So it is with a sale that the ledger does not know. {@link Command.RestoreOrder} is the repair's own.
 *
 * <p>Any thread. An order costs one volatile read.
 */
public final class Standstill implements Ledger {

    /** Who knows. Each has one reason at a time, and takes back its own alone. */
    public enum Witness {
        /** The ledger itself: which one it is, and what it tells all nodes. */
        LEDGER,
        /** The order book. */
        BOOK,
        /** What this node was told, and the ledger has not any more. */
        FEED
    }

    private static final Outcome BUSY = new Outcome.Refused(new Refusal.Busy(Limits.BUSY_RETRY_SECONDS));

    private final Ledger ledger;
    private final Map<Witness, String> reasons = new EnumMap<>(Witness.class);
    private volatile @Nullable String reason;

    /** In front of {@code ledger}, which it closes. */
    public Standstill(Ledger ledger) {
        this.ledger = ledger;
    }

    /**
     * What a witness knows now.
     *
     * @param why a sentence for operators that says what to do, or null if it knows of nothing
     * @return whether that is another reason than before
     */
    public synchronized boolean say(Witness witness, @Nullable String why) {
        String before = why == null ? reasons.remove(witness) : reasons.put(witness, why);
        reason = reasons.isEmpty() ? null : reasons.values().iterator().next();
        return why == null ? before != null : !why.equals(before);
    }

    /** A sentence that says why nothing is sold and what to do, or null. */
    public @Nullable String reason() {
        return reason;
    }

    @Override
    public boolean standsStill() {
        return reason != null;
    }

    @Override
    public void submit(Command command, Consumer<Outcome> answer) {
        if (reason == null) {
            ledger.submit(command, answer);
            return;
        }
        switch (command) {
            case Command.OpenSale _, Command.ChangeSale _, Command.PlaceOrder _ -> answer.accept(BUSY);
            case Command.PayOrder _, Command.ReleaseOrder _, Command.RefundOrder _ ->
                ledger.submit(command, outcome -> answer.accept(isUnknown(outcome) ? BUSY : outcome));
            case Command.RestoreOrder _, Command.ExpireOrders _ -> ledger.submit(command, answer);
        }
    }

    private static boolean isUnknown(Outcome outcome) {
        return outcome instanceof Outcome.Refused(Refusal refusal)
                && (refusal instanceof Refusal.UnknownOrder || refusal instanceof Refusal.UnknownSale);
    }

    @Override
    public void find(OrderId order, Consumer<Optional<Order>> answer, Runnable busy) {
        ledger.find(
                order,
                found -> {
                    if (found.isEmpty() && reason != null) {
                        busy.run();
                    } else {
                        answer.accept(found);
                    }
                },
                busy);
    }

    @Override
    public void show(String id, Runnable then, Runnable busy) {
        ledger.show(
                id,
                () -> {
                    boolean mayBeLost = reason != null && ledger.sale(id) == null;
                    (mayBeLost ? busy : then).run();
                },
                busy);
    }

    @Override
    public void lookAnew(Runnable then) {
        ledger.lookAnew(then);
    }

    @Override
    public @Nullable SaleView sale(String id) {
        return ledger.sale(id);
    }

    @Override
    public Collection<SaleView> salesAfter(String id) {
        return ledger.salesAfter(id);
    }

    @Override
    public void close() {
        ledger.close();
    }
}
