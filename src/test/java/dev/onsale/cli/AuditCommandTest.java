package dev.onsale.cli;

import static dev.onsale.events.Journals.SOLE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.onsale.events.EventLogException;
import dev.onsale.events.Journals;
import dev.onsale.ledger.Event;
import dev.onsale.orders.BookDatabase;
import dev.onsale.orders.BookFile;
import dev.onsale.orders.ListLog;
import dev.onsale.orders.MemoryJournals;
import dev.onsale.orders.OrderBook;
import dev.onsale.orders.PostgresBookSnapshot;
import dev.onsale.orders.SampleOrder;
import dev.onsale.orders.SqliteBookSnapshot;
import dev.onsale.orders.SqliteOrderBook;
import dev.onsale.sale.Sale;
import dev.onsale.sale.SampleSale;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@Tag("servers")
class AuditCommandTest {

    private static final Sale SALE = SampleSale.concert("rush", 10).name("抢票").sale();
    private static final List<Event> EVENTS = List.of(
            new Event.SaleOpened(1, SALE),
            SampleOrder.of(SALE, 1).event(),
            SampleOrder.of(SALE, 2).event());

    @TempDir
    private Path dataDir;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void writeBook() {
        try (SqliteOrderBook book = SqliteOrderBook.open(dataDir)) {
            book.apply(SOLE, EVENTS, EVENTS.size());
        }
    }

    private Journals onRedis = new MemoryJournals();

    private int run(String... arguments) {
        AuditCommand command = new AuditCommand(new AuditSources(
                folder -> {
                    if (!folder.equals(dataDir)) {
                        throw new EventLogException("There is no journal at " + folder + ".");
                    }
                    return Journals.sole(new ListLog(EVENTS));
                },
                folder -> Journals.sole(new ListLog(folder.equals(dataDir) ? EVENTS : List.of())),
                url -> {
                    if (!url.equals("redis://here")) {
                        throw new EventLogException("Redis at there does not answer.");
                    }
                    return onRedis;
                },
                SqliteBookSnapshot::open,
                PostgresBookSnapshot::open,
                (folder, url) -> {
                    throw new EventLogException("There is no ledger to repair here.");
                },
                (folder, url, password, anew) -> {
                    throw new AssertionError("nothing was repaired");
                }));
        return new CommandLine(command)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }

