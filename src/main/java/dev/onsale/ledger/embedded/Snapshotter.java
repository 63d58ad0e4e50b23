package dev.onsale.ledger.embedded;

import dev.onsale.events.EventLogException;
import dev.onsale.ledger.FrozenStock;
import dev.onsale.ledger.StockState;
import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a snapshot now and then, so that a restart need not read everything that ever happened.
 *
 * <pre>
 *   writer, behind a commit            this thread
 *
 *   freezes the stock ───────────────▶ reads the journal's rows since the last one, to prove that they can be read
 *   (orders are shared, not copied)    writes the frozen stock, reads it back, removes the oldest
 * </pre>
 *
 * <p>Orders never change, so a frozen stock shares them with the running one: it takes a few bytes for each order that moves meanwhile, and no second stock.
 *
 * <p>The next one is due after as many events as the last one holds, but not before a fixed number: so a restart reads at most
 * about twice what there is to know, and all snapshots together take no more than a fixed share of the work.
 */
final class Snapshotter implements Runnable, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Snapshotter.class);

    /** The stock behind the event at a place. */
    private record Moment(FrozenStock stock, JournalPlace place) {}

    private final JournalFile file;
    private final SnapshotFolder folder;
    private final StockState state;
    private final Consumer<Throwable> fatal;
    private final BackgroundThread thread = new BackgroundThread("onsale-snapshot", this);
    private final long eventsMin;

    /** Handed over by the writer; taken away when it was dealt with, so that the writer may hand over the next one. */
    private final AtomicReference<@Nullable Moment> moment = new AtomicReference<>();

    private volatile long due;
    private volatile boolean isClosed;

    /** Up to where the journal was read back. Of this thread. */
    private JournalPlace proved;

    /**
     * @param start what the ledger started with
     * @param eventsMin fewest events between two snapshots
     * @param fatal told of bugs
     */
    Snapshotter(JournalFile file, SnapshotFolder folder, Recovery start, long eventsMin, Consumer<Throwable> fatal) {
        this.file = file;
        this.folder = folder;
        this.state = start.state();
        this.fatal = fatal;
        this.eventsMin = eventsMin;
        Recovery.Origin origin = start.origin();
        proved = start.place();
        due = origin == null ? eventsMin : dueAfter(origin.position(), origin.events());
        committed(start.place());
    }

    void start() {
        thread.start();
    }

    private long dueAfter(long position, long events) {
        return position + Math.max(eventsMin, events);
    }

    /** Says that the stock is durable up to there. The writer alone. */
    void committed(JournalPlace end) {
        if (end.position() >= due && moment.get() == null) {
            moment.set(new Moment(state.frozen(), end));
            thread.wake();
        }
    }

    @Override
    public void run() {
        try {
            while (!isClosed) {
                Moment next = moment.get();
                if (next == null) {
                    LockSupport.park(this);
                } else {
                    make(next);
                    moment.set(null);
                }
            }
        } catch (CancellationException e) {
            LOG.debug("Gave up a snapshot, since the ledger is being closed");
        } catch (EventLogException e) {
            // The sale goes on; but somebody has to know today that the next start may fail.
            LOG.error(
                    "The journal could not be read back, so no snapshots are made any more, and a restart may fail: {}"
                            + " Let this process run until the sale is over, and see what happened to the data folder.",
                    e.getMessage());
        } catch (RuntimeException | Error e) {
            fatal.accept(e);
        }
    }

    private void make(Moment next) {
        long began = System.nanoTime();
        Rest rest = new Rest();
        long position = next.place.position();
        prove(next.place, rest);
        try {
            long events = folder.write(next.place, next.stock, written -> rest.take());
            due = dueAfter(position, events);
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
            LOG.info("Made a snapshot at event {}: {} events, {} ms", position, events, millis);
        } catch (IOException e) {
            due = position + eventsMin;
            LOG.warn("A snapshot could not be written: {}. Restarts take longer until one can.", e.toString());
        }
    }

    /** Reads the rows that came since the last time. */
    private void prove(JournalPlace end, Rest rest) {
        try (JournalReader reader = new JournalReader(file)) {
            while (proved.position() < end.position()) {
                long left = end.position() - proved.position();
                proved = reader.read(proved, Math.min(Pace.STEP_EVENTS, left), event -> {});
                rest.take();
            }
        }
        if (!proved.equals(end)) {
            throw new EventLogException("The journal " + file.path() + " has something else at event " + end.position()
                    + " than was written.");
        }
    }

    @Override
    public void close() {
        isClosed = true;
        thread.awaitEnd();
    }

    /** Rests as long as it worked, so that the writer keeps its core where there are few; gives up when the ledger closes. */
    private final class Rest {
        private long began = System.nanoTime();

        void take() {
            LockSupport.parkNanos(this, System.nanoTime() - began);
            if (isClosed) {
                throw new CancellationException();
            }
            began = System.nanoTime();
        }
    }
}
