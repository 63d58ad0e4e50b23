package dev.onsale.orders;

import dev.onsale.config.BookLimits;
import dev.onsale.ledger.Event;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The order book of any number of nodes, in a PostgreSQL database. Its tables are described in {@code db/orders-postgres-1.sql}.
 *
 * <p>A journal is claimed, with all those of its part, by an advisory lock of the session that writes. The server gives it up with the session, so the journals of a
 * node that is gone are free as soon as the server sees that. The lock only keeps nodes out of each other's way; what keeps the book right
 * is the bookmark: a transaction moves it on from exactly where its first event belongs, or writes nothing. The server
 * lets two such transactions pass one after the other, and the second one finds the bookmark elsewhere.
 *
 * <p>The writing connection belongs to one thread. It is given up after every failure; the next call opens another, and claims anew
 * what it writes.
 */
public final class PostgresOrderBook implements OrderBook {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresOrderBook.class);

    private final PostgresServer server;
    private final PostgresBookReaders readers;

    /** The thread that writes: the first one that called. */
    private final WritingThread thread = new WritingThread();

    private volatile @Nullable Writer writer;

    /** The ledger that it belongs to, as far as this node has made sure of it. */
    private volatile @Nullable String ledger;

    private PostgresOrderBook(PostgresServer server) {
        this.server = server;
        this.readers = new PostgresBookReaders(server);
    }

    /**
     * Opens the book, and lays out its tables if there are none. A server that is away is no obstacle: the book is then opened by the
     * first call that finds it.
     *
     * @param url {@code jdbc:postgresql://host:port/database?user=…}
     * @param password null for the one in the URL, or none
     * @throws OrderBookException if it cannot be used, whether the server is there or not; the message says what to do
     */
    public static PostgresOrderBook open(String url, @Nullable String password) {
        PostgresServer server = new PostgresServer(url, password);
        try (Connection connection = server.connectToWrite()) {
            PostgresSchema.prepare(connection, server);
        } catch (SQLException e) {
            OrderBookException failure = server.failure(e);
            if (!PostgresServer.isAway(e)) {
                throw failure;
            }
            LOG.warn("{} Tickets are sold all the same; the book follows when it is back.", failure.getMessage());
        }
        return new PostgresOrderBook(server);
    }

    @Override
    public OrderPage list(OrderQuery query) {
        return readers.list(query);
    }

    @Override
    public Optional<BookOwner> owner() {
        return apart(OwnerRows::read);
    }

    @Override
    public void belongTo(BookOwner owner) {
        apart(connection -> {
            OwnerRows.write(connection, owner);
            return owner;
        });
        ledger = owner.ledger();
    }

    @Override
    public Map<String, Bookmark> bookmarks() {
        return apart(OwnerRows::bookmarks);
    }

    @Override
    public Optional<String> setAside(List<String> journals) {
        return Optional.empty(); // it is for people to say what becomes of a book of many nodes
    }

    /** Something that is done in one transaction. */
    private interface Apart<T> {
        T on(Connection connection) throws SQLException;
    }

    /** On a connection of its own, which any thread may have. */
    private <T> T apart(Apart<T> work) {
        try (Connection connection = server.connectToWrite()) {
            PostgresSchema.prepare(connection, server);
            T result = work.on(connection);
            connection.commit();
            return result;
        } catch (SQLException e) {
            throw server.failure(e);
        }
    }

    @Override
    public boolean claim(String journal) {
        return write(current -> current.claim(journal));
    }

    @Override
    public Bookmark bookmark(String journal) {
        return write(current -> current.bookmark(journal));
    }

    @Override
    public void apply(String journal, List<Event> events, long position) {
        Bookmark reached = Bookmark.behind(events.getLast(), position);
        write(current -> {
            checkClaim(current, journal);
            if (current.move(journal, position - events.size(), reached)) {
                PostgresRows.write(current.connection, events);
            } else {
                Bookmark found = current.bookmark(journal);
                if (!found.equals(reached)) {
                    throw new OrderBookException(server.title() + " is at event " + found.position() + " of "
                            + nameOf(journal) + ", not at " + (position - events.size())
                            + ": it was written by another node or changed by a repair, and is looked at anew.");
                }
                // The commit of an earlier try was kept, and only its answer was lost.
            }
            return reached;
        });
    }

    @Override
    public void clear(String journal) {
        write(current -> {
            checkClaim(current, journal);
            SaleRows.clear(current.connection, journal);
            current.mark(journal, Bookmark.START);
            return Bookmark.START;
        });
    }

    @Override
    public void write(String journal, List<Event> events) {
        write(current -> {
            checkClaim(current, journal);
            PostgresRows.write(current.connection, events);
            return Bookmark.START;
        });
    }

    @Override
    public void leap(String journal, Bookmark from, Bookmark to) {
        write(current -> {
            checkClaim(current, journal);
            if (!current.move(journal, from.position(), to)) {
                throw new OrderBookException(server.title() + " is not at event " + from.position() + " of "
                        + nameOf(journal) + " any more, and is looked at anew.");
            }
            return to;
        });
    }

    @Override
    public void close() {
        discardWriter();
        readers.close();
    }

    /** A connection that replaced one which failed has claimed nothing yet. */
    private void checkClaim(Writer current, String journal) throws SQLException {
        if (!current.claim(journal)) {
            throw new OrderBookException(
                    server.title() + " is written by another node now, as far as " + nameOf(journal) + " goes.");
        }
    }

    private static String nameOf(String journal) {
        return journal.isEmpty() ? "the journal" : "the journal of sale " + journal;
    }

    private interface Work<T> {
        T on(Writer writer) throws SQLException;
    }

    private <T> T write(Work<T> work) {
        thread.check();
        try {
            Writer current = writer;
            if (current == null) {
                current = open();
                writer = current;
            }
            T result = work.on(current);
            current.connection.commit();
            return result;
        } catch (SQLException e) {
            discardWriter();
            throw server.failure(e);
        } catch (OrderBookException e) {
            discardWriter();
            throw e;
        }
    }

    private Writer open() throws SQLException {
        Connection connection = server.connectToWrite();
        try {
            PostgresSchema.prepare(connection, server);
            checkOwner(connection);
            return new Writer(connection);
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /** A server that was away may come back with another book in it. */
    private void checkOwner(Connection connection) throws SQLException {
        String expected = ledger;
        if (expected != null
                && !OwnerRows.read(connection).map(BookOwner::ledger).equals(Optional.of(expected))) {
            throw new OrderBookException(
                    server.title() + " is not the one that this node has written to; it is looked at anew.");
        }
    }

    private void discardWriter() {
        Writer discarded = writer;
        writer = null;
        if (discarded != null) {
            try {
                discarded.connection
                        .close(); // the server rolls back what was not committed, and frees what was claimed
            } catch (SQLException e) {
                LOG.debug("The order book's connection did not close in order", e);
            }
        }
    }

    /** The writing connection, and what it has claimed. */
    private static final class Writer {

        private final Connection connection;

        /** The parts of the journals that it has claimed. */
        private final Set<Integer> claimed = new HashSet<>();

        Writer(Connection connection) {
            this.connection = connection;
        }

        boolean claim(String journal) throws SQLException {
            int part = Math.floorMod(journal.hashCode(), BookLimits.BOOK_CLAIMS_MAX);
            if (claimed.contains(part)) {
                return true;
            }
            // Locks are the whole database's, and two books may be in two schemas of one database.
            try (PreparedStatement lock = connection.prepareStatement(
                    "SELECT pg_try_advisory_lock(hashtextextended('onsale ' || current_schema() || ' part ' || ?, 0))")) {
                lock.setString(1, Integer.toString(part));
                try (ResultSet row = lock.executeQuery()) {
                    if (!row.next() || !row.getBoolean(1)) {
                        return false;
                    }
                }
            }
            claimed.add(part);
            return true;
        }

        /** Lays a bookmark before the first event, unless there is one. */
        private void begin(String journal) throws SQLException {
            try (PreparedStatement begin = connection.prepareStatement(
                    "INSERT INTO bookmarks (journal, position, event) VALUES (?, 0, '') ON CONFLICT DO NOTHING")) {
                begin.setString(1, journal);
                begin.executeUpdate();
            }
        }

        Bookmark bookmark(String journal) throws SQLException {
            return OwnerRows.bookmark(connection, journal);
        }

        /** Moves the bookmark on from one position, and locks it; false if it is elsewhere. */
        boolean move(String journal, long from, Bookmark to) throws SQLException {
            if (from == 0) {
                begin(journal);
            }
            try (PreparedStatement move = connection.prepareStatement(
                    "UPDATE bookmarks SET position = ?, event = ? WHERE journal = ? AND position = ?")) {
                move.setLong(1, to.position());
                move.setString(2, to.event());
                move.setString(3, journal);
                move.setLong(4, from);
                return move.executeUpdate() == 1;
            }
        }

        void mark(String journal, Bookmark bookmark) throws SQLException {
            try (PreparedStatement mark =
                    connection.prepareStatement("UPDATE bookmarks SET position = ?, event = ? WHERE journal = ?")) {
                mark.setLong(1, bookmark.position());
                mark.setString(2, bookmark.event());
                mark.setString(3, journal);
                mark.executeUpdate();
            }
        }
    }
}
