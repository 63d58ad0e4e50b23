package dev.onsale.orders;

import static dev.onsale.events.Journals.SOLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onsale.Wait;
import dev.onsale.ledger.Event;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("servers")
class PostgresOrderBookTest extends OrderBookContract {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String SECRET = "c0rrect-h0rse";

    private BookDatabase database;

    @Override
    BookTables newTables() {
        database = BookDatabase.create();
        return database;
    }

    /** Ends the sessions of those who write this test's book, as a firewall or an operator may. */
    private void endWritersSessions() throws SQLException {
        // Whoever claimed something here: other tests' books have other connections and are closed.
        assertThat(database.rows("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                        + " WHERE application_name = 'onsale order book'"))
                .isNotEmpty();
    }

    @Test
    void aJournalIsWrittenThroughOneBookAtATime() {
        try (OrderBook second = tables.open()) {
            assertThat(second.claim(SOLE)).isFalse();
            assertThat(second.claim("other")).isTrue();
            assertThat(book.claim("other")).isFalse();
            assertThat(book.claim(SOLE)).isTrue();

            assertThatThrownBy(() -> second.apply(SOLE, List.of(OPENED), 1))
                    .isInstanceOf(OrderBookException.class)
                    .hasMessageContaining("is written by another node now");
            assertThat(tables.sales()).isEmpty();

            book.close();
            Wait.until("the journal of a book that is gone", () -> second.claim(SOLE));
            second.apply(SOLE, List.of(OPENED), 1);
        }
        assertThat(tables.sales()).hasSize(1);
    }

    @Test
    void theJournalsOfASessionThatEndedAreFree() throws SQLException {
        book.apply(SOLE, List.of(OPENED, SampleOrder.of(CONCERT, 1).event()), 2);
        try (OrderBook second = tables.open()) {
            assertThat(second.claim(SOLE)).isFalse();
            // That book has no session from now on, and does not know it.
            endWritersSessions();
            Wait.until("the journal", () -> claims(second));
            second.apply(SOLE, List.of(SampleOrder.of(CONCERT, 2).event()), 3);

            assertThatThrownBy(() ->
                            book.apply(SOLE, List.of(SampleOrder.of(CONCERT, 3).event()), 3))
                    .isInstanceOf(OrderBookException.class)
                    .hasMessageContaining("cannot be reached");
            assertThatThrownBy(() ->
                            book.apply(SOLE, List.of(SampleOrder.of(CONCERT, 3).event()), 3))
                    .isInstanceOf(OrderBookException.class)
                    .hasMessageContaining("is written by another node now");
            assertThat(book.claim(SOLE)).isFalse();
        }
        assertThat(tables.orders().values()).extracting(order -> order.number()).containsExactlyInAnyOrder(1L, 2L);
    }

    private static boolean claims(OrderBook book) {
        try {
            return book.claim(SOLE);
        } catch (OrderBookException e) {
            return false; // its own session was ended too
        }
    }

    @Test
    void aBookGoesOnAfterItsConnectionBroke() throws SQLException {
        book.apply(SOLE, List.of(OPENED), 1);
        endWritersSessions();

        assertThatThrownBy(() -> book.bookmark(SOLE)).isInstanceOf(OrderBookException.class);

        assertThat(book.bookmark(SOLE).position()).isEqualTo(1);
        book.apply(SOLE, List.of(SampleOrder.of(CONCERT, 1).event()), 2);
        assertThat(tables.orders()).hasSize(1);
    }

    /** The lock is lost with a session and nobody is told, so the bookmark alone has to keep two writers apart. */
    @Test
    void eventsAreWrittenOnlyWhereTheyBelong() throws SQLException {
        book.apply(SOLE, List.of(OPENED), 1);
        Event first = SampleOrder.of(CONCERT, 1).event();
        database.run("UPDATE bookmarks SET position = 5, event = 'something else'");

        assertThatThrownBy(() -> book.apply(SOLE, List.of(first), 2))
                .isInstanceOf(OrderBookException.class)
                .hasMessageContaining("is at event 5 of the journal, not at 1");
        assertThat(tables.orders()).isEmpty();
        assertThat(tables.bookmark(SOLE)).isEqualTo(5);
    }

    /** While one transaction is under way, another one for the same events waits for it, and then finds the bookmark elsewhere. */
    @Test
    void twoWritersNeverBothSucceed() throws Exception {
        book.apply(SOLE, List.of(OPENED), 1);
        try (Connection other = database.connect();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.executeUpdate("UPDATE bookmarks SET position = 2, event = 'of the other' WHERE position = 1");
            Thread committing = Thread.ofPlatform().start(() -> {
                try {
                    Wait.until("the book to wait for the other", () -> isWaiting());
                    other.commit();
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            });
            assertThatThrownBy(() ->
                            book.apply(SOLE, List.of(SampleOrder.of(CONCERT, 1).event()), 2))
                    .isInstanceOf(OrderBookException.class);
            committing.join(PATIENCE);
        }
        assertThat(tables.orders()).isEmpty();
        assertThat(tables.bookmark(SOLE)).isEqualTo(2);
    }

    private boolean isWaiting() {
        try {
            return !database.rows("SELECT pid FROM pg_stat_activity WHERE application_name = 'onsale order book'"
                            + " AND wait_event_type = 'Lock'")
                    .isEmpty();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void severalNodesMayLayTheTablesOutAtOnce() {
        BookDatabase fresh = BookDatabase.create();
        List<Thread> nodes = java.util.stream.IntStream.range(0, 4)
                .mapToObj(i -> Thread.ofPlatform().start(() -> fresh.open().close()))
                .toList();
        nodes.forEach(node -> {
            try {
                assertThat(node.join(PATIENCE)).isTrue();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        assertThat(fresh.orders()).isEmpty();
        try (OrderBook opened = fresh.open()) {
            assertThat(opened.claim(SOLE)).isTrue();
        }
    }

    @Test
    void aServerThatIsAwayIsNoObstacle() {
        String nowhere = "jdbc:postgresql://127.0.0.1:1/orders?user=shop&password=" + SECRET;
        try (PostgresOrderBook away = PostgresOrderBook.open(nowhere, null)) {
            assertThatThrownBy(() -> away.claim(SOLE))
                    .isInstanceOf(OrderBookException.class)
                    .hasMessageContaining("cannot be reached")
                    .hasMessageNotContaining(SECRET);
            assertThatThrownBy(() -> away.list(new OrderQuery(null, null, null, null, 1)))
                    .isInstanceOf(OrderBookException.class)
                    .hasMessageContaining("cannot be reached")
                    .hasMessageNotContaining(SECRET);
        }
    }

    @Test
    void aWrongPasswordIsToldInOneSentence() {
        TestPostgres.shared().addUser("guarded", SECRET);
        String url = database.url().replace("user=postgres", "user=guarded");
        for (String wrong : new String[] {null, "guess"}) {
            assertThatThrownBy(() -> PostgresOrderBook.open(url, wrong))
                    .isInstanceOf(OrderBookException.class)
                    .hasMessageContaining("does not let this user in. Check user= in the URL, the password")
                    .hasMessageNotContaining("guess");
        }
        // Let in, it may still not make tables where it pleases.
        assertThatThrownBy(() -> PostgresOrderBook.open(url, SECRET))
                .isInstanceOf(OrderBookException.class)
                .hasMessageNotContaining(SECRET);
    }

    @Test
    void aDatabaseThatIsNotThereIsToldInOneSentence() {
        assertThatThrownBy(() -> PostgresOrderBook.open(database.url().replace("/postgres?", "/nothing?"), null))
                .isInstanceOf(OrderBookException.class)
                .hasMessageContaining("/nothing has no such database. Create it");
    }

    @Test
    void aSchemaThatIsNotThereIsToldInOneSentence() {
        assertThatThrownBy(() -> PostgresOrderBook.open(TestPostgres.shared().url() + "&currentSchema=nothing", null))
                .isInstanceOf(OrderBookException.class)
                .hasMessageContaining("has no schema to put tables into");
    }

    @Test
    void aStandbyIsToldInOneSentence() {
        assertThatThrownBy(() -> PostgresOrderBook.open(
                        BookDatabase.create().url() + "&options=-c%20default_transaction_read_only=on", null))
                .isInstanceOf(OrderBookException.class)
                .hasMessageContaining("is read-only: a standby, perhaps");
    }

    @Test
    void aNewerSchemaIsRefusedInOneSentence() throws SQLException {
        database.run("UPDATE onsale_order_book SET schema_version = 2");

        assertThatThrownBy(() -> tables.open())
                .isInstanceOf(OrderBookException.class)
                .hasMessageContaining("newer Onsale (schema 2, this one knows 1)");
        assertThatThrownBy(() -> tables.look()).isInstanceOf(OrderBookException.class);
        assertThat(database.value("SELECT schema_version FROM onsale_order_book"))
                .isEqualTo(2L);
    }

    @Test
    void anotherProgramsTablesAreLeftAlone() throws SQLException {
        BookDatabase foreign = BookDatabase.create();
        foreign.run("CREATE TABLE orders (pizza text)");

        assertThatThrownBy(() -> foreign.open())
                .isInstanceOf(OrderBookException.class)
                .hasMessageContaining("has a table \"orders\" that Onsale did not make");
        assertThat(foreign.rows(
                        "SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema()"))
                .hasSize(1);
        assertThat(PostgresBookSnapshot.open(foreign.url(), null)).isEmpty();
    }

    @Test
    void tablesOfAnotherNameAreNoObstacle() throws SQLException {
        BookDatabase shops = BookDatabase.create();
        shops.run("CREATE TABLE invoices (number bigint)");
        try (OrderBook beside = shops.open()) {
            assertThat(beside.claim(SOLE)).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://user:c0rrect-h0rse@127.0.0.1/orders",
                "jdbc:postgresql://user:c0rrect-h0rse@127.0.0.1:5432/orders",
                "jdbc:postgresql://127.0.0.1:port/orders?password=c0rrect-h0rse",
                "jdbc:mysql://127.0.0.1/orders?password=c0rrect-h0rse",
                "postgres://user:c0rrect-h0rse@127.0.0.1/orders",
                "jdbc:postgresql://127.0.0.1/orders?password=c0rrect-h0rse&user=%zz"
            })
    void aUrlThatIsNotUnderstoodIsNotRepeated(String url) {
        assertThatThrownBy(() -> PostgresOrderBook.open(url, null))
                .isInstanceOf(OrderBookException.class)
                .hasMessageContaining("URL is not understood")
                .hasMessageNotContaining(SECRET);
    }

    @Test
    void theListHasTimes() throws SQLException {
        book.apply(SOLE, List.of(OPENED, SampleOrder.of(CONCERT, 1).event()), 2);

        assertThat(database.value(
                        "SELECT to_char(placed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.MS') FROM order_list"))
                .isEqualTo("2100-01-01 00:00:00.001");
    }

    @Test
    void aBatchThatIsThereAlreadyWritesNothing() throws SQLException {
        book.apply(SOLE, List.of(OPENED, SampleOrder.of(CONCERT, 1).event()), 2);
        Object before = database.value("SELECT xmin::text FROM orders");
        database.run("UPDATE bookmarks SET position = 1");

        book.apply(SOLE, List.of(SampleOrder.of(CONCERT, 1).event()), 2);

        assertThat(database.value("SELECT xmin::text FROM orders")).isEqualTo(before);
    }
}
