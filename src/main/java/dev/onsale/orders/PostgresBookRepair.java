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
            + " SELECT ?, ?, " + OrderRow.COLUMNS + " FROM orders WHERE id = ?"
            + " ON CONFLICT (id) DO UPDATE SET found_at = excluded.found_at, why = excluded.why";

    private PostgresBookRepair() {}

    /**
     * Moves the orders that could not be given back to {@code lost_orders}, and begins the journals anew, all in one transaction: the nodes write
     * the rows again from the first event on.
     *
     * @param password null for the one in the URL, or none
     * @param journals that do not lead to where the book is
     * @param whyNot why an order could not be given back, for each that could not
     * @param now milliseconds since 1970
     * @throws OrderBookException if that could not be written; then nothing was
     */
    public static void beginAnew(
            String url, @Nullable String password, List<String> journals, Map<Order, String> whyNot, long now) {
        PostgresServer server = new PostgresServer(url, password);
        try (Connection connection = server.connectToWrite()) {
            PostgresSchema.prepare(connection, server);
            lock(connection, journals);
            try (PreparedStatement keep = connection.prepareStatement(KEEP)) {
                for (Map.Entry<Order, String> lost : whyNot.entrySet()) {
                    keep.setLong(1, now);
                    keep.setString(2, lost.getValue());
                    keep.setString(3, lost.getKey().id().toString());
                    keep.executeUpdate();
                }
            }
            for (String journal : journals) {
                SaleRows.clear(connection, journal);
                try (PreparedStatement mark = connection.prepareStatement(
                        "UPDATE bookmarks SET position = 0, event = '' WHERE journal = ?")) {
                    mark.setString(1, journal);
                    mark.executeUpdate();
                }
            }
            connection.commit();
        } catch (SQLException e) {
            throw server.failure(e);
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
