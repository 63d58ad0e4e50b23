package dev.onsale.bench;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * What the embedded ledger is measured against: the same SQLite, the same durability, the same batches, but each order is a row, and the
 * stock is a row that each order changes. Prepared statements, one connection, one thread, one transaction a batch.
 */
final class RowPerOrder implements AutoCloseable {

    private final Connection connection;
    private final PreparedStatement takeSeat;
    private final PreparedStatement insertOrder;

    /**
     * @param remembersKeys whether a buyer's idempotency key is unique, as the ledger promises; it costs an index
     */
    RowPerOrder(Path dir, int seats, boolean remembersKeys) throws SQLException {
        connection = DriverManager.getConnection("jdbc:sqlite:" + dir.resolve("rows.db"));
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode = WAL");
            statement.execute("PRAGMA synchronous = FULL");
            statement.execute("CREATE TABLE stock(sale TEXT, tier TEXT, free INTEGER, PRIMARY KEY(sale, tier))"
                    + " WITHOUT ROWID");
            statement.execute("CREATE TABLE orders(number INTEGER PRIMARY KEY, id BLOB, sale TEXT, buyer TEXT,"
                    + " key TEXT, tier TEXT, seat INTEGER, state TEXT, amount INTEGER, placed_at INTEGER,"
                    + " expires_at INTEGER" + (remembersKeys ? ", UNIQUE(sale, buyer, key))" : ")"));
            statement.execute("INSERT INTO stock VALUES ('night', 'floor', " + seats + ")");
        }
        connection.setAutoCommit(false);
        takeSeat = connection.prepareStatement(
                "UPDATE stock SET free = free - 1 WHERE sale = ? AND tier = ? AND free > 0 RETURNING free");
        insertOrder = connection.prepareStatement(
                "INSERT INTO orders(id, sale, buyer, key, tier, seat, state, amount, placed_at, expires_at)"
                        + " VALUES (?, ?, ?, ?, ?, ?, 'held', 100, ?, ?)");
    }

    /** Sells that many orders of one seat, {@code batch} to a commit; all are durable when it returns. */
    void sell(int orders, int batch) throws SQLException {
        for (int i = 0; i < orders; i++) {
            sellOne(i);
            if ((i + 1) % batch == 0 || i + 1 == orders) {
                connection.commit();
            }
        }
    }

    private void sellOne(int number) throws SQLException {
        long now = System.currentTimeMillis();
        takeSeat.setString(1, "night");
        takeSeat.setString(2, "floor");
        long seat;
        try (ResultSet free = takeSeat.executeQuery()) {
            if (!free.next()) {
                throw new IllegalStateException("sold out");
            }
            seat = free.getLong(1) + 1;
        }
        insertOrder.setBytes(
                1, ByteBuffer.allocate(16).putLong(now).putLong(number).array());
        insertOrder.setString(2, "night");
        insertOrder.setString(3, Orders.buyer(number));
        insertOrder.setString(4, Orders.key(number));
        insertOrder.setString(5, "floor");
        insertOrder.setLong(6, seat);
        insertOrder.setLong(7, now);
        insertOrder.setLong(8, now + 600_000);
        insertOrder.executeUpdate();
    }

    @Override
    public void close() throws SQLException {
        takeSeat.close();
        insertOrder.close();
        connection.close();
    }
}
