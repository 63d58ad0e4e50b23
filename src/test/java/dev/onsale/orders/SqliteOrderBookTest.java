package dev.onsale.orders;

import static dev.onsale.events.Journals.SOLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onsale.ledger.Event;
import dev.onsale.ledger.Order;
import dev.onsale.sale.SampleSale;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqliteOrderBookTest extends OrderBookContract {

    @TempDir
    private Path dataDir;

    private BookFile file;

    @Override
    BookTables newTables() {
        file = new BookFile(dataDir);
        return file;
    }

    @Test
    void theListHasTimesInWords() throws SQLException {
        Order order =
                SampleOrder.of(CONCERT, 1).placedAt(SampleSale.OPENS_AT + 1_999).order();
        book.apply(SOLE, List.of(OPENED, new Event.OrderMoved(2, order)), 2);

        assertThat(file.rows("SELECT placed_at, expires_at FROM order_list")
                        .getFirst()
                        .values())
                .containsExactly("2100-01-01T00:00:01.999Z", "2100-01-01T00:10:00.001Z");
    }

    /** What a power cut leaves of the file and its log: the log is cut at many places, and the book must agree with itself each time. */
    @Test
    void aLogThatIsCutAnywhereLeavesPositionAndRowsTogether(@TempDir Path copies) throws IOException, SQLException {
        book.apply(SOLE, List.of(OPENED), 1);
        for (int i = 1; i <= 40; i++) {
            book.apply(SOLE, List.of(SampleOrder.of(CONCERT, i).event()), 1 + i);
        }
        byte[] main = Files.readAllBytes(file.path());
        byte[] wal = Files.readAllBytes(dataDir.resolve("orders.db-wal"));
        long lastPosition = -1;
        int positions = 0;
        for (int cut = 0; cut <= wal.length; cut += wal.length / 61) {
            Path copy = Files.createDirectory(copies.resolve("cut-" + cut));
            Files.write(copy.resolve("orders.db"), main);
            Files.write(copy.resolve("orders.db-wal"), wal);
            try (RandomAccessFile log =
                    new RandomAccessFile(copy.resolve("orders.db-wal").toFile(), "rw")) {
                log.setLength(cut);
            }
            try (SqliteOrderBook reopened = SqliteOrderBook.open(copy)) {
                long position = reopened.bookmark(SOLE).position();
                assertThat((long) new BookFile(copy).orders().size())
                        .as("orders after a cut at %d, at position %d", cut, position)
                        .isEqualTo(Math.max(0, position - 1));
                positions += position != lastPosition ? 1 : 0;
                lastPosition = position;
            }
        }
        assertThat(positions).as("different positions that were seen").isGreaterThan(20);
    }

    @Test
    void aNewerSchemaIsRefusedInOneSentence() throws SQLException {
        book.close();
        file.run("PRAGMA user_version = 2");

        assertThatThrownBy(() -> SqliteOrderBook.open(dataDir))
                .isInstanceOf(OrderBookException.class)
                .hasMessageContaining("newer Onsale (schema 2, this one knows 1)")
                .hasMessageContaining("move the file away");
        assertThatThrownBy(() -> SqliteBookSnapshot.open(dataDir)).isInstanceOf(OrderBookException.class);
        assertThat(file.value("PRAGMA user_version")).isEqualTo(2L);
    }

    @Test
    void anotherProgramsDatabaseIsLeftAlone(@TempDir Path other) throws SQLException {
        BookFile foreign = new BookFile(other);
        foreign.run("CREATE TABLE recipes (name TEXT)");

        assertThatThrownBy(() -> SqliteOrderBook.open(other))
                .isInstanceOf(OrderBookException.class)
                .hasMessageContaining("not an order book");
        assertThat(foreign.rows("SELECT name FROM sqlite_schema")).hasSize(1);
    }

    @Test
    void whatIsNoDatabaseAtAllSaysWhatToDo(@TempDir Path other) throws IOException {
        Files.writeString(other.resolve("orders.db"), "Buy milk.\n".repeat(1000));

        assertThatThrownBy(() -> SqliteOrderBook.open(other))
                .isInstanceOf(OrderBookException.class)
                .hasMessageContaining("is damaged. Stop the server and delete the file");
    }

    @Test
    void aFolderThatIsNotThereSaysWhatToDo() {
        assertThatThrownBy(() -> SqliteOrderBook.open(dataDir.resolve("nowhere")))
                .isInstanceOf(OrderBookException.class)
                .hasMessageContaining("Check that the folder exists");
    }

    @Test
    void anotherWriterIsToldOf() throws SQLException {
        try (java.sql.Connection other = file.connect();
                java.sql.Statement statement = other.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");

            assertThatThrownBy(() -> book.apply(SOLE, List.of(OPENED), 1))
                    .isInstanceOf(OrderBookException.class)
                    .hasMessageContaining("is being written to by another program");
            statement.execute("ROLLBACK");
        }
        book.apply(SOLE, List.of(OPENED), 1);
        assertThat(book.bookmark(SOLE).position()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "why?mode=memory", "100%25", "票 #1"})
    void anyFolderWillDo(String name, @TempDir Path parent) throws IOException {
        Path folder = Files.createDirectory(parent.resolve(name));
        try (SqliteOrderBook strange = SqliteOrderBook.open(folder)) {
            strange.apply(SOLE, List.of(OPENED), 1);
            assertThat(new BookFile(folder).sales()).hasSize(1);
            assertThat(strange.list(new OrderQuery(null, null, null, null, 1)).orders())
                    .isEmpty();
        }
        assertThat(folder.resolve("orders.db")).isRegularFile();
    }
}
