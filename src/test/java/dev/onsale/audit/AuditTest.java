package dev.onsale.audit;

import static dev.onsale.events.Journals.SOLE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.config.BookLimits;
import dev.onsale.ledger.Event;
import dev.onsale.ledger.Seeds;
import dev.onsale.orders.BookFile;
import dev.onsale.orders.BookSnapshot;
import dev.onsale.orders.ListLog;
import dev.onsale.orders.RandomHistory;
import dev.onsale.orders.SampleOrder;
import dev.onsale.orders.SqliteBookSnapshot;
import dev.onsale.orders.SqliteOrderBook;
import dev.onsale.sale.SampleSale;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class AuditTest {

    @TempDir
    private Path dataDir;

    private static AuditReport audit(List<Event> events) {
        return Audit.run(new ListLog(events), Optional::empty, (position, end) -> {});
    }

    private AuditReport auditWithBook(List<Event> events) {
        return Audit.run(new ListLog(events), () -> SqliteBookSnapshot.open(dataDir), (position, end) -> {});
    }

    private void writeBook(List<Event> events) {
        try (SqliteOrderBook book = SqliteOrderBook.open(dataDir)) {
            book.apply(SOLE, events, events.size());
        }
    }

    // ---- what is right is found right -------------------------------------------------------------------------------

    @Test
    void aJournalWithoutEventsIsClean() {
        AuditReport report = audit(List.of());

        assertThat(report.isClean()).isTrue();
        assertThat(report.events()).isZero();
    }

    @Test
    void everyEndingIsClean() {
        List<Event> events = PlantedSales.everyEnding();
        writeBook(events);

        AuditReport report = auditWithBook(events);

        assertThat(report.findings()).isEmpty();
        assertThat(report.isClean()).isTrue();
        assertThat(report.book()).isEqualTo(new AuditReport.BookFigures(events.size(), null));
    }

    @Test
    void randomHistoriesAreCleanAndSoAreTheirBooks() throws IOException {
        for (long seed : Seeds.some(20)) {
            RandomHistory history = new RandomHistory(seed).goOn(600);
            Path folder = Files.createDirectory(dataDir.resolve("seed-" + seed));
            try (SqliteOrderBook book = SqliteOrderBook.open(folder)) {
                book.apply(SOLE, history.events(), history.events().size());
            }

            AuditReport report = Audit.run(
                    new ListLog(history.events()), () -> SqliteBookSnapshot.open(folder), (position, end) -> {});

            assertThat(report.findings()).as("seed %d", seed).isEmpty();
            assertThat(report.book().position())
                    .as("seed %d", seed)
                    .isEqualTo(history.events().size());
            for (AuditReport.SaleFigures sale : report.sales()) {
                assertThat(sale.tiers()).as("seed %d", seed).allSatisfy(tier -> {
                    assertThat(tier.free() + tier.held() + tier.paid())
                            .isEqualTo((long) tier.tier().capacity() * tier.legs());
                });
            }
            assertThat(report.sales().stream()
                            .mapToLong(AuditReport.SaleFigures::orderCount)
                            .sum())
                    .as("seed %d", seed)
                    .isEqualTo(history.orders().size());
        }
    }

    // ---- what is wrong is found -------------------------------------------------------------------------------------

    @TestFactory
    Stream<DynamicTest> everyFaultInTheJournalIsFound() {
        return Arrays.stream(Fault.values())
                .filter(fault -> !EnumSet.of(
                                Fault.JOURNAL_UNREADABLE,
                                Fault.BOOK_UNREADABLE,
                                Fault.BOOK_AHEAD,
                                Fault.SALE_LOST,
                                Fault.ORDER_LOST,
                                Fault.ORDER_SET_BACK,
                                Fault.PAYMENT_LOST,
                                Fault.BOOK_OF_OTHER,
                                Fault.SELLING_STOPPED,
                                Fault.STATE_RECORD,
                                Fault.STATE_KEY,
                                Fault.STATE_BUYER,
                                Fault.STATE_MADE,
                                Fault.STATE_DEADLINE,
                                Fault.STATE_STOCK,
                                Fault.STATE_SALE,
                                Fault.STATE_SNAPSHOT,
                                Fault.ROW_MISSING,
                                Fault.ROW_EXTRA,
                                Fault.ROW_DIFFERS)
                        .contains(fault))
                .map(fault -> DynamicTest.dynamicTest(fault.word(), () -> {
                    List<PlantedFaults.Plant> plants = PlantedFaults.of(fault);
                    assertThat(plants).isNotEmpty();
                    for (PlantedFaults.Plant plant : plants) {
                        assertThat(audit(plant.good()).findings())
                                .as("the journal without the fault: %s", plant.good())
                                .isEmpty();
                        assertThat(plant.faults()).contains(fault);
                        AuditReport report = audit(plant.bad());
                        assertThat(report.isClean()).isFalse();
                        assertThat(report.faults().keySet())
                                .as("%s in %s", report.findings(), plant.bad())
                                .isEqualTo(plant.faults());
                        assertThat(report.findingsOf(fault.check())).isPositive();
                    }
                }));
    }

    @Test
    void whoElseHasTheSeatIsNamed() {
        PlantedFaults.Plant plant = PlantedFaults.of(Fault.SEAT_TWICE).getFirst();
        String first = SampleOrder.of(PlantedSales.CONCERT, 1).order().id().toString();
        String second = SampleOrder.of(PlantedSales.CONCERT, 2).order().id().toString();

        assertThat(audit(plant.bad()).findings().getFirst())
                .isEqualTo(new Finding(
                        Fault.SEAT_TWICE,
                        5,
                        "Seat 1 of tier floor of sale concert is in two live orders on leg 0: " + second + " and "
                                + first + "."));
    }

    @Test
    void deadlinesThatCameWhileTheLedgerWasStoppedAreNoFault() {
        List<Event> events =
                new ArrayList<>(PlantedFaults.of(Fault.OVERDUE).getFirst().bad());
        assertThat(audit(events).faults()).containsOnlyKeys(Fault.OVERDUE);
        // The same orders, but an hour later: the ledger has just come back, and expires next.
        int sales = 3;
        for (int i = sales + 1; i < events.size(); i++) {
            events.set(
                    i,
                    SampleOrder.of(PlantedSales.TRAIN, i - sales)
                            .placedAt(SampleSale.OPENS_AT + 3_600_000 + i)
                            .event());
        }

        assertThat(audit(events).findings()).isEmpty();
    }

    @Test
    void manyFindingsAreCountedAndSomeAreTold() {
        List<Event> events = new ArrayList<>();
        for (int i = 1; i <= 500; i++) {
            events.add(SampleOrder.of(PlantedSales.TRAIN, i).sale("nothing").event());
        }

        AuditReport report = audit(events);

        assertThat(report.faults()).containsEntry(Fault.UNKNOWN_SALE, 500L);
        assertThat(report.findings()).hasSize(BookLimits.AUDIT_FINDINGS_PER_FAULT_MAX);
    }

    @Test
    void aJournalThatCannotBeReadIsAFinding() {
        ListLog log = new ListLog(PlantedSales.everyEnding());
        log.fail("Row 7 is damaged.");

        AuditReport report = Audit.run(log, Optional::empty, (position, end) -> {});

        assertThat(report.findings()).containsExactly(new Finding(Fault.JOURNAL_UNREADABLE, 0, "Row 7 is damaged."));
    }

    @Test
    void aJournalThatIsShorterThanItSaidIsAFinding() {
        ListLog log = new ListLog(PlantedSales.everyEnding());
        Supplier<Optional<BookSnapshot>> cutting = () -> {
            log.cutBehind(5);
            return Optional.empty();
        };

        AuditReport report = Audit.run(log, cutting, (position, end) -> {});

        assertThat(report.faults().keySet()).isEqualTo(Set.of(Fault.JOURNAL_UNREADABLE));
        assertThat(report.events()).isEqualTo(5);
    }

    // ---- the order book
    // -----------------------------------------------------------------------------------------------

    @TestFactory
    Stream<DynamicTest> everyColumnOfTheBookIsCompared() {
        return Stream.of(
                        "number = number + 1",
                        "sale = 'train'",
                        "buyer = 'x'",
                        "key = 'x'",
                        "tier = 'x'",
                        "from_stop = 0, to_stop = 2",
                        "quantity = 2",
                        "seats = '9'",
                        "seats = 'nine'",
                        "state = 'released'",
                        "amount = 1",
                        "currency = 'CNY'",
                        "placed_at = 1",
                        "expires_at = 1",
                        "reference = 'x'",
                        "recovered = 1",
                        "from_stop = 5, to_stop = 1")
                .map(change -> spoilt(
                        change,
                        "UPDATE orders SET " + change + " WHERE sale = 'concert' AND number = 2",
                        Fault.ROW_DIFFERS));
    }

    @TestFactory
    Stream<DynamicTest> everyTableOfTheBookIsCompared() {
        return Stream.of(
                spoilt("a sale's name", "UPDATE sales SET name = 'x' WHERE id = 'late'", Fault.ROW_DIFFERS),
                spoilt("a sale's time", "UPDATE sales SET closes_at = 5 WHERE id = 'late'", Fault.ROW_DIFFERS),
                spoilt("a stop", "UPDATE stops SET name = 'x' WHERE place = 1", Fault.ROW_DIFFERS),
                spoilt("a tier", "UPDATE tiers SET capacity = 11 WHERE sale = 'concert'", Fault.ROW_DIFFERS),
                spoilt("a fare", "INSERT INTO fares VALUES ('train', 'second', 0, 0, 1, 5)", Fault.ROW_DIFFERS),
                spoilt(
                        "a senseless fare",
                        "INSERT INTO fares VALUES ('train', 'second', 0, 1, 1, 5)",
                        Fault.ROW_DIFFERS),
                spoilt("a missing sale", "DELETE FROM sales WHERE id = 'late'", Fault.ROW_MISSING),
                spoilt(
                        "a missing order",
                        "DELETE FROM orders WHERE sale = 'concert' AND number = 2",
                        Fault.ROW_MISSING),
                spoilt(
                        "an extra sale",
                        "INSERT INTO sales SELECT 'x', name, opens_at, closes_at, hold_seconds, deduct,"
                                + " per_buyer, buyer_refunds, status FROM sales WHERE id = 'late'",
                        Fault.ROW_EXTRA),
                spoilt(
                        "an extra order",
                        "INSERT INTO orders SELECT '0000000000000000000000000x', number, sale, buyer, key,"
                                + " tier, from_stop, to_stop, quantity, seats, state, amount, currency, placed_at, expires_at,"
                                + " reference, recovered FROM orders LIMIT 1",
                        Fault.ROW_EXTRA),
                spoilt("a book ahead", "UPDATE bookmarks SET position = 1000", Fault.BOOK_AHEAD),
                spoilt(
                        "a book without its table",
                        "DROP VIEW order_list; DROP VIEW sold_by_sale; DROP VIEW sold_by_tier;"
                                + " DROP VIEW seats_taken; DROP TABLE orders",
                        Fault.BOOK_UNREADABLE));
    }

    private DynamicTest spoilt(String name, String sql, Fault fault) {
        return DynamicTest.dynamicTest(name, () -> {
            Path folder = Files.createTempDirectory(dataDir, "book");
            List<Event> events = PlantedSales.everyEnding();
            try (SqliteOrderBook book = SqliteOrderBook.open(folder)) {
                book.apply(SOLE, events, events.size());
            }
            Supplier<AuditReport> audit =
                    () -> Audit.run(new ListLog(events), () -> SqliteBookSnapshot.open(folder), (position, end) -> {});
            assertThat(audit.get().findings()).isEmpty();

            new BookFile(folder).run(sql);

            AuditReport report = audit.get();
            assertThat(report.faults()).as("%s", report.findings()).containsExactly(java.util.Map.entry(fault, 1L));
            assertThat(report.events())
                    .as("the journal is audited all the same")
                    .isEqualTo(events.size());
        });
    }

    @Test
    void aDamagedBookIsAFinding() throws IOException {
        Files.writeString(dataDir.resolve("orders.db"), "Buy milk.\n".repeat(1000));

        assertThat(auditWithBook(PlantedSales.everyEnding()).faults())
                .containsExactly(java.util.Map.entry(Fault.BOOK_UNREADABLE, 1L));
    }

    @Test
    void aBookBehindIsComparedUpToItsPosition() throws SQLException {
        List<Event> events = PlantedSales.everyEnding();
        try (SqliteOrderBook book = SqliteOrderBook.open(dataDir)) {
            book.apply(SOLE, events.subList(0, 10), 10);
        }

        AuditReport report = auditWithBook(events);

        assertThat(report.findings()).isEmpty();
        assertThat(report.events()).isEqualTo(events.size());
        assertThat(report.book().position()).isEqualTo(10);

        new BookFile(dataDir).run("UPDATE orders SET seats = '9' WHERE sale = 'concert' AND number = 1");
        assertThat(auditWithBook(events).faults().keySet()).isEqualTo(Set.of(Fault.ROW_DIFFERS));
    }

    @Test
    void aBookThatIsNotThereYetIsNoFinding() {
        AuditReport report = auditWithBook(PlantedSales.everyEnding());

        assertThat(report.isClean()).isTrue();
        assertThat(report.book().whyNot()).isEqualTo("there is none yet");
    }

    /** The server goes on while the audit runs: first the journal grows, then the book follows beyond the end that the audit began with. */
    @Test
    void aBookThatGoesOnMeanwhileIsComparedWhereItIs() {
        List<Event> events = PlantedSales.everyEnding();
        ListLog log = new ListLog(events.subList(0, 8));
        try (SqliteOrderBook book = SqliteOrderBook.open(dataDir)) {
            book.apply(SOLE, events.subList(0, 5), 5);
            Audit.Progress serverGoesOn = (position, end) -> {
                if (log.end() == 8) {
                    log.commitInSilence(events.subList(8, events.size()).toArray(Event[]::new));
                    book.apply(SOLE, events.subList(5, 15), 15);
                }
            };

            AuditReport report = Audit.run(log, () -> SqliteBookSnapshot.open(dataDir), serverGoesOn);

            assertThat(report.findings()).isEmpty();
            assertThat(report.book().position()).isEqualTo(15);
            assertThat(report.events()).isEqualTo(15);
        }
    }

    @Test
    void aBookThatIsWrittenAnewMeanwhileIsNotCompared() {
        List<Event> events = PlantedSales.everyEnding();
        try (SqliteOrderBook book = SqliteOrderBook.open(dataDir)) {
            book.apply(SOLE, events, events.size());
            Audit.Progress rewriting = (position, end) -> book.clear(SOLE);

            AuditReport report = Audit.run(new ListLog(events), () -> SqliteBookSnapshot.open(dataDir), rewriting);

            assertThat(report.isClean()).isTrue();
            assertThat(report.book().whyNot()).contains("being written anew");
        }
    }

    @Test
    void progressGoesToTheEnd() {
        List<Long> positions = new ArrayList<>();
        List<Event> events = PlantedSales.everyEnding();

        Audit.run(new ListLog(events), Optional::empty, (position, end) -> {
            assertThat(end).isEqualTo(events.size());
            positions.add(position);
        });

        assertThat(positions).isSorted().last().isEqualTo((long) events.size());
    }
}
