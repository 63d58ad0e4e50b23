package dev.onsale.gate;

import dev.onsale.config.Limits;
import dev.onsale.ledger.Command;
import dev.onsale.ledger.Ledger;
import dev.onsale.ledger.Outcome;
import dev.onsale.ledger.Refusal;
import dev.onsale.ledger.SaleView;
import dev.onsale.sale.Journey;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The way of one tier's orders through the gate: what is known to be gone, and what may still be forwarded. Any thread. */
final class TierGate {

    private static final Outcome SOLD_OUT = new Outcome.Refused(new Refusal.SoldOut());
    private static final Refusal NOT_DONE = new Refusal.Busy(Limits.BUSY_RETRY_SECONDS);
    private static final Outcome BUSY = new Outcome.Refused(NOT_DONE);

    /** What else is known of orders. */
    interface Memory {
        /** What memory says: no, and why; or null when only the ledger can tell. */
        @Nullable
        Refusal refusal(Command.PlaceOrder command);

        /** Whether what is known counts at this moment. */
        boolean isFresh();

        /** Whether the buyer may have an order already, so that this one may take nothing. */
        boolean mayHaveOrder(Command.PlaceOrder command);
    }

    private final Ledger ledger;
    private final Memory memory;
    private final String sale;
    private final int index;
    private final GoneSeats gone;
    private final LocalStock stock;

    /** Times that the waiting were to be looked at and were not yet: one thread looks, for all. */
    private final AtomicInteger looks = new AtomicInteger();

    /** @param index among the sale's tiers */
    TierGate(Ledger ledger, Memory memory, String sale, int index, int legs, LocalStockRule rule) {
        this.ledger = ledger;
        this.memory = memory;
        this.sale = sale;
        this.index = index;
        this.gone = new GoneSeats(legs);
        this.stock = new LocalStock(rule, legs);
    }

    GoneSeats gone() {
        return gone;
    }

    LocalStock stock() {
        return stock;
    }

    /** What the ledger has left of the tier as far as this node knows: seats times legs. */
    long freeCells() {
        SaleView view = ledger.sale(sale);
        if (view == null) {
            return 0;
        }
        SaleView.TierView tier = view.tiers().get(index);
        int legs = view.sale().legs();
        long free = (long) view.sale().tiers().get(index).capacity() * legs;
        for (int leg = 0; leg < legs; leg++) {
            free -= tier.held(leg) + tier.paid(leg);
        }
        return free;
    }

    /**
     * Lets an order go to the ledger, now or when others were answered.
     *
     * @param asker told the outcome if this method returns null
     * @return the outcome, if nothing is left of the local stock
     */
    @Nullable
    Outcome place(Command.PlaceOrder command, Journey journey, Asker asker) {
        LocalStock.Waiting order = new LocalStock.Waiting(command, journey, asker);
        if (stock.goesAtOnce(order, freeCells())) {
            forward(order);
            return null;
        }
        if (memory.mayHaveOrder(command)) {
            ask(command, journey, asker::tell);
            return null;
        }
        return switch (stock.join(order, freeCells())) {
            case GO -> {
                forward(order);
                yield null;
            }
            case WAIT -> null;
            case GONE -> nothingLeft();
        };
    }

    /** Nothing is left here; but seats of this node's may have come back elsewhere. */
    private Outcome nothingLeft() {
        return memory.isFresh() ? SOLD_OUT : BUSY;
    }

    /** Asks the ledger, and remembers what it has no more of. */
    void ask(Command.PlaceOrder command, Journey journey, Consumer<Outcome> later) {
        long stamp = gone.stamp();
        ledger.submit(command, outcome -> {
            if (outcome instanceof Outcome.Refused(Refusal.SoldOut())) {
                gone.learnGone(journey, command.quantity(), stamp);
            }
            later.accept(outcome);
        });
    }

    private void forward(LocalStock.Waiting order) {
        ask(order.command(), order.journey(), outcome -> {
            stock.answered(order, outcome);
            order.asker().tell(outcome);
            lookAtWaiting();
        });
    }

    /** An answer may come inside of the call that asks, so this may be called while it is at work. */
    private void lookAtWaiting() {
        if (looks.getAndIncrement() > 0) {
            return;
        }
        int seen = 1;
        do {
            seen = letGo(seen);
        } while (seen != 0);
    }

    /** Lets go who can, and returns how many looks were asked for meanwhile. */
    private int letGo(int seen) {
        for (LocalStock.Waiting first = stock.first(); first != null; first = stock.first()) {
            Refusal refusal = first.asker().isGone() ? NOT_DONE : memory.refusal(first.command());
            if (refusal != null) {
                stock.dismissFirst();
                first.asker().tell(new Outcome.Refused(refusal));
                continue;
            }
            switch (stock.next(freeCells())) {
                case GO -> forward(first);
                case GONE -> first.asker().tell(nothingLeft());
                case WAIT -> {
                    return looks.addAndGet(-seen);
                }
            }
        }
        return looks.addAndGet(-seen);
    }
}
