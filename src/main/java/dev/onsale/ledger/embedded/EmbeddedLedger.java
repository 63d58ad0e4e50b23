package dev.onsale.ledger.embedded;

import dev.onsale.events.EventFeed;
import dev.onsale.events.EventLogException;
import dev.onsale.ledger.Command;
import dev.onsale.ledger.Ledger;
import dev.onsale.ledger.LedgerMeter;
import dev.onsale.ledger.Order;
import dev.onsale.ledger.OrderId;
import dev.onsale.ledger.Outcome;
import dev.onsale.ledger.SaleView;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ledger of one process: stock in memory, events in a SQLite file. See {@link LedgerWriter} for how it works and
 * {@link JournalFile} for what is on disk. Any thread.
 */
public final class EmbeddedLedger implements Ledger, EventFeed {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedLedger.class);
    private static final long PROGRESS_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final FolderLock lock;
    private final BatchStore store;
    private final Snapshotter snapshotter;
    private final RequestQueue queue;
    private final SaleViews views = new SaleViews();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final LedgerWriter writer;
    private final AtomicBoolean hasFailed = new AtomicBoolean();
    private final Consumer<Throwable> fatal;

    private EmbeddedLedger(
            FolderLock lock,
            BatchStore store,
            JournalFile file,
            SnapshotFolder snapshots,
            Recovery recovery,
            InstantSource clock,
            LedgerMeter meter,
            Consumer<Throwable> fatal,
            Settings settings) {
        this.lock = lock;
        this.store = store;
        this.fatal = fatal;
        queue = new RequestQueue(settings.queueCommandsMax());
        views.publishAll(recovery.state());
        snapshotter = new Snapshotter(file, snapshots, recovery, settings.snapshotEventsMin(), this::fail);
        listeners.add((journal, events, position) -> snapshotter.grew(position));
        writer = new LedgerWriter(queue, recovery.state(), store, views, listeners, clock, meter, this::fail);
    }

    /**
     * Opens the ledger of a data folder, which is made if it is not there, and reads what it has sold so far. Takes as long as that takes;
     * progress goes to the log.
     *
     * @param clock says when orders expire; everything else has its time in its command
     * @param meter told of each batch
     * @param fatal told, on the ledger's thread and at most once, that the ledger cannot go on: a commit failed, or there is a bug. The commands of
     *     the failed batch get no answer at all, since nobody knows whether they are durable; what waits behind
     *     them is refused when {@code fatal} returns. The process should end: only a restart can tell what is true
     * @throws EventLogException if the folder is in use, or the journal cannot be read or is damaged; the message says what to do
     */
    public static EmbeddedLedger open(Path dataDir, InstantSource clock, LedgerMeter meter, Consumer<Throwable> fatal) {
        return open(dataDir, clock, meter, fatal, Settings.STANDARD);
    }

    static EmbeddedLedger open(
            Path dataDir, InstantSource clock, LedgerMeter meter, Consumer<Throwable> fatal, Settings settings) {
        FolderLock lock = lock(dataDir);
        try {
            JournalFile file = new JournalFile(dataDir, settings.journalBytesMax());
            SnapshotFolder snapshots = new SnapshotFolder(dataDir);
            Connection connection = file.openToWrite();
            try {
                Recovery recovery = recover(file, snapshots);
                BatchStore store =
                        settings.store().apply(new Journal(file, connection, recovery.place(), settings.logBytes()));
                EmbeddedLedger ledger =
                        new EmbeddedLedger(lock, store, file, snapshots, recovery, clock, meter, fatal, settings);
                ledger.start();
                return ledger;
            } catch (SQLException | RuntimeException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            release(lock);
            throw new EventLogException("The journal in " + dataDir + " cannot be used: " + e.getMessage() + ".", e);
        } catch (RuntimeException e) {
            release(lock);
            throw e;
        }
    }

    private static FolderLock lock(Path dataDir) {
        try {
            Files.createDirectories(dataDir);
        } catch (IOException e) {
            throw new EventLogException(
                    "The data folder " + dataDir + " cannot be made: " + e + ". Name one that this user may write.", e);
        }
        return FolderLock.take(dataDir);
    }

    private static Recovery recover(JournalFile file, SnapshotFolder snapshots) {
        long began = System.nanoTime();
        try (JournalReader reader = new JournalReader(file)) {
            Recovery recovery = Recovery.run(snapshots, reader, progressEverySecond());
            LOG.debug(
                    "Read {} events in {} ms",
                    recovery.place().position(),
                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
            return recovery;
        }
    }

    private static Pace progressEverySecond() {
        long[] next = {System.nanoTime() + PROGRESS_NANOS};
        return (done, all) -> {
            if (System.nanoTime() >= next[0]) {
                next[0] += PROGRESS_NANOS;
                LOG.info("Reading what was sold so far: {} of {} events", done, all);
            }
        };
    }

    /** The threads begin only now that everything is in its place. */
    private void start() {
        snapshotter.start();
        writer.thread().start();
    }

    /** Whatever thread it is that cannot go on, the ledger cannot either. */
    private void fail(Throwable cause) {
        queue.close();
        if (hasFailed.compareAndSet(false, true)) {
            fatal.accept(cause);
        }
    }

    @Override
    public void submit(Command command, Consumer<Outcome> answer) {
        queue.offer(new Request.Ask(command, answer));
    }

    @Override
    public void find(OrderId order, Consumer<Optional<Order>> answer, Runnable busy) {
        queue.offer(new Request.Find(order, answer, busy));
    }

    @Override
    public @Nullable SaleView sale(String id) {
        return views.sale(id);
    }

    @Override
    public Collection<SaleView> salesAfter(String id) {
        return views.salesAfter(id);
    }

    @Override
    public void onCommit(Listener listener) {
        listeners.add(listener);
    }

    /**
     * {@inheritDoc}
     *
     * <p>Must not be called by a listener, an answer or {@code fatal}: they run on the thread that this waits for.
     *
     * @throws IllegalStateException if it is called there, or the ledger is not done in time. Its files are still open then, and the folder stays
     *     locked until the process ends
     */
    @Override
    public void close() {
        if (writer.thread().isCurrent()) {
            throw new IllegalStateException("the ledger cannot be closed from within");
        }
        queue.close();
        writer.thread().awaitEnd();
        snapshotter.close();
        store.close();
        release(lock);
    }

    private static void release(FolderLock lock) {
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
