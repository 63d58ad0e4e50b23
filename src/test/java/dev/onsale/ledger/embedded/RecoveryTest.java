package dev.onsale.ledger.embedded;

import static dev.onsale.ledger.embedded.LedgerOnDisk.awaitThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.config.Limits;
import dev.onsale.ledger.Command;
import dev.onsale.ledger.Event;
import dev.onsale.ledger.HistoryWriter;
import dev.onsale.ledger.Order;
import dev.onsale.ledger.Outcome;
import dev.onsale.ledger.Seeds;
import dev.onsale.ledger.StockState;
import dev.onsale.sale.SampleSale;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stock after a restart is the stock before it, from the journal alone or from a snapshot and what is behind it. */
class RecoveryTest {

    @TempDir
    private Path dir;

    /** All that a stock knows, in an order that does not depend on its tables. */
    private static List<String> contents(StockState state) {
        List<Event> events = new ArrayList<>();
        state.frozen().compacted(events::add);
        return events.stream().map(Event::toString).sorted().toList();
    }

    private Recovery recover() {
        try (JournalReader reader = new JournalReader(new JournalFile(dir, Limits.JOURNAL_BYTES_MAX))) {
            return Recovery.run(new SnapshotFolder(dir), reader, Pace.ANY);
        }
    }

