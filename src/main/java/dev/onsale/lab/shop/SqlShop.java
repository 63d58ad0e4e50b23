package dev.onsale.lab.shop;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import dev.onsale.config.CompareLimits;
import dev.onsale.http.server.Problem;
import dev.onsale.http.server.ProblemType;
import dev.onsale.json.OrderRequest;
import dev.onsale.sale.Sale;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;

/**
 * The stock in a table, and one transaction for each order: lock the row, look whether there is enough, take it, write the order, commit.
 * It never sells a ticket twice. Every buyer of a sale queues for the same row, those who get nothing too; and what is not paid is
 * never for sale again, since nobody has written that part.
 *
 * <p>Event loops hand each call to a thread of its own pool, which is as large as the pool of connections.
 */
final class SqlShop implements Shop {

    private static final String SCHEMA = "/compare/shop.sql";

    /** What differs between databases. */
    private enum Dialect {
        POSTGRES(" FOR UPDATE"),
        /** Its transactions begin with the lock of the whole file. */
        SQLITE("");

        private final String lock;

        Dialect(String lock) {
            this.lock = lock;
        }
    }

    private final Dialect dialect;
    private final HikariDataSource connections;
    private final WorkerExecutor workers;

    /** Transactions that changed something and were committed. */
    private final AtomicLong writes = new AtomicLong();

    private SqlShop(Vertx vertx, Dialect dialect, HikariConfig config) throws ShopException {
        config.setAutoCommit(false);
        config.setConnectionTimeout(CompareLimits.SHOP_CONNECT_MILLIS_MAX);
        this.dialect = dialect;
        try {
            connections = new HikariDataSource(config);
        } catch (HikariPool.PoolInitializationException e) {
            throw failure(e);
        }
        workers = vertx.createSharedWorkerExecutor("sql-shop", config.getMaximumPoolSize());
        try (Connection connection = connections.getConnection();
                Statement statement = connection.createStatement()) {
            for (String definition : schema().split(";", -1)) {
                if (!definition.isBlank()) {
                    statement.executeUpdate(definition);
                }
            }
            connection.commit();
        } catch (SQLException e) {
            close();
            throw failure(e);
        }
    }

    private static ShopException failure(Exception e) {
        return new ShopException("the contender's database cannot be used: " + e.getMessage(), e);
    }

    /**
     * In PostgreSQL, in the schema that the URL leads to.
     *
     * @param url for JDBC, with the user
     */
    static SqlShop postgres(Vertx vertx, String url, @Nullable String password) throws ShopException {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setPassword(password);
        config.setMaximumPoolSize(CompareLimits.SHOP_DATABASE_CONNECTIONS_MAX);
        config.addDataSourceProperty("socketTimeout", CompareLimits.SHOP_STATEMENT_SECONDS_MAX);
        return new SqlShop(vertx, Dialect.POSTGRES, config);
    }

    /** In a SQLite file. One connection: its writers would only wait for each other. */
    static SqlShop sqlite(Vertx vertx, Path file) throws ShopException {
        SQLiteConfig sqlite = new SQLiteConfig();
        sqlite.setBusyTimeout(CompareLimits.SHOP_BUSY_MILLIS_MAX);
        sqlite.setJournalMode(SQLiteConfig.JournalMode.WAL);
        sqlite.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        sqlite.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        Properties properties = sqlite.toProperties();
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl("jdbc:sqlite:" + file.toAbsolutePath().toUri());
        config.setDataSourceProperties(properties);
        config.setMaximumPoolSize(1);
        return new SqlShop(vertx, Dialect.SQLITE, config);
    }

    private static String schema() {
        try (InputStream script = SqlShop.class.getResourceAsStream(SCHEMA)) {
            if (script == null) {
                throw new IllegalStateException(SCHEMA + " is missing from the program");
            }
            return new String(script.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("--"))
                    .reduce("", (all, line) -> all + line + "\n");
        } catch (IOException e) {
            throw new IllegalStateException(SCHEMA + " cannot be read from the program", e);
        }
    }

    /** What happens in one transaction; it commits if it wants its changes kept. */
    private interface Work {
        Said on(Connection connection) throws SQLException;
    }

    /** Whatever was not committed is rolled back when the connection goes back to the pool. */
    private Future<Said> transaction(Work work) {
        return workers.<Said>executeBlocking(
                () -> {
                    try (Connection connection = connections.getConnection()) {
                        return work.on(connection);
                    }
                },
                false);
    }

