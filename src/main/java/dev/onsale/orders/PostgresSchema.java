package dev.onsale.orders;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** The tables of a PostgreSQL order book: whether they are there, which version they have, and how they are laid out. Stateless. */
final class PostgresSchema {

    /** The schema that this program writes; the book keeps its own in {@code onsale_order_book}. */
    static final int VERSION = 1;

    /** What every book has, and what another program's database might have under the same names. */
    private static final List<String> TABLES =
            List.of("bookmarks", "sales", "stops", "tiers", "fares", "orders", "lost_orders");

    private PostgresSchema() {}

    /**
     * Lays out the tables where there are none, in a transaction of its own; several nodes may do so at once.
     *
     * @throws OrderBookException if a newer program's tables are there, or another program's of the same names
     */
    static void prepare(Connection connection, PostgresServer server) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            // Until the end of the transaction: only one of several nodes that start together lays them out.
            statement.execute("SELECT pg_advisory_xact_lock(hashtextextended('onsale order book tables', 0))");
            if (versionOf(connection, server) == 0) {
                checkNames(connection, server);
                statement.execute(SchemaScript.read("postgres", VERSION));
                statement.execute("INSERT INTO onsale_order_book (schema_version) VALUES (" + VERSION + ")");
            }
            if (text(connection, "SELECT to_regclass('onsale_ledger')::text").isEmpty()) {
                statement.execute(OwnerRows.TABLE);
            }
        }
        connection.commit();
    }

    /**
     * The version of the tables, 1 … {@link #VERSION}, or 0 when there are none.
     *
     * @throws OrderBookException if it is a newer one
     */
    static int versionOf(Connection connection, PostgresServer server) throws SQLException {
        if (text(connection, "SELECT to_regclass('onsale_order_book')::text").isEmpty()) {
            return 0;
        }
        String found = text(connection, "SELECT max(schema_version) FROM onsale_order_book");
        int version = found.isEmpty() ? 0 : Integer.parseInt(found);
        if (version > VERSION) {
            throw new OrderBookException(server.title() + " was laid out by a newer Onsale (schema " + version
                    + ", this one knows " + VERSION + "). Use that version, or name another database.");
        }
        return version;
    }

    private static void checkNames(Connection connection, PostgresServer server) throws SQLException {
        if (text(connection, "SELECT current_schema()").isEmpty()) {
            throw new OrderBookException(server.title()
                    + " has no schema to put tables into. Create one, or name one with ?currentSchema=.");
        }
        for (String table : TABLES) {
            if (!text(connection, "SELECT to_regclass('" + table + "')::text").isEmpty()) {
                throw new OrderBookException(
                        server.title() + " has a table \"" + table + "\" that Onsale did not make. Name another"
                                + " database, or another schema with ?currentSchema=.");
            }
        }
    }

    /** The one value of a query as text; empty for null. */
    private static String text(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            String value = row.next() ? row.getString(1) : null;
            return value == null ? "" : value;
        }
    }
}
