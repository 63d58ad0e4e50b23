package dev.onsale.orders;

import dev.onsale.disk.DiskReserve;
import dev.onsale.ledger.CommandId;
import dev.onsale.ledger.Event;
import dev.onsale.ledger.Order;
import dev.onsale.ledger.OrderId;
import dev.onsale.sale.Sale;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The order book in a SQLite file, {@code orders.db}. Its tables are described in {@code db/orders-sqlite-1.sql}.
 *
 * <p>The writing connection belongs to one thread. It is given up after every failure, and with it whatever was not committed;
 * the next call opens another.
 */
public final class SqliteOrderBook implements OrderBook {

    private final SqliteBookFile file;
    private final SqliteBookReaders readers;

    /** The thread that writes: the first one that called. */
    private final WritingThread thread = new WritingThread();

    private @Nullable Writer writer;

    private final DiskReserve reserve;

    private SqliteOrderBook(SqliteBookFile file, DiskReserve reserve) {
        this.file = file;
        this.reserve = reserve;
        this.readers = new SqliteBookReaders(file);
    }

    /**
     * Opens the book of a data folder, and lays out its tables if there are none.
     *
     * @throws OrderBookException if that is not possible; the message says what to do
     */
    public static SqliteOrderBook open(Path dataDir) {
        return open(dataDir, DiskReserve.NONE);
    }

    /** The same, but it waits while the rest of the disk is kept for the journal. */
    public static SqliteOrderBook open(Path dataDir, DiskReserve reserve) {
        SqliteBookFile file = new SqliteBookFile(dataDir);
        try {
            file.openForWriting().close();
        } catch (SQLException e) {
            throw file.failure(e);
        }
        return new SqliteOrderBook(file, reserve);
    }

    @Override
    public OrderPage list(OrderQuery query) {
        return readers.look(new OrderListing(query)::run);
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
    }

    @Override
    public Map<String, Bookmark> bookmarks() {
        return apart(OwnerRows::bookmarks);
    }

    @Override
    public Optional<String> setAside(List<String> journals) {
        return Optional.of(SqliteBookRepair.setAside(file, journals));
    }

    /** On a connection of its own, which any thread may have. */
    private <T> T apart(SqliteBookFile.Work<T> work) {
        return file.write(work);
    }

    @Override
    public boolean claim(String journal) {
        return true; // the file is this process's alone
    }

    @Override
    public Bookmark bookmark(String journal) {
        return write(current -> current.bookmark(journal));
    }

    @Override
    public void apply(String journal, List<Event> events, long position) {
        if (!reserve.allowsMore()) {
            throw new OrderBookException(reserve.sentence());
        }
        Bookmark bookmark = Bookmark.behind(events.getLast(), position);
        write(current -> {
            current.write(events);
            current.mark(journal, bookmark);
            return bookmark;
        });
    }

    @Override
    public void clear(String journal) {
        write(current -> {
            current.clear(journal);
            return Bookmark.START;
        });
    }

    @Override
    public void write(String journal, List<Event> events) {
        write(current -> {
            current.write(events);
            return Bookmark.START;
        });
    }

    @Override
    public void leap(String journal, Bookmark from, Bookmark to) {
        write(current -> {
            current.mark(journal, to);
            return to;
        });
    }

    @Override
    public void close() {
        discardWriter();
        readers.close();
    }

    private interface Work {
        Bookmark on(Writer writer) throws SQLException;
    }

    private Bookmark write(Work work) {
        thread.check();
        try {
            Writer current = writer;
            if (current == null) {
                current = new Writer(file.openForWriting());
                writer = current;
            }
            Bookmark bookmark = work.on(current);
            current.connection.commit();
            return bookmark;
        } catch (SQLException e) {
            OrderBookException failure = file.failure(e);
            try {
                discardWriter();
            } catch (OrderBookException also) {
                failure.addSuppressed(also);
            }
            throw failure;
        }
    }

    private void discardWriter() {
        Writer discarded = writer;
        writer = null;
        if (discarded != null) {
            try {
                discarded.connection.close(); // SQLite rolls back what was not committed
            } catch (SQLException e) {
                throw file.failure(e);
            }
        }
    }

    /**
     * What some events say of one order.
     *
     * @param beginsHere whether they begin with the order's first one
     * @param last the order as it is after them
     */
    private record Moves(boolean beginsHere, Order last) {

        Moves then(Moves later) {
            return new Moves(beginsHere, later.last);
        }
    }

    /** The writing connection and its statements. */
    private static final class Writer {

        private final Connection connection;
        private final PreparedStatement upsert;
        private final PreparedStatement move;
        private final PreparedStatement mark;

        Writer(Connection connection) throws SQLException {
            this.connection = connection;
            upsert = connection.prepareStatement(OrderRow.UPSERT);
            move = connection.prepareStatement(OrderRow.MOVE);
            mark = connection.prepareStatement(
                    "INSERT OR REPLACE INTO bookmarks (journal, position, event) VALUES (?, ?, ?)");
        }

        Bookmark bookmark(String journal) throws SQLException {
            return OwnerRows.bookmark(connection, journal);
        }

        /** An order that moves several times is written once, as it is in the end. */
        void write(List<Event> events) throws SQLException {
            Map<OrderId, Moves> moves = LinkedHashMap.newLinkedHashMap(events.size());
            for (Event event : events) {
                switch (event) {
                    case Event.SaleOpened(long at, Sale sale, CommandId id) -> SaleRows.write(connection, sale);
                    case Event.SaleChanged(long at, Sale sale, CommandId id) -> SaleRows.write(connection, sale);
                    case Event.OfOrder moved -> {
                        Order order = moved.order();
                        moves.merge(order.id(), new Moves(OrderRow.isNew(order), order), Moves::then);
                    }
                }
            }
            for (Moves order : moves.values()) {
                write(order);
            }
        }

        private void write(Moves moves) throws SQLException {
            // An order that moves on has its row already, and five values are cheaper to hand over than seventeen.
            if (!moves.beginsHere) {
                OrderRow.bindMove(move, moves.last);
                if (move.executeUpdate() == 1) {
                    return;
                }
            }
            OrderRow.bind(upsert, moves.last);
            upsert.executeUpdate();
        }

        void mark(String journal, Bookmark bookmark) throws SQLException {
            mark.setString(1, journal);
            mark.setLong(2, bookmark.position());
            mark.setString(3, bookmark.event());
            mark.executeUpdate();
        }

        void clear(String journal) throws SQLException {
            SaleRows.clear(connection, journal);
            mark(journal, Bookmark.START);
        }
    }
}
