package dev.onsale.orders;

import dev.onsale.config.BookLimits;
import dev.onsale.ledger.Order;
import dev.onsale.sale.Sale;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A PostgreSQL order book as it was at one moment: a read transaction, beside which the nodes go on writing. */
public final class PostgresBookSnapshot implements BookSnapshot {

    private final PostgresServer server;
    private final Connection connection;

    private PostgresBookSnapshot(PostgresServer server, Connection connection) {
        this.server = server;
        this.connection = connection;
    }

    /**
     * The order book of a database as it is now; empty when it has none. Any process may look.
     *
     * @param password null for the one in the URL, or none
     * @throws OrderBookException if it cannot be read
     */
    public static Optional<BookSnapshot> open(String url, @Nullable String password) {
        PostgresServer server = new PostgresServer(url, password);
        try {
            Connection connection = server.connectToLook();
            try {
                if (PostgresSchema.versionOf(connection, server) == 0) {
                    connection.close();
                    return Optional.empty();
                }
                return Optional.of(new PostgresBookSnapshot(server, connection));
            } catch (SQLException | RuntimeException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            throw server.failure(e);
        }
    }

    @Override
    public Optional<BookOwner> owner() {
        try {
            boolean hasOwner = false;
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("SELECT to_regclass('onsale_ledger')::text")) {
                hasOwner = row.next() && row.getString(1) != null;
            }
            return hasOwner ? OwnerRows.read(connection) : Optional.empty(); // one of a time before there were ids
        } catch (SQLException e) {
            throw server.failure(e);
        }
    }

    @Override
    public Bookmark bookmark(String journal) {
        try (PreparedStatement query =
                connection.prepareStatement("SELECT position, event FROM bookmarks WHERE journal = ?")) {
            query.setString(1, journal);
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? new Bookmark(row.getLong(1), row.getString(2)) : Bookmark.START;
            }
        } catch (SQLException e) {
            throw server.failure(e);
        }
    }

    @Override
    public void sales(RowVisitor<Sale> visitor) {
        try {
            SaleRows.readAll(connection, visitor);
        } catch (SQLException e) {
            throw server.failure(e);
        }
    }

    @Override
    public void orders(RowVisitor<Order> visitor) {
        try (Statement statement = connection.createStatement()) {
            // Fetched in portions: the driver would have the whole table in memory otherwise.
            statement.setFetchSize(BookLimits.AUDIT_PAGE_EVENTS_MAX);
            try (ResultSet row = statement.executeQuery("SELECT " + OrderRow.COLUMNS + " FROM orders")) {
                OrderRow.readAll(row, visitor);
            }
        } catch (SQLException e) {
            throw server.failure(e);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw server.failure(e);
        }
    }
}
