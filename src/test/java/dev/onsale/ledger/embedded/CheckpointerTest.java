package dev.onsale.ledger.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.events.EventEncoder;
import dev.onsale.ledger.Event;
import dev.onsale.sale.Journey;
import dev.onsale.sale.SampleSale;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointerTest {

    private static final int LOG_BYTES = 256 * 1024;

    @TempDir
    private Path dir;

    /** Buyers who order again as soon as they are answered, so that the writer never rests. */
    private static void sell(LedgerOnDisk ledger, AtomicInteger numbers, int orders) {
        int lanes = 16;
        List<CompletableFuture<Void>> done = new ArrayList<>();
        for (int lane = 0; lane < lanes; lane++) {
            CompletableFuture<Void> end = new CompletableFuture<>();
            done.add(end);
            next(ledger, numbers, orders, end);
        }
        done.forEach(LedgerOnDisk::await);
    }

    private static void next(LedgerOnDisk ledger, AtomicInteger numbers, int last, CompletableFuture<Void> end) {
        int number = numbers.incrementAndGet();
        if (number > last) {
            end.complete(null);
            return;
        }
        ledger.ledger().submit(ledger.wish(number), outcome -> {
            LedgerOnDisk.ordered(outcome);
            next(ledger, numbers, last, end);
        });
    }

    private long logBytes() {
        try {
            return Files.size(dir.resolve("journal.db-wal"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void theLogStaysShortUnderAConstantLoad() throws Exception {
        try (LedgerOnDisk ledger = LedgerOnDisk.open(dir, TestSettings.logOf(LOG_BYTES))) {
            ledger.open(SampleSale.concert("rush", 100_000));
            AtomicInteger numbers = new AtomicInteger();
            long longest = 0;
            for (int orders = 1_000; orders <= 30_000; orders += 1_000) {
                sell(ledger, numbers, orders);
                longest = Math.max(longest, logBytes());
            }
            long written = Files.size(dir.resolve("journal.db"));
            // Whatever was written went through the log, with the pages around it, and more than once through its
            // length.
            assertThat(written).isGreaterThan(6 * LOG_BYTES);
            assertThat(longest).isLessThan(4 * LOG_BYTES);
            assertThat(ledger.fatal()).isEmpty();
        }
    }

    /** A reader that stands still keeps the log from beginning anew, but keeps nobody from selling; later all is well again. */
    @Test
    void aReaderThatStandsStillHindersNoSale() throws Exception {
        try (LedgerOnDisk ledger = LedgerOnDisk.open(dir, TestSettings.logOf(LOG_BYTES))) {
            ledger.open(SampleSale.concert("rush", 100_000));
            AtomicInteger numbers = new AtomicInteger();
            sell(ledger, numbers, 100);
            try (Connection reader = Sqlite.open(dir.resolve("journal.db"));
                    Statement statement = reader.createStatement()) {
                statement.execute("BEGIN");
                statement.executeQuery("SELECT count(*) FROM journal").close();
                sell(ledger, new AtomicInteger(1_000), 20_000);
                assertThat(logBytes()).isGreaterThan(4 * LOG_BYTES);
                statement.execute("COMMIT");
            }
            sell(ledger, new AtomicInteger(30_000), 60_000);
            assertThat(logBytes()).as("the log was cut back").isLessThanOrEqualTo(4 * LOG_BYTES);
            assertThat(ledger.fatal()).isEmpty();
            List<Event> told = ledger.told();
            try (JournalLog log = JournalLog.open(dir)) {
                assertThat(log.read(0, Integer.MAX_VALUE).events()).isEqualTo(told);
            }
        }
    }

    /** Taking the room is slow, so neither a first commit nor the upkeep between two commits may have to do it. */
    @Test
    void theLogHasItsLengthBeforeTheFirstCommandAndDoesNotGrow() throws Exception {
        List<Long> lengths = new CopyOnWriteArrayList<>();
        UnaryOperator<BatchStore> watch = store -> new LengthWatch(store, () -> lengths.add(logBytes()));
        try (LedgerOnDisk ledger = LedgerOnDisk.open(dir, TestSettings.storeBehind(watch))) {
            ledger.open(SampleSale.concert("rush", 100));
            ledger.place();
        }
        assertThat(lengths).hasSizeGreaterThanOrEqualTo(4).containsOnly(Settings.STANDARD.logBytes());
        try (JournalLog log = JournalLog.open(dir)) {
            assertThat(log.read(0, 10).events()).hasSize(2);
        }
    }

    /** A ledger that was cut off left its log behind, with commits in it: they are not written over. */
    @Test
    void aLogThatWasLeftBehindIsLengthenedBehindItsCommits() throws Exception {
        Path left = dir.resolve("left");
        try (LedgerOnDisk ledger = LedgerOnDisk.open(dir, TestSettings.logOf(8 * 4096))) {
            ledger.open(SampleSale.concert("rush", 100));
            ledger.place();
            Files.createDirectory(left);
            for (String name : List.of("journal.db", "journal.db-wal")) {
                Files.copy(dir.resolve(name), left.resolve(name));
            }
        }
        try (LedgerOnDisk ledger = LedgerOnDisk.open(left, TestSettings.logOf(LOG_BYTES))) {
            assertThat(Files.size(left.resolve("journal.db-wal"))).isEqualTo(LOG_BYTES);
            assertThat(ledger.view("rush").tiers().getFirst().free(Journey.WHOLE_CONCERT))
                    .isEqualTo(99);
        }
    }

    /** Looks before and after whatever the writer has the store do. */
    private record LengthWatch(BatchStore store, Runnable look) implements BatchStore {

        @Override
        public long append(EventEncoder batch) {
            look.run();
            long position = store.append(batch);
            look.run();
            return position;
        }

        @Override
        public void confirm() {
            store.confirm();
        }

        @Override
        public void tidy() {
            store.tidy();
            look.run();
        }

        @Override
        public void close() {
            store.close();
        }
    }
}
