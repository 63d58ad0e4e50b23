package dev.onsale.ledger.embedded;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the write-ahead log short without the writer waiting for it.
 *
 * <p>SQLite begins the log anew, at its first byte, only when all of it was copied into the main file at one moment. A
 * passive checkpoint beside a writer that never rests does not get there: while it copies, more is written. So the work is shared:
 *
 * <pre>
 *   FILLING ──the log is long──▶ COPYING ──only a little is left──▶ NEARLY_DONE ──▶ FILLING
 *             (the writer says)   this thread: passive checkpoints,               the writer, between two batches:
 *                                 each shorter than the one before                copies the little, begins anew
 * </pre>
 *
 * <p>The log's file is then written again from its start. That is what makes commits fast, besides keeping it short: a file that
 * does not grow can be synced without the file system's own journal.
 *
 * <p>A reader that stands in the middle of the log keeps it from beginning anew; it is tried again a little later. Readers of this program take short
 * looks. If some other program looks for hours, the log grows for hours, and the log says so.
 */
final class Checkpointer implements Runnable, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Checkpointer.class);

    /** What the writer may be asked to copy between two batches: about as much as a large batch. */
    private static final long LEFT_PAGES_MAX = 128;

    /** Whoever writes faster than this thread copies has to do the rest themselves. */
    private static final int PASSES_MAX = 8;

    private static final Duration RETRY_PAUSE = Duration.ofSeconds(1);

    /** How much longer the log may grow before this is tried again or said again. */
    private static final int GROWTH_TO_WARN = 8;

    private enum Phase {
        FILLING,
        COPYING,
        NEARLY_DONE
    }

    private final JournalFile file;
    private final Connection connection;
    private final BackgroundThread thread;
    private final RoomWatch room = new RoomWatch();
    private volatile Phase phase = Phase.FILLING;
    private volatile boolean isClosed;

    // The writer's own.
    private final long logBytes;
    private long writtenBytes;
    private long nextCopyBytes;
    private long nextWarningBytes;

    /**
     * Opens a connection of its own and starts its thread.
     *
     * @param logBytes how long the log should become
     */
    Checkpointer(JournalFile file, long logBytes) {
        this.file = file;
        this.logBytes = logBytes;
        nextCopyBytes = logBytes;
        nextWarningBytes = GROWTH_TO_WARN * logBytes;
        connection = file.openToCheckpoint();
        thread = new BackgroundThread("onsale-checkpoint", this);
        thread.start();
    }

    /** Says that the log became longer. The writer alone. */
    void grew(long bytes) {
        writtenBytes += bytes;
        if (phase == Phase.FILLING && writtenBytes >= nextCopyBytes) {
            phase = Phase.COPYING;
            thread.wake();
        }
    }

    /** Whether the writer should now copy the rest and begin the log anew. The writer alone. */
    boolean isNearlyDone() {
        return phase == Phase.NEARLY_DONE;
    }

    /** Says how that went. The writer alone. */
    void tried(boolean hasBegunAnew) {
        if (hasBegunAnew) {
            writtenBytes = 0;
            nextCopyBytes = logBytes;
            nextWarningBytes = GROWTH_TO_WARN * logBytes;
        } else {
            nextCopyBytes = writtenBytes + logBytes / 4;
            warnWhenLong();
        }
        phase = Phase.FILLING;
    }

    private void warnWhenLong() {
        if (writtenBytes >= nextWarningBytes) {
            nextWarningBytes *= 2;
            LOG.warn(
                    "The write-ahead log {} holds {} MB and cannot begin anew: some program has been reading the journal"
                            + " for long. Find it with fuser or lsof, and end it.",
                    file.wal(),
                    writtenBytes >> 20);
        }
    }

    @Override
    public void run() {
        while (!isClosed) {
            if (phase == Phase.COPYING) {
                copy();
            } else {
                LockSupport.park(this);
            }
        }
    }

    private void copy() {
        try {
            long copiedBefore = 0;
            for (int pass = 0; pass < PASSES_MAX && !isClosed; pass++) {
                long copied = checkpoint();
                long more = copied - copiedBefore;
                // As much as came in during this pass, or less, will have come in during a shorter one.
                if (pass > 0 && more <= LEFT_PAGES_MAX) {
                    break;
                }
                copiedBefore = copied;
            }
            warnWhenNearlyFull();
            phase = Phase.NEARLY_DONE;
        } catch (SQLException e) {
            // Nothing is lost: what is in the log is on the disk. If the disk is broken or full the writer will notice,
            // and
            // knows what to do.
            LOG.warn(
                    "The write-ahead log {} cannot be copied into the journal: {}. Check the disk; trying again.",
                    file.wal(),
                    e.getMessage());
            LockSupport.parkNanos(this, RETRY_PAUSE.toNanos());
        }
    }

    private void warnWhenNearlyFull() {
        long bytes = file.roomBytes();
        if (room.isWorthSaying(bytes)) {
            LOG.warn(
                    "There is room for {} MB more in the journal {}; when it is full, the sale stops. Make room on its disk.",
                    bytes >> 20,
                    file.path());
        }
    }

    /** Copies what can be copied without waiting for anybody; returns how many pages of the log are copied now. */
    private long checkpoint() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("PRAGMA wal_checkpoint(PASSIVE)")) {
            result.next();
            return result.getLong(3);
        }
    }

    /** Ends the thread, after the pass that it is at. */
    @Override
    public void close() {
        isClosed = true;
        thread.awaitEnd();
        try {
            connection.close();
        } catch (SQLException e) {
            throw file.cannotClose(e);
        }
    }
}
