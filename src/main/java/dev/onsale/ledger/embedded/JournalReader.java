package dev.onsale.ledger.embedded;

import dev.onsale.events.EventCodec;
import dev.onsale.events.EventDecoder;
import dev.onsale.events.EventLogException;
import dev.onsale.ledger.Event;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the journal's rows in order, and passes on nothing that it did not find whole: each row's checksum is right, its
 * events follow on those before, and it links to the row before. Owned by one thread at a time.
 */
final class JournalReader implements AutoCloseable {

    private static final String ROWS = "SELECT seq, events FROM journal WHERE seq > ? ORDER BY seq";

    private final JournalFile file;
    private final Path path;
    private final Connection connection;
    private final EventDecoder decoder = new EventDecoder();

    /** Opens the journal for reading; throws {@link EventLogException} as {@link JournalFile#openToRead()} does. */
    JournalReader(JournalFile file) {
        this(file, file.openToRead());
    }

    private JournalReader(JournalFile file, Connection connection) {
        this.file = file;
        path = file.path();
        this.connection = connection;
    }

    /** The same, before there is a writer; null if there is no journal yet. */
    static @Nullable JournalReader ofAny(JournalFile file) {
        return file.openToReadIfAny()
                .map(connection -> new JournalReader(file, connection))
                .orElse(null);
    }

    /**
     * Passes on the events behind a place.
     *
     * @param eventsMax stops behind the row with which so many are reached
     * @return the place behind the last event that was passed on
     * @throws EventLogException if a row is missing, damaged or not the one that was written there
     */
    JournalPlace read(JournalPlace after, long eventsMax, Consumer<Event> sink) {
        JournalPlace place = after;
        try (PreparedStatement rows = connection.prepareStatement(ROWS)) {
            rows.setLong(1, after.position());
            try (ResultSet row = rows.executeQuery()) {
                while (place.position() - after.position() < eventsMax && row.next()) {
                    place = readRow(place, row.getLong(1), row.getBytes(2), sink);
                }
            }
            return place;
        } catch (SQLException e) {
            throw cannotRead(place.position(), e);
        }
    }

    private JournalPlace readRow(JournalPlace before, long seq, byte[] frame, Consumer<Event> sink) {
        try {
            EventCodec.Header header = EventCodec.check(frame);
            long first = seq - header.count() + 1;
            if (first > before.position() + 1) {
                throw new EventLogException("it begins with event " + first + ", but the one before it ends with "
                        + before.position() + ", and the rows between are missing");
            }
            if (before.isLinked() && (first != before.position() + 1 || header.link() != before.checksum())) {
                throw new EventLogException("it does not follow on the row before it");
            }
            decoder.decode(frame, new From(before.position() - first + 1, sink));
            return JournalPlace.behind(seq, header.checksum());
        } catch (Recovery.TooLargeException e) {
            throw e;
        } catch (EventLogException e) {
            throw new EventLogException(
                    "Row " + seq + " of the journal " + path + " is damaged: " + e.getMessage() + ". "
                            + whatToDo(before.position()),
                    e);
        }
    }

    private EventLogException cannotRead(long behind, SQLException e) {
        return new EventLogException(
                "The journal " + path + " cannot be read behind event " + behind + ": " + e.getMessage()
                        + ". Check the disk; if the file is damaged, restore the data folder from a backup.",
                e);
    }

    private static String whatToDo(long intact) {
        return "Events 1 to " + intact + " are intact. Nothing was changed; restore the data folder from a backup.";
    }

    /** The place behind the row that ends with that event; empty if no row does. Throws if it is damaged. */
    Optional<JournalPlace> placeBehindRow(long position) {
        if (position == 0) {
            return Optional.of(JournalPlace.BEGIN);
        }
        try (PreparedStatement rows = connection.prepareStatement("SELECT events FROM journal WHERE seq = ?")) {
            rows.setLong(1, position);
            try (ResultSet row = rows.executeQuery()) {
                return row.next()
                        ? Optional.of(JournalPlace.behind(
                                position, EventCodec.check(row.getBytes(1)).checksum()))
                        : Optional.empty();
            }
        } catch (SQLException e) {
            throw cannotRead(position, e);
        }
    }

    /** Position of the last event, or 0. */
    long end() {
        try {
            return JournalFile.number(connection, "SELECT max(seq) FROM journal");
        } catch (SQLException e) {
            throw cannotRead(0, e);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw file.cannotClose(e);
        }
    }

    /** Passes on all but the first few events. */
    private static final class From implements Consumer<Event> {
        private long left;
        private final Consumer<Event> sink;

        From(long left, Consumer<Event> sink) {
            this.left = left;
            this.sink = sink;
        }

        @Override
        public void accept(Event event) {
            if (left > 0) {
                left--;
            } else {
                sink.accept(event);
            }
        }
    }
}
