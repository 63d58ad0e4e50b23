package dev.onsale.ledger.embedded;

import dev.onsale.config.Limits;
import dev.onsale.disk.DiskReserve;
import dev.onsale.ledger.OrderRoom;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * What a test may want otherwise.
 *
 * @param queueCommandsMax commands that wait for the writer
 * @param journalBytesMax the journal's own disk quota
 * @param logBytes how long the journal's write-ahead log should become
 * @param snapshotEventsMin fewest events between two snapshots
 * @param room for orders
 * @param reserve of a folder's disk, which is kept for the journal
 * @param store stands between the writer and the journal
 */
record Settings(
        int queueCommandsMax,
        long journalBytesMax,
        long logBytes,
        long snapshotEventsMin,
        OrderRoom room,
        Function<Path, DiskReserve> reserve,
        UnaryOperator<BatchStore> store) {

    /** With the room that this process has. */
    Settings(
            int queueCommandsMax,
            long journalBytesMax,
            long logBytes,
            long snapshotEventsMin,
            UnaryOperator<BatchStore> store) {
        this(
                queueCommandsMax,
                journalBytesMax,
                logBytes,
                snapshotEventsMin,
                OrderRoom.ofHeap(Runtime.getRuntime().maxMemory()),
                DiskReserve::of,
                store);
    }

    /** As every node runs. */
    static final Settings STANDARD = new Settings(
            Limits.LEDGER_QUEUE_COMMANDS_MAX,
            Limits.JOURNAL_BYTES_MAX,
            Limits.JOURNAL_WAL_BYTES,
            Limits.SNAPSHOT_EVENTS_MIN,
            UnaryOperator.identity());
}