    @Override
    public Future<Said> open(Sale sale) {
        return transaction(connection -> {
            String tier = sale.tiers().getFirst().id();
            int capacity = sale.tiers().getFirst().capacity();
            try (PreparedStatement insert =
                    connection.prepareStatement("INSERT INTO stock (sale, tier, capacity, free) VALUES (?, ?, ?, ?)")) {
                insert.setString(1, sale.id());
                insert.setString(2, tier);
                insert.setInt(3, capacity);
                insert.setInt(4, capacity);
                insert.executeUpdate();
            }
            commit(connection);
            return new Said.Stock(sale.id(), tier, capacity, capacity, 0, 0);
        });
    }

    private void commit(Connection connection) throws SQLException {
        connection.commit();
        writes.incrementAndGet();
    }

    @Override
    public Future<Said> place(String sale, String buyer, String key, OrderRequest wanted) {
        return transaction(connection -> {
            int free;
            try (PreparedStatement select =
                    connection.prepareStatement("SELECT free FROM stock WHERE sale = ? AND tier = ?" + dialect.lock)) {
                select.setString(1, sale);
                select.setString(2, wanted.tier());
                try (ResultSet row = select.executeQuery()) {
                    if (!row.next()) {
                        return new Said.No(Problem.of(ProblemType.UNKNOWN_SALE));
                    }
                    free = row.getInt(1);
                }
            }
            if (free < wanted.quantity()) {
                return new Said.No(Problem.of(ProblemType.SOLD_OUT));
            }
            String order = UUID.randomUUID().toString();
            if (!insert(connection, order, sale, buyer, key, wanted.quantity())) {
                return earlier(connection, sale, buyer, key);
            }
            try (PreparedStatement update =
                    connection.prepareStatement("UPDATE stock SET free = free - ? WHERE sale = ?")) {
                update.setInt(1, wanted.quantity());
                update.setString(2, sale);
                update.executeUpdate();
            }
            commit(connection);
            return new Said.Order(order, Said.State.HELD);
        });
    }

    /** Returns false if the buyer's key has an order already. */
    private static boolean insert(
            Connection connection, String order, String sale, String buyer, String key, int quantity)
            throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO orders (id, sale, buyer, idempotency_key, quantity, state,"
                        + " placed_at) VALUES (?, ?, ?, ?, ?, 'held', ?) ON CONFLICT DO NOTHING")) {
            insert.setString(1, order);
            insert.setString(2, sale);
            insert.setString(3, buyer);
            insert.setString(4, key);
            insert.setInt(5, quantity);
            insert.setLong(6, Instant.now().toEpochMilli());
            return insert.executeUpdate() > 0;
        }
    }

    private static Said earlier(Connection connection, String sale, String buyer, String key) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT id, state FROM orders WHERE sale = ? AND buyer = ? AND idempotency_key = ?")) {
            select.setString(1, sale);
            select.setString(2, buyer);
            select.setString(3, key);
            try (ResultSet row = select.executeQuery()) {
                return row.next()
                        ? new Said.Order(
                                row.getString(1), row.getString(2).equals("paid") ? Said.State.PAID : Said.State.HELD)
                        : new Said.No(Problem.of(ProblemType.UNKNOWN_ORDER));
            }
        }
    }

    @Override
    public Future<Said> pay(String order, String reference) {
        return transaction(connection -> {
            try (PreparedStatement update =
                    connection.prepareStatement("UPDATE orders SET state = 'paid', reference = ? WHERE id = ?")) {
                update.setString(1, reference);
                update.setString(2, order);
                if (update.executeUpdate() == 0) {
                    return new Said.No(Problem.of(ProblemType.UNKNOWN_ORDER));
                }
            }
            commit(connection);
            return new Said.Order(order, Said.State.PAID);
        });
    }

    @Override
    public Future<Said> look(String sale) {
        return transaction(connection -> {
            try (PreparedStatement select = connection.prepareStatement("""
                    SELECT tier, capacity, free,
                      (SELECT coalesce(sum(quantity), 0) FROM orders WHERE sale = stock.sale AND state = 'held'),
                      (SELECT coalesce(sum(quantity), 0) FROM orders WHERE sale = stock.sale AND state = 'paid')
                    FROM stock WHERE sale = ?""")) {
                select.setString(1, sale);
                try (ResultSet row = select.executeQuery()) {
                    return row.next()
                            ? new Said.Stock(
                                    sale, row.getString(1), row.getInt(2), row.getInt(3), row.getInt(4), row.getInt(5))
                            : new Said.No(Problem.of(ProblemType.UNKNOWN_SALE));
                }
            }
        });
    }

    @Override
    public Future<Long> writes() {
        return Future.succeededFuture(writes.get());
    }

    @Override
    public void close() {
        workers.close();
        connections.close();
    }
}