    private List<Path> snapshots() {
        try {
            return new SnapshotFolder(dir).newestFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void removeSnapshots() throws IOException {
        for (Path file : snapshots()) {
            Files.delete(file);
        }
    }

    /** Plays commands one by one, on the ledger and on a stock in memory; their answers must be the same. */
    private static void play(List<Command> commands, LedgerOnDisk ledger, StockState memory) {
        for (Command command : commands) {
            var decision = memory.decide(command);
            decision.events().forEach(memory::apply);
            assertThat(ledger.ask(command)).isEqualTo(decision.outcome());
        }
    }

    @Test
    void theStockIsTheSameAfterARestartWithAndWithoutSnapshots() throws IOException {
        for (long seed : Seeds.some(8)) {
            Random random = new Random(seed);
            StockState memory = new StockState();
            // The sales open in the year 2100, and the ledger's clock stands still long before their deadlines.
            Settings settings = TestSettings.snapshotsEvery(40);
            for (int part = 0; part < 4; part++) {
                try (LedgerOnDisk ledger = LedgerOnDisk.open(dir, settings)) {
                    ledger.clock(0);
                    play(HistoryWriter.write(random.nextLong()), ledger, memory);
                    play(HistoryWriter.write(random.nextLong()), ledger, memory);
                }
                Recovery recovery = recover();
                assertThat(contents(recovery.state())).as("seed %d", seed).isEqualTo(contents(memory));
            }
            try (LedgerOnDisk ledger = LedgerOnDisk.open(dir, settings)) {
                awaitThat("a snapshot", () -> !snapshots().isEmpty());
                assertThat(ledger.fatal()).isEmpty();
            }
            assertThat(recover().origin()).as("seed %d", seed).isNotNull();
            assertThat(contents(recover().state())).as("seed %d", seed).isEqualTo(contents(memory));
            removeSnapshots();
            assertThat(recover().origin()).isNull();
            assertThat(contents(recover().state())).as("seed %d", seed).isEqualTo(contents(memory));
            Files.delete(dir.resolve("journal.db"));
            Files.delete(dir.resolve("journal.witness"));
        }
    }

    /** Sells until two snapshots lie there; returns the orders. */
    private List<Order> sellUntilTwoSnapshots() {
        List<Order> orders = new ArrayList<>();
        try (LedgerOnDisk ledger = LedgerOnDisk.open(dir, TestSettings.snapshotsEvery(50))) {
            ledger.open(SampleSale.concert("rush", 10_000));
            while (snapshots().size() < 2) {
                orders.add(ledger.place());
            }
            orders.add(ledger.place()); // at least one event behind the last snapshot
            assertThat(ledger.fatal()).isEmpty();
        }
        return orders;
    }

    private void assertAllThere(List<Order> orders) {
        try (LedgerOnDisk ledger = LedgerOnDisk.open(dir)) {
            for (Order order : orders) {
                assertThat(ledger.ask(ledger.wish((int) order.number()))).isEqualTo(new Outcome.OfOrder(order, true));
            }
            Order next = LedgerOnDisk.ordered(ledger.ask(ledger.wish(1_000_000)));
            assertThat(next.number()).isEqualTo(orders.size() + 1);
        }
    }

    @Test
    void snapshotsComeAndOldOnesGo() {
        List<Order> orders = sellUntilTwoSnapshots();
        try (LedgerOnDisk ledger = LedgerOnDisk.open(dir, TestSettings.snapshotsEvery(50))) {
            Path newest = snapshots().getFirst();
            for (int i = orders.size() + 1; snapshots().getFirst().equals(newest); i++) {
                orders.add(LedgerOnDisk.ordered(ledger.ask(ledger.wish(i))));
            }
            awaitThat("the oldest is gone", () -> snapshots().size() == 2);
            assertThat(snapshots()).contains(newest);
        }
        assertThat(dir.resolve("snapshot.tmp")).doesNotExist();
        assertAllThere(orders);
    }

    @Test
    void theNewestSnapshotIsUsed() {
        sellUntilTwoSnapshots();
        Recovery.Origin origin = recover().origin();
        assertThat(origin).isNotNull();
        assertThat(origin.file()).isEqualTo(snapshots().getFirst());
        assertThat(origin.file().getFileName().toString())
                .isEqualTo("snapshot-%020d.onsale".formatted(origin.position()));
    }

    @Test
    void aSnapshotThatIsDamagedAnywhereIsPassedOver() throws IOException {
        List<Order> orders = sellUntilTwoSnapshots();
        Path newest = snapshots().getFirst();
        Path older = snapshots().getLast();
        byte[] whole = Files.readAllBytes(newest);
        long seed = Seeds.next();
        Random random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            byte[] damaged = whole.clone();
            int at = i < 40 ? i : random.nextInt(whole.length);
            damaged[at] ^= (byte) (1 << random.nextInt(8));
            Files.write(newest, damaged);
            Recovery recovery = recover();
            assertThat(recovery.origin())
                    .as("seed %d, byte %d", seed, at)
                    .isNotNull()
                    .extracting(Recovery.Origin::file)
                    .isEqualTo(older);
            assertThat(recovery.state().orderCount()).isEqualTo(orders.size());
        }
        for (int length = 0; length < whole.length; length += 1 + random.nextInt(100)) {
            Files.write(newest, java.util.Arrays.copyOf(whole, length));
            assertThat(recover().origin().file()).as("cut at %d", length).isEqualTo(older);
        }
        Files.write(older, new byte[0]);
        assertThat(recover().origin()).isNull();
        assertAllThere(orders);
    }

    @Test
    void bytesBehindTheEndOfASnapshotAreDamageToo() throws IOException {
        sellUntilTwoSnapshots();
        Files.write(snapshots().getFirst(), new byte[] {0}, StandardOpenOption.APPEND);
        assertThat(recover().origin().file()).isEqualTo(snapshots().getLast());
    }

    @Test
    void aSnapshotOfANewerVersionIsPassedOver() throws IOException {
        sellUntilTwoSnapshots();
        Path newest = snapshots().getFirst();
        byte[] bytes = Files.readAllBytes(newest);
        bytes[7]++;
        Files.write(newest, bytes);
        assertThat(recover().origin().file()).isEqualTo(snapshots().getLast());
    }

    @Test
    void aSnapshotThatCannotBeWrittenHindersNoSale() throws IOException {
        Files.createDirectory(dir.resolve("snapshot.tmp")); // where its file would be
        try (LedgerOnDisk ledger = LedgerOnDisk.open(dir, TestSettings.snapshotsEvery(10))) {
            ledger.open(SampleSale.concert("rush", 1_000));
            for (int i = 0; i < 100; i++) {
                ledger.place();
            }
            assertThat(ledger.fatal()).isEmpty();
        }
        assertThat(snapshots()).isEmpty();
        assertThat(recover().state().orderCount()).isEqualTo(100);
    }
}
