package dev.onsale.ledger.embedded;

import dev.onsale.disk.FullDisk;
import dev.onsale.events.EventFeed;
import dev.onsale.events.EventLogException;
import dev.onsale.ledger.Command;
import dev.onsale.ledger.FullnessWarning;
import dev.onsale.ledger.Ledger;
import dev.onsale.ledger.LedgerMeter;
import dev.onsale.ledger.Order;
import dev.onsale.ledger.OrderId;
import dev.onsale.ledger.Outcome;
import dev.onsale.ledger.SaleView;
import dev.onsale.ledger.StockState;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
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

    private final LedgerFiles files;
    private final BatchStore store;
    private final Snapshotter snapshotter;
    private final RequestQueue queue;
    private final FullnessWarning fullness = new FullnessWarning(sentence -> LOG.warn("{}", sentence));
    private final SaleViews views = new SaleViews();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final LedgerWriter writer;
    private final AtomicBoolean hasFailed = new AtomicBoolean();
    private final Consumer<Throwable> fatal;

    private EmbeddedLedger(
            LedgerFiles files,
            Journal journal,
            InstantSource clock,
            LedgerMeter meter,
            Consumer<Throwable> fatal,
            Settings settings) {
        this.files = files;
        this.store = settings.store().apply(journal);
        this.fatal = fatal;
        queue = new RequestQueue(settings.queueCommandsMax());
        Recovery recovery = files.recovery();
        views.publishAll(recovery.state());
        snapshotter =
                new Snapshotter(files.file(), files.snapshots(), recovery, settings.snapshotEventsMin(), this::fail);
        measure(recovery.state());
        listeners.add((name, events, position) -> {
            snapshotter.committed(journal.end());
            measure(recovery.state());
        });
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
     * @throws EventLogException if the folder is in use, something of the past is missing, or the journal cannot be read or is damaged; the
     *     message says what to do
     */
    public static EmbeddedLedger open(Path dataDir, InstantSource clock, LedgerMeter meter, Consumer<Throwable> fatal) {
        return open(dataDir, clock, meter, fatal, null, () -> {});
    }

    /**
     * The same, where somebody may have accepted that events are missing.
     *
     * @param acceptedLoss in the words of the refused start, such as {@code 151:0}; or null
     * @param beforeFirst run before a journal is made where there is none; refuses that by an {@link EventLogException}
     */
    public static EmbeddedLedger open(
            Path dataDir,
            InstantSource clock,
            LedgerMeter meter,
            Consumer<Throwable> fatal,
            @Nullable String acceptedLoss,
            Runnable beforeFirst) {
        return open(dataDir, clock, meter, fatal, acceptedLoss, beforeFirst, Settings.STANDARD);
    }

    static EmbeddedLedger open(
            Path dataDir,
            InstantSource clock,
            LedgerMeter meter,
            Consumer<Throwable> fatal,
            @Nullable String acceptedLoss,
            Runnable beforeFirst,
            Settings settings) {
        LedgerFiles files = LedgerFiles.open(dataDir, settings, acceptedLoss, beforeFirst);
        try {
            Journal journal = new Journal(files, settings.logBytes());
            EmbeddedLedger ledger = new EmbeddedLedger(files, journal, clock, meter, fatal, settings);
            ledger.start();
            return ledger;
        } catch (SQLException | IOException e) {
            files.giveUp();
            throw new EventLogException(
                    FullDisk.sentence(
                            dataDir, e, "The journal in " + dataDir + " cannot be used: " + e.getMessage() + "."),
                    e);
        } catch (RuntimeException e) {
            files.giveUp();
            throw e;
        }
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

    /** The writer's, or whoever starts it. */
    private void measure(StockState state) {
        double used = (double) state.bytes() / state.room().bytesMax();
        int orders = state.orderCount();
        fullness.measure(
                used,
                () -> "The ledger holds " + orders + " orders, which is " + Math.round(used * 100)
                        + " % of what fits into this heap; at 100 % new orders are refused (ledger_full)."
                        + " Start the node with more, such as ONSALE_JAVA_OPTS=-Xmx"
                        + 2 * (Runtime.getRuntime().maxMemory() >> 20) + "m.");
    }

    /** How much of its room for orders is used, from 0 to 1. */
    public double fullness() {
        return fullness.used();
    }

    /** A sentence about what somebody should see to, or null. */
    public @Nullable String note() {
        return fullness.note();
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
        files.release();
    }
}