    @Test
    void aCleanJournalEndsWithZero() {
        assertThat(run("--data", dataDir.toString())).isZero();
        assertThat(out.toString())
                .contains("抢票")
                .endsWith("Clean: nothing was sold twice, lost or left over." + System.lineSeparator());
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void aFindingEndsWithOne() throws SQLException {
        new BookFile(dataDir).run("UPDATE orders SET seats = '7' WHERE number = 2");

        assertThat(run("--data", dataDir.toString())).isEqualTo(1);
        assertThat(out.toString()).contains("seats is [7], in the journal [2]").contains("NOT CLEAN: 1 finding.");
    }

    @Test
    void jsonSaysTheSame() throws IOException, SQLException {
        assertThat(run("--data", dataDir.toString(), "--json")).isZero();
        JsonNode report = new ObjectMapper().readTree(out.toString());
        assertThat(report.get("clean").booleanValue()).isTrue();
        assertThat(report.get("events").longValue()).isEqualTo(3);
        assertThat(report.at("/book/comparedToEvent").longValue()).isEqualTo(3);
        assertThat(report.at("/book/whyNot").isNull()).isTrue();
        assertThat(report.at("/sales/0/orders/held").longValue()).isEqualTo(2);
        assertThat(report.at("/sales/0/tiers/0/free").longValue()).isEqualTo(8);
        assertThat(report.get("findings")).isEmpty();

        new BookFile(dataDir).run("UPDATE orders SET seats = '7' WHERE number = 2");
        out.getBuffer().setLength(0);
        assertThat(run("--data", dataDir.toString(), "--json")).isEqualTo(1);
        report = new ObjectMapper().readTree(out.toString());
        assertThat(report.get("clean").booleanValue()).isFalse();
        assertThat(report.at("/checks/book").longValue()).isEqualTo(1);
        assertThat(report.at("/checks/once").longValue()).isZero();
        assertThat(report.at("/faults/row_differs").longValue()).isEqualTo(1);
        assertThat(report.at("/findings/0/fault").textValue()).isEqualTo("row_differs");
    }

    @Test
    void aFolderThatIsNotThereIsWrongUsage() {
        assertThat(run("--data", dataDir.resolve("nowhere").toString())).isEqualTo(2);
        assertThat(err.toString()).contains("there is no folder").contains("nowhere");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void aFolderWithoutAJournalIsWrongUsage(@TempDir Path other) {
        assertThat(run("--data", other.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("There is no journal at " + other);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void noFolderAtAllIsWrongUsage() {
        assertThat(run()).isEqualTo(2);
        assertThat(err.toString()).contains("--data");
    }

    @Test
    void aLedgerThatLostEventsIsFoundByTheBookInPostgres() throws IOException {
        BookDatabase database = BookDatabase.create();
        try (OrderBook book = database.open()) {
            assertThat(book.claim("rush")).isTrue();
            book.apply("rush", EVENTS, EVENTS.size());
        }
        MemoryJournals journals = new MemoryJournals();
        onRedis = journals;
        EVENTS.forEach(journals::commit);
        assertThat(run("--ledger", "redis://here", "--orders", database.url())).isZero();
        assertThat(out.toString()).contains("nothing lost (law 3)    ok").contains("order book              ok");

        // A failover to a replica that has not heard of the last order, and sells on.
        journals.log("rush").cutBehind(2);
        journals.commit(
                SampleOrder.of(SALE, 2).id(SampleOrder.of(SALE, 7).order().id()).event());
        out.getBuffer().setLength(0);
        assertThat(run("--ledger", "redis://here", "--orders", database.url())).isEqualTo(1);
        String lost = SampleOrder.of(SALE, 2).order().id().toString();
        assertThat(out.toString())
                .contains("book_ahead, event 3 of sale rush")
                .contains("order " + lost + " of sale rush, tier floor, seats [2], buyer \"buyer-2\": held in the order"
                        + " book, unknown to the ledger");
        out.getBuffer().setLength(0);
        assertThat(run("--ledger", "redis://here", "--orders", database.url(), "--json"))
                .isEqualTo(1);
        JsonNode report = new ObjectMapper().readTree(out.toString());
        assertThat(report.at("/lost/0/order").textValue()).isEqualTo(lost);
        assertThat(report.at("/lost/0/inBook").textValue()).isEqualTo("held");
        assertThat(report.at("/lost/0/inLedger").isNull()).isTrue();
        assertThat(report.at("/faults/order_lost").longValue()).isEqualTo(1);
    }

    @Test
    void aRepairWithoutYesOnlySaysWhatItWouldDo() {
        BookDatabase database = BookDatabase.create();
        Event third = SampleOrder.of(SALE, 3).event();
        try (OrderBook book = database.open()) {
            assertThat(book.claim("rush")).isTrue();
            book.apply("rush", EVENTS, EVENTS.size());
            book.apply("rush", List.of(third), EVENTS.size() + 1);
        }
        MemoryJournals journals = new MemoryJournals();
        onRedis = journals;
        EVENTS.subList(0, 2).forEach(journals::commit);
        // The third seat is sold on, the second is still free.
        journals.commit(SampleOrder.of(SALE, 2)
                .id(SampleOrder.of(SALE, 8).order().id())
                .buyer("bob")
                .seats(3)
                .event());

        assertThat(run("--ledger", "redis://here", "--orders", database.url(), "--repair"))
                .isEqualTo(1);

        assertThat(out.toString())
                .contains("given back: order " + SampleOrder.of(SALE, 2).order().id())
                .contains("NOT REPAIRABLE: order "
                        + SampleOrder.of(SALE, 3).order().id())
                .contains("; its seats were sold on")
                .contains("1 orders would be given back, 1 could not be.")
                .contains("Nothing was changed.");
        assertThat(database.orders()).hasSize(3);
    }

    @Test
    void aRepairNeedsTheBookThatKnowsMore(@TempDir Path other) {
        assertThat(run("--data", other.toString(), "--repair")).isEqualTo(2);
        assertThat(err.toString()).contains("--repair needs the order book").contains("--orders");
        assertThat(run("--data", dataDir.toString(), "--repair")).isZero();
        assertThat(out.toString()).contains("Nothing to repair");
        assertThat(run("--data", dataDir.toString(), "--repair", "--accept")).isEqualTo(2);
        assertThat(run("--data", dataDir.toString(), "--other-ledger")).isEqualTo(2);
        assertThat(run("--data", dataDir.toString(), "--yes")).isEqualTo(2);
        assertThat(err.toString()).contains("--yes goes with --repair");
    }

    @Test
    void aLedgerThatCannotBeReadIsWrongUsage() {
        assertThat(run("--ledger", "redis://there")).isEqualTo(2);
        assertThat(err.toString()).contains("--ledger: Redis at there does not answer.");
    }

    @Test
    void anotherDatabaseIsWrongUsage() {
        assertThat(run("--data", dataDir.toString(), "--orders", "mysql://host?password=secret"))
                .isEqualTo(2);
        assertThat(err.toString())
                .contains("--orders must be the URL of a PostgreSQL")
                .doesNotContain("secret");
    }

    @Test
    void aDatabaseThatIsAwayIsAFinding() {
        assertThat(run("--data", dataDir.toString(), "--orders", "jdbc:postgresql://127.0.0.1:1/db?user=me"))
                .isEqualTo(1);
        assertThat(out.toString())
                .contains("book_unreadable")
                .contains("cannot be reached")
                // A database that is away says nothing against what was sold.
                .contains("NOT COMPARED: the journals are clean")
                .doesNotContain("do not sell");
    }

    @Test
    void helpHasAnExample() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString()).contains("onsale audit --data");
    }
}
