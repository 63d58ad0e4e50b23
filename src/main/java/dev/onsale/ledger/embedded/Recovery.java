package dev.onsale.ledger.embedded;

import dev.onsale.config.RoomLimits;
import dev.onsale.events.EventLogException;
import dev.onsale.ledger.Event;
import dev.onsale.ledger.OrderRoom;
import dev.onsale.ledger.StockState;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stock as it follows from what is on disk: the newest snapshot that is whole and belongs to this journal, then the rows
 * behind it; or all rows, if there is no such snapshot. A snapshot only saves time: one that is damaged is said and passed
 * over; what is wrong with the journal ends the recovery. That a whole one knows more than the journal is for {@link MissingPast} to say, before.
 *
 * @param state the stock
 * @param place behind the last event that is in it
 * @param origin the snapshot that it was built on, or null
 */
record Recovery(
        StockState state, JournalPlace place, @Nullable Origin origin) {

    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

    /**
     * A snapshot that was found whole.
     *
     * @param file where it is
     * @param position of the journal's last event that is in it
     * @param events how many it holds
     */
    record Origin(Path file, long position, long events) {}

    /**
     * Reads everything up to the journal's end as it is now.
     *
     * @throws EventLogException if the journal is damaged, or contradicts itself
     */
    static Recovery run(SnapshotFolder snapshots, JournalReader journal, Pace pace) {
        return run(snapshots, journal, OrderRoom.ANY, pace);
    }

    /** The same, and an end before the memory is at its: whoever has more orders than fit is told so. */
    static Recovery run(SnapshotFolder snapshots, JournalReader journal, OrderRoom room, Pace pace) {
        try {
            return read(snapshots, journal, room, pace);
        } catch (TooLargeException e) {
            throw new EventLogException(String.valueOf(e.getMessage()), e);
        }
    }

    private static Recovery read(SnapshotFolder snapshots, JournalReader journal, OrderRoom room, Pace pace) {
        long end = journal.end();
        Recovery begun = newestSnapshot(snapshots, journal, room, end, pace);
        StockState state = begun.state;
        JournalPlace place = begun.place;
        while (place.position() < end) {
            place = journal.read(place, Pace.STEP_EVENTS, event -> apply(state, event));
            pace.step(place.position(), end);
        }
        return new Recovery(state, place, begun.origin);
    }

    private static Recovery newestSnapshot(
            SnapshotFolder snapshots, JournalReader journal, OrderRoom room, long end, Pace pace) {
        for (Path file : snapshots.listed()) {
            StockState state = new StockState(room);
            try {
                SnapshotFile.Contents contents = SnapshotFile.read(
                        file, event -> apply(state, event), read -> pace.step(Math.min(read, end), end));
                checkHistory(contents.place(), journal);
                return new Recovery(
                        state,
                        contents.place(),
                        new Origin(file, contents.place().position(), contents.events()));
            } catch (TooLargeException e) {
                throw e;
            } catch (EventLogException e) {
                LOG.warn("The snapshot {} is passed over: {}. Nothing is lost by that.", file, e.getMessage());
            }
        }
        return new Recovery(new StockState(room), JournalPlace.BEGIN, null);
    }

    private static void checkHistory(JournalPlace made, JournalReader journal) {
        Optional<JournalPlace> row = journal.placeBehindRow(made.position());
        if (row.isEmpty()) {
            throw new EventLogException("the journal has no row that ends with event " + made.position());
        }
        if (!row.get().equals(made)) {
            throw new EventLogException("it was made of another journal");
        }
    }

    private static void apply(StockState state, Event event) {
        if (state.bytes() / RoomLimits.LEDGER_RECOVERED_PERCENT_MAX
                > state.room().bytesMax() / 100) {
            throw new TooLargeException(state.orderCount());
        }
        try {
            state.apply(event);
        } catch (IllegalStateException e) {
            throw new EventLogException("it contradicts what was before it: " + e.getMessage(), e);
        }
    }

    /** The stock does not fit into the heap. */
    static final class TooLargeException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooLargeException(int orders) {
            super("The data folder holds more orders than fit into a heap of "
                    + (Runtime.getRuntime().maxMemory() >> 20) + " MB: it is full after " + orders
                    + " of them. Nothing was changed. Start with more, such as ONSALE_JAVA_OPTS=-Xmx"
                    + 2 * (Runtime.getRuntime().maxMemory() >> 20) + "m.");
        }
    }
}
