package dev.onsale.orders;

import dev.onsale.ledger.Order;
import dev.onsale.sale.Sale;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/** A SQLite order book as it was at one moment: a read transaction, beside which the projector goes on writing. */
public final class SqliteBookSnapshot implements BookSnapshot {

    private final SqliteBookFile file;
    private final Connection connection;

    private SqliteBookSnapshot(SqliteBookFile file, Connection connection) {
        this.file = file;
        this.connection = connection;
    }

    /**
     * The order book of a data folder as it is now; empty when the folder has none. Any process may look.
     *
     * @throws OrderBookException if there is a book that cannot be read
     */
    public static Optional<BookSnapshot> open(Path dataDir) {
        SqliteBookFile file = new SqliteBookFile(dataDir);
        if (!Files.exists(file.path())) {
            return Optional.empty();
        }
        try {
            Connection connection = SqliteBookFile.readingConfig().createConnection(file.url());
            try {
                connection.setAutoCommit(false);
                if (file.schemaOf(connection) == 0) {
                    connection.close();
                    return Optional.empty();
                }
                return Optional.of(new SqliteBookSnapshot(file, connection));
            } catch (SQLException | RuntimeException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            throw file.failure(e);
        }
    }

    @Override
    public Optional<BookOwner> owner() {
        try {
            boolean hasOwner = false;
            try (Statement statement = connection.createStatement();
                    ResultSet row =
                            statement.executeQuery("SELECT 1 FROM sqlite_schema WHERE name = 'onsale_ledger'")) {
                hasOwner = row.next();
            }
            return hasOwner ? OwnerRows.read(connection) : Optional.empty(); // one of a time before there were ids
        } catch (SQLException e) {
            throw file.failure(e);
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
            throw file.failure(e);
        }
    }

    @Override
    public void sales(RowVisitor<Sale> visitor) {
        try {
            SaleRows.readAll(connection, visitor);
        } catch (SQLException e) {
            throw file.failure(e);
        }
    }

    @Override
    public void orders(RowVisitor<Order> visitor) {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT " + OrderRow.COLUMNS + " FROM orders")) {
            OrderRow.readAll(row, visitor);
        } catch (SQLException e) {
            throw file.failure(e);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw file.failure(e);
        }
    }
}
