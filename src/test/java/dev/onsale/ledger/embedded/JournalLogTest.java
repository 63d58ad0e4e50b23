package dev.onsale.ledger.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onsale.events.EventLog;
import dev.onsale.events.EventLogException;
import dev.onsale.ledger.Event;
import dev.onsale.ledger.Outcome;
import dev.onsale.sale.SampleSale;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalLogTest {

    @TempDir
    private Path dir;

    private Path journal() {
        return dir.resolve("journal.db");
    }

    /** Sells in batches of whatever size; returns all events. */
    private List<Event> sell(int orders) {
        try (LedgerOnDisk ledger = LedgerOnDisk.open(dir)) {
            ledger.open(SampleSale.concert("rush", orders));
            List<CompletableFuture<Outcome>> answers = new ArrayList<>();
            for (int i = 1; i <= orders; i++) {
                answers.add(ledger.submit(ledger.wish(i)));
                if (i % 7 == 0) {
                    LedgerOnDisk.await(answers.getLast());
                }
            }
            answers.forEach(LedgerOnDisk::await);
            return ledger.told();
        }
    }

    @Test
    void itReadsFromAnyPositionOn() {
        List<Event> all = sell(100);
        try (EventLog log = JournalLog.open(dir)) {
            assertThat(log.end()).isEqualTo(101);
            for (int after = 0; after <= 101; after++) {
                EventLog.Page page = log.read(after, 1_000);
                assertThat(page).isEqualTo(new EventLog.Page(all.subList(after, 101), 101));
            }
            assertThat(log.read(101, 10)).isEqualTo(new EventLog.Page(List.of(), 101));
            assertThat(log.read(500, 10)).isEqualTo(new EventLog.Page(List.of(), 500));
        }
    }

    @Test
    void pagesFollowOnOneAnotherAndAreNotMuchLargerThanAsked() {
        List<Event> all = sell(100);
        try (EventLog log = JournalLog.open(dir)) {
            List<Event> read = new ArrayList<>();
            EventLog.Page page = log.read(0, 10);
            while (!page.events().isEmpty()) {
                assertThat(page.events()).hasSizeLessThan(10 + 100);
                read.addAll(page.events());
                assertThat(page.position()).isEqualTo(read.size());
                page = log.read(page.position(), 10);
            }
            assertThat(read).isEqualTo(all);
        }
    }

    /** Beside a writer: what is read only ever grows, and is a beginning of what was sold. */
    @Test
    void aReaderBesideTheWriterSeesAGrowingBeginning() throws Exception {
        try (LedgerOnDisk ledger = LedgerOnDisk.open(dir, TestSettings.logOf(256 * 1024));
                EventLog log = JournalLog.open(dir)) {
            ledger.open(SampleSale.concert("rush", 20_000));
            List<Event> read = new ArrayList<>();
            Thread selling = Thread.ofPlatform().start(() -> {
                for (int i = 0; i < 1_000; i++) {
                    ledger.place();
                }
            });
            int pages = 0;
            while (selling.isAlive() || log.end() > read.size()) {
                EventLog.Page page = log.read(read.size(), 500);
                read.addAll(page.events());
                assertThat(page.position()).isEqualTo(read.size());
                pages += page.events().isEmpty() ? 0 : 1;
            }
            selling.join();
            assertThat(pages).isGreaterThan(10);
            assertThat(read).isEqualTo(ledger.told());
            assertThat(ledger.fatal()).isEmpty();
        }
    }

    /** From position 0 it reads from the beginning, and finds what is wrong there. */
    private void assertDamage(String... words) {
        try (EventLog log = JournalLog.open(dir)) {
            assertThatThrownBy(() -> log.read(0, 1_000))
                    .isInstanceOf(EventLogException.class)
                    .hasMessageContainingAll(words)
                    .hasMessageContaining("restore the data folder from a backup");
        }
        assertThatThrownBy(() -> LedgerOnDisk.open(dir))
                .isInstanceOf(EventLogException.class)
                .hasMessageContainingAll(words);
    }

    @Test
    void aRowThatChangedIsFoundOut() throws SQLException {
        sell(30);
        Sqlite.run(
                journal(),
                "UPDATE journal SET events = substr(events, 1, 20) || x'00' || substr(events, 22) WHERE seq = 1");
        assertDamage("Row 1 of the journal " + journal(), "its checksum is wrong", "Events 1 to 0 are intact");
    }

    @Test
    void aRowThatIsMissingIsFoundOut() throws SQLException {
        sell(30);
        long second = Sqlite.number(journal(), "SELECT min(seq) FROM journal WHERE seq > 1");
        Sqlite.run(journal(), "DELETE FROM journal WHERE seq = " + second);
        assertDamage("the rows between are missing", "Events 1 to 1 are intact");
    }

    @Test
    void theFirstRowThatIsMissingIsFoundOut() throws SQLException {
        sell(30);
        Sqlite.run(journal(), "DELETE FROM journal WHERE seq = 1");
        assertDamage("the rows between are missing", "Events 1 to 0 are intact");
    }

    /** Right in itself, with as many events, but of another history. */
    @Test
    void aRowOfAnotherJournalIsFoundOut(@TempDir Path other) throws SQLException {
        for (Path folder : List.of(dir, other)) {
            try (LedgerOnDisk ledger = LedgerOnDisk.open(folder)) {
                ledger.open(SampleSale.concert("rush", folder.equals(dir) ? 5 : 6));
                ledger.place();
                ledger.place();
            }
        }
        Sqlite.run(
                journal(),
                "ATTACH '" + other.resolve("journal.db") + "' AS other",
                "UPDATE journal SET events = (SELECT events FROM other.journal WHERE seq = 2) WHERE seq = 2");
        assertDamage("Row 2", "it does not follow on the row before it", "Events 1 to 1 are intact");
    }

    @Test
    void aRowThatTellsOfTheWrongEventsIsFoundOut() throws SQLException {
        sell(30);
        long last = Sqlite.number(journal(), "SELECT max(seq) FROM journal");
        Sqlite.run(journal(), "UPDATE journal SET seq = seq + 1 WHERE seq = " + last);
        assertDamage("Row " + (last + 1), "missing");
    }

    /** A reader that begins in the middle has no link to check, but later pages have one. */
    @Test
    void damageBehindTheFirstPageIsFoundOutToo(@TempDir Path other) throws SQLException {
        for (Path folder : List.of(dir, other)) {
            try (LedgerOnDisk ledger = LedgerOnDisk.open(folder)) {
                ledger.open(SampleSale.concert("rush", folder.equals(dir) ? 5 : 6));
                ledger.place();
                ledger.place();
                ledger.place();
            }
        }
        Sqlite.run(
                journal(),
                "ATTACH '" + other.resolve("journal.db") + "' AS other",
                "UPDATE journal SET events = (SELECT events FROM other.journal WHERE seq = 4) WHERE seq = 4");
        try (EventLog log = JournalLog.open(dir)) {
            assertThat(log.read(2, 1).position()).isEqualTo(3);
            assertThatThrownBy(() -> log.read(3, 1)).hasMessageContaining("it does not follow on the row before it");
        }
    }
}
