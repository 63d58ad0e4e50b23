package dev.onsale.ledger.embedded;

import dev.onsale.events.EventLogException;
import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a snapshot now and then, so that a restart need not read everything that ever happened.
 *
 * <p>It does what a restart does, on a thread of its own: it reads the last snapshot and the journal behind it into a second
 * stock, writes that down and forgets it. The writer is not asked for anything, and each snapshot proves that the journal can
 * be read. The price is memory for a second stock while it lasts.
 *
 * <p>The next one is due after as many events as the last one holds, but not before a fixed number: so a restart reads at most
 * about twice what there is to know, and all snapshots together take no more than a fixed share of the work.
 */
final class Snapshotter implements Runnable, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Snapshotter.class);

    private final JournalFile file;
    private final SnapshotFolder folder;
    private final Consumer<Throwable> fatal;
    private final BackgroundThread thread = new BackgroundThread("onsale-snapshot", this);
    private final long eventsMin;
    private volatile long end;
    private volatile long due;
    private volatile boolean isClosed;

    /**
     * @param start what the ledger started with
     * @param eventsMin fewest events between two snapshots
     * @param fatal told of bugs
     */
    Snapshotter(JournalFile file, SnapshotFolder folder, Recovery start, long eventsMin, Consumer<Throwable> fatal) {
        this.file = file;
        this.folder = folder;
        this.fatal = fatal;
        this.eventsMin = eventsMin;
        Recovery.Origin origin = start.origin();
        end = start.place().position();
        due = origin == null ? eventsMin : dueAfter(origin.position(), origin.events());
    }

    void start() {
        thread.start();
    }

    private long dueAfter(long position, long events) {
        return position + Math.max(eventsMin, events);
    }

    /** Says how far the journal goes now. The writer alone. */
    void grew(long position) {
        boolean wasDue = end >= due;
        end = position;
        if (position >= due && !wasDue) {
            thread.wake();
        }
    }

    @Override
    public void run() {
        try {
            while (!isClosed) {
                if (end >= due) {
                    make();
                } else {
                    LockSupport.park(this);
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

    private void make() {
        long began = System.nanoTime();
        Rest rest = new Rest();
        Recovery recovery;
        try (JournalReader reader = new JournalReader(file)) {
            recovery = Recovery.run(folder, reader, (done, all) -> rest.take());
        }
        long position = recovery.place().position();
        try {
            long events = folder.write(recovery, written -> rest.take());
            due = dueAfter(position, events);
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
            LOG.info("Made a snapshot at event {}: {} events, {} ms", position, events, millis);
        } catch (IOException e) {
            due = position + eventsMin;
            LOG.warn("A snapshot could not be written: {}. Restarts take longer until one can.", e.toString());
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
