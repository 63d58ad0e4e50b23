package dev.onsale.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onsale.config.BookLimits;
import dev.onsale.config.Limits;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteListingTest extends OrderListingContract {

    @TempDir
    private Path dataDir;

    @Override
    BookTables newTables() {
        return new BookFile(dataDir);
    }

    /** What makes the cost of a page independent of the size of the book: no sorting, and no walk over other sales' rows. */
    @Test
    void everyCombinationReadsAnIndexInItsOrder() throws SQLException {
        writeSome(1);
        try (Connection connection = new BookFile(dataDir).connect()) {
            for (OrderQuery query : everyCombination(7)) {
                String index = query.buyer() != null
                        ? "orders_by_buyer (buyer=?"
                        : query.sale() != null && query.state() != null
                                ? "orders_by_sale_and_state (sale=? AND state=?"
                                : query.sale() != null
                                        ? "orders_by_sale (sale=?"
                                        : query.state() != null ? "orders_by_state (state=?" : "PRIMARY KEY (";
                assertThat(plan(connection, after(query, orders.getFirst().id())))
                        .as(query.toString())
                        .singleElement()
                        .asString()
                        .contains("SEARCH orders USING", index, "id<?)");
            }
        }
    }

    private static List<String> plan(Connection connection, OrderQuery query) throws SQLException {
        OrderListing listing = new OrderListing(query);
        List<String> steps = new ArrayList<>();
        try (PreparedStatement explain = listing.prepare(connection, "EXPLAIN QUERY PLAN " + listing.sql());
                ResultSet row = explain.executeQuery()) {
            while (row.next()) {
                steps.add(row.getString("detail"));
            }
        }
        return steps;
    }

    @Test
    void limitsAreLimits() {
        assertThatThrownBy(() -> new OrderQuery(null, null, null, null, 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new OrderQuery(null, null, null, null, Limits.PAGE_ROWS_MAX + 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aSearchThatGoesOnForTooLongIsStopped() {
        try (SqliteBookReaders readers = new SqliteBookReaders(new SqliteBookFile(dataDir))) {
            assertThat(untilConnected(readers, SqliteListingTest::countSales)).isEqualTo(2);

            assertThatThrownBy(() -> readers.look(connection -> {
                        try (Statement statement = connection.createStatement()) {
                            return statement.executeQuery(
                                    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
                                            + " SELECT max(i) FROM n");
                        }
                    }))
                    .isInstanceOf(OrderBookException.class)
                    .hasMessageContaining("took longer than " + BookLimits.BOOK_QUERY_MILLIS_MAX + " ms");

            // The connection is as good as new.
            assertThat(untilConnected(readers, SqliteListingTest::countSales)).isEqualTo(2);
        }
    }

    @Test
    void aReaderThatFindsNoConnectionIsToldSo() {
        CountDownLatch inside = new CountDownLatch(BookLimits.BOOK_READERS_MAX);
        CountDownLatch done = new CountDownLatch(1);
        List<CompletableFuture<Void>> others = new ArrayList<>();
        try (SqliteBookReaders readers = new SqliteBookReaders(new SqliteBookFile(dataDir))) {
            for (int i = 0; i < BookLimits.BOOK_READERS_MAX; i++) {
                others.add(CompletableFuture.runAsync(
                        () -> untilConnected(readers, connection -> {
                            inside.countDown();
                            return awaited(done);
                        }),
                        task -> Thread.ofPlatform().start(task)));
            }
            assertThat(awaited(inside)).isTrue();

            assertThatThrownBy(() -> readers.look(SqliteListingTest::countSales))
                    .isInstanceOf(OrderBookException.class)
                    .hasMessageContaining("being read by " + BookLimits.BOOK_READERS_MAX + " others");

            done.countDown();
            assertThat(others).allSatisfy(other -> assertThat(other).succeedsWithin(PATIENCE));
        } finally {
            done.countDown();
        }
    }

    /** Opening a connection may take longer than a reader waits when the machine is busy; that is not what is tested here. */
    private static <T> T untilConnected(SqliteBookReaders readers, SqliteBookReaders.Lookup<T> lookup) {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                return readers.look(lookup);
            } catch (OrderBookException e) {
                if (!e.getMessage().contains("others, or cannot be opened") || System.nanoTime() - until > 0) {
                    throw e;
                }
            }
        }
    }

    private static int countSales(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM sales")) {
            row.next();
            return row.getInt(1);
        }
    }

    private static boolean awaited(CountDownLatch latch) {
        try {
            return latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
