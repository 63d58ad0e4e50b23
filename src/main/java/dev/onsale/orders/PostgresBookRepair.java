package dev.onsale.orders;

import dev.onsale.ledger.Order;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Lets a PostgreSQL book follow again a ledger that had lost events and was repaired. Stateless. */
public final class PostgresBookRepair {

    private static final String KEEP = "INSERT INTO lost_orders (found_at, why, " + OrderRow.COLUMNS + ")"
            + " SELECT ?, ?, " + OrderRow.COLUMNS + " FROM orders WHERE ";

    /** What is said first of an order is the more precise. */
    private static final String ON_CONFLICT = " ON CONFLICT (id) DO NOTHING";

    private PostgresBookRepair() {}

    /**
     * Moves the orders that could not be given back to {@code lost_orders}, and begins the journals anew, all in one transaction: the nodes write
     * the rows again from the first event on.
     *
     * @param password null for the one in the URL, or none
     * @throws OrderBookException if that could not be written; then nothing was
     */
    public static void beginAnew(String url, @Nullable String password, BookAnew anew) {
        PostgresServer server = new PostgresServer(url, password);
        try (Connection connection = server.connectToWrite()) {
            PostgresSchema.prepare(connection, server);
            lock(connection, anew.journals());
            for (Map.Entry<Order, String> lost : anew.whyNot().entrySet()) {
                keep(connection, "id = ?", lost.getValue(), lost.getKey().id().toString(), anew.now());
            }
            String whyAll = anew.whyAll();
            for (String journal : anew.journals()) {
                if (whyAll != null) {
                    keep(connection, journal.isEmpty() ? "sale > ?" : "sale = ?", whyAll, journal, anew.now());
                }
                OwnerRows.beginAnew(connection, journal);
            }
            OwnerRows.write(connection, anew.owner());
            connection.commit();
        } catch (SQLException e) {
            throw server.failure(e);
        }
    }

    private static void keep(Connection connection, String where, String why, String which, long now)
            throws SQLException {
        try (PreparedStatement keep = connection.prepareStatement(KEEP + where + ON_CONFLICT)) {
            keep.setLong(1, now);
            keep.setString(2, why);
            keep.setString(3, which);
            keep.executeUpdate();
        }
    }

    /** A node that writes one of the journals meanwhile, since it follows it after all, waits and then finds its bookmark elsewhere. */
    private static void lock(Connection connection, List<String> journals) throws SQLException {
        try (PreparedStatement lock =
                connection.prepareStatement("SELECT 1 FROM bookmarks WHERE journal = ? FOR UPDATE")) {
            for (String journal : journals) {
                lock.setString(1, journal);
                lock.execute();
            }
        }
    }
}
