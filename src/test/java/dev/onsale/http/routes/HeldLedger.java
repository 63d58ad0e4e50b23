package dev.onsale.http.routes;

import dev.onsale.ledger.Command;
import dev.onsale.ledger.Ledger;
import dev.onsale.ledger.Order;
import dev.onsale.ledger.OrderId;
import dev.onsale.ledger.Outcome;
import dev.onsale.ledger.Refusal;
import dev.onsale.ledger.SaleView;
import java.util.AbstractCollection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * A ledger in front of another one that answers on a thread of its own, as a real one does, and holds its answers back, is busy, loses answers, hides its
 * sales or breaks when a test wants it to.
 */
final class HeldLedger implements Ledger {

    private final Ledger behind;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("held-ledger").daemon().factory());
    private final List<Runnable> held = new ArrayList<>();
    private final AtomicInteger lookedAt = new AtomicInteger();
    private boolean holding;
    private volatile boolean busy;
    private volatile boolean losesAnswers;
    private volatile boolean hidesSales;
    private volatile boolean forgetsSales;
    private volatile boolean broken;

    HeldLedger(Ledger behind) {
        this.behind = behind;
    }

    /** From now on answers wait. */
    synchronized void hold() {
        holding = true;
    }

    /** Answers that wait. */
    synchronized int waiting() {
        return held.size();
    }

    /** Tells all answers that wait, and holds none back any more. */
    synchronized void release() {
        holding = false;
        held.forEach(thread::execute);
        held.clear();
    }

    void busy(boolean isBusy) {
        busy = isBusy;
    }

    /** From now on it does what it is asked, and says that nobody knows. */
    void losesAnswers(boolean loses) {
        losesAnswers = loses;
    }

    void hidesSales(boolean hides) {
        hidesSales = hides;
    }

    /** From now on it shows none of its sales before it is asked to. */
    void forgetsSales() {
        forgetsSales = true;
    }

    void broken(boolean isBroken) {
        broken = isBroken;
    }

    private synchronized void tell(Runnable answer) {
        if (holding) {
            held.add(answer);
        } else {
            thread.execute(answer);
        }
    }

    @Override
    public void submit(Command command, Consumer<Outcome> answer) {
        if (broken) {
            throw new IllegalStateException("a bug that a test has put here");
        }
        if (busy) {
            answer.accept(new Outcome.Refused(new Refusal.Busy(7)));
            return;
        }
        behind.submit(command, outcome -> tell(() -> answer.accept(losesAnswers ? new Outcome.Unknown() : outcome)));
    }

    @Override
    public void find(OrderId order, Consumer<Optional<Order>> answer, Runnable whenBusy) {
        if (busy) {
            whenBusy.run();
            return;
        }
        behind.find(order, found -> tell(() -> answer.accept(found)), whenBusy);
    }

    @Override
    public SaleView sale(String id) {
        return hidesSales || forgetsSales ? null : behind.sale(id);
    }

    @Override
    public void show(String id, Runnable then, Runnable whenBusy) {
        if (busy) {
            whenBusy.run();
            return;
        }
        tell(() -> {
            forgetsSales = false;
            then.run();
        });
    }

    @Override
    public Collection<SaleView> salesAfter(String id) {
        Collection<SaleView> all = behind.salesAfter(id);
        return new AbstractCollection<>() {
            @Override
            public Iterator<SaleView> iterator() {
                return all.stream().peek(view -> lookedAt.incrementAndGet()).iterator();
            }

            @Override
            public int size() {
                return all.size();
            }
        };
    }

    /** Sales that were looked at in lists, up to now. */
    int lookedAt() {
        return lookedAt.get();
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
