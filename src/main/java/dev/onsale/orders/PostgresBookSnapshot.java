package dev.onsale.orders;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks at a PostgreSQL order book as it is at one moment. Stateless. */
public final class PostgresBookSnapshot {

    private static final String HAS_OWNER = "SELECT 1 WHERE to_regclass('onsale_ledger') IS NOT NULL";

    private PostgresBookSnapshot() {}

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
                return Optional.of(new BookTransaction(connection, HAS_OWNER, server::failure));
            } catch (SQLException | RuntimeException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            throw server.failure(e);
        }
    }
}
