package dev.onsale.ledger.embedded;

import dev.onsale.config.Limits;
import dev.onsale.events.EventEncoder;
import dev.onsale.events.EventFeed;
import dev.onsale.events.Journals;
import dev.onsale.ledger.Command;
import dev.onsale.ledger.Event;
import dev.onsale.ledger.LedgerMeter;
import dev.onsale.ledger.StockState;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The one thread that owns the stock. It goes round and round:
 *
 * <pre>
 *   expire what is due ─▶ take what waits, decide, apply ─▶ commit ─▶ tell listeners ─▶ answer ─▶ publish views
 *        └── all within memory, seen by nobody ───────┘      │
 *                                                            └── from here on it has happened
 * </pre>
 *
 * <p>A batch is whatever came in while the batch before was committed: at rest one command, in a rush thousands. So the disk is never waited
 * for twice, and nobody waits for a batch to fill. Refusals and look-ups wait for the commit too, since they show state.
 *
 * <p>If anything throws (the commit, a rule of the stock, a listener, an answer), the ledger no longer knows what is true. It tells nobody
 * anything more of this batch, hands the error over once, and refuses all that follows.
 */
final class LedgerWriter implements Runnable {

    /** Somebody who removes the journal should hear of it before the next buyer does. */
    private static final long CONFIRM_NANOS = TimeUnit.MILLISECONDS.toNanos(Limits.JOURNAL_LOOK_MILLIS);

    /** So many are taken at a time: the processor waits for what they look up together, and not for one after the other. */
    private static final int EXPECTED_REQUESTS = 16;

    private final RequestQueue queue;
    private final StockState state;
    private final BatchStore store;
    private final SaleViews views;
    private final List<EventFeed.Listener> listeners;
    private final InstantSource clock;
    private final LedgerMeter meter;
    private final Consumer<Throwable> fatal;
    private final BackgroundThread thread;

    private final EventEncoder encoder = new EventEncoder();
    private final List<Request> requests = new ArrayList<>();
    private final List<Event> events = new ArrayList<>();

    /**
     * @param listeners may grow while the writer runs
     * @param fatal told the first error, which is also the last thing that the writer does
     */
    LedgerWriter(
            RequestQueue queue,
            StockState state,
            BatchStore store,
            SaleViews views,
            List<EventFeed.Listener> listeners,
            InstantSource clock,
            LedgerMeter meter,
            Consumer<Throwable> fatal) {
        this.queue = queue;
        this.state = state;
        this.store = store;
        this.views = views;
        this.listeners = listeners;
        this.clock = clock;
        this.meter = meter;
        this.fatal = fatal;
        thread = new BackgroundThread("onsale-ledger", this);
    }

    BackgroundThread thread() {
        return thread;
    }

    @Override
    public void run() {
        assertOwner();
        try {
            boolean goesOn = true;
            while (goesOn) {
                goesOn = goRound();
            }
        } catch (Throwable e) {
            fatal.accept(e);
        } finally {
            queue.end();
        }
    }

    /** Does one batch, or waits if there is none; false when the queue is closed and worked off. */
    private boolean goRound() {
        expireDue();
        takeRequests();
        if (requests.isEmpty() && events.isEmpty()) {
            return rest();
        }
        if (events.isEmpty()) {
            store.confirm();
            meter.batch(requests.size(), 0, 0, queue.size());
        } else {
            commit();
        }
        answer();
        publishIfDue();
        store.tidy();
        return true;
    }

    private void expireDue() {
        long now = clock.millis();
        if (state.nextDeadline() <= now) {
            take(state.decide(new Command.ExpireOrders(now, Limits.EXPIRY_ORDERS_MAX))
                    .events());
        }
    }

    private void takeRequests() {
        while (requests.size() < Limits.LEDGER_BATCH_COMMANDS_MAX && encoder.bytes() < Limits.LEDGER_BATCH_BYTES_MAX) {
            int from = requests.size();
            pollSome();
            if (requests.size() == from) {
                return;
            }
            for (Request request : requests.subList(from, requests.size())) {
                take(request.decide(state));
            }
        }
    }

    private void pollSome() {
        int size = Math.min(requests.size() + EXPECTED_REQUESTS, Limits.LEDGER_BATCH_COMMANDS_MAX);
        while (requests.size() < size) {
            Request request = queue.poll();
            if (request == null) {
                return;
            }
            request.expect(state);
            requests.add(request);
        }
    }

    private void take(List<Event> decided) {
        for (Event event : decided) {
            state.apply(event);
            encoder.add(event);
            events.add(event);
        }
    }

    private void commit() {
        long before = System.nanoTime();
        long position = store.append(encoder);
        meter.batch(requests.size(), events.size(), System.nanoTime() - before, queue.size());
        List<Event> committed = Collections.unmodifiableList(events);
        for (EventFeed.Listener listener : listeners) {
            listener.committed(Journals.SOLE, committed, position);
        }
        for (Event event : events) {
            views.touch(event);
        }
        events.clear();
        if (views.isUrgent()) {
            views.publish(state, System.nanoTime());
        }
    }

    private void answer() {
        for (Request request : requests) {
            request.answer();
        }
        requests.clear();
    }

    private void publishIfDue() {
        long now = System.nanoTime();
        if (views.nanosToWait(now) <= 0) {
            views.publish(state, now);
        }
    }

    private boolean rest() {
        publishIfDue();
        store.tidy();
        store.confirm();
        if (queue.isClosed() && queue.isEmpty()) {
            return false;
        }
        queue.await(Math.min(CONFIRM_NANOS, Math.min(views.nanosToWait(System.nanoTime()), nanosToDeadline())));
        return true;
    }

    /** A clock may be set, or be a test's: however far off the deadline seems, it is looked at again after a tick. */
    private long nanosToDeadline() {
        if (state.nextDeadline() == Long.MAX_VALUE) {
            return Long.MAX_VALUE;
        }
        long millis = Math.clamp(state.nextDeadline() - clock.millis(), 0, Limits.EXPIRY_TICK_MILLIS);
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }

    private void assertOwner() {
        if (!thread.isCurrent()) {
            throw new IllegalStateException("the stock is " + "its writer's alone");
        }
    }
}
