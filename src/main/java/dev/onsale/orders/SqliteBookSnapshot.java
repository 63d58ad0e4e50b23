package dev.onsale.orders;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** Looks at a SQLite order book as it is at one moment. Stateless. */
public final class SqliteBookSnapshot {

    private static final String HAS_OWNER = "SELECT 1 FROM sqlite_schema WHERE name = 'onsale_ledger'";

    private SqliteBookSnapshot() {}

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
                return Optional.of(new BookTransaction(connection, HAS_OWNER, file::failure));
            } catch (SQLException | RuntimeException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            throw file.failure(e);
        }
    }
}
