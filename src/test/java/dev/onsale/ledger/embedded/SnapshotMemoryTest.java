package dev.onsale.ledger.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.disk.DiskReserve;
import dev.onsale.ledger.Command;
import dev.onsale.ledger.Order;
import dev.onsale.ledger.OrderId;
import dev.onsale.ledger.OrderRoom;
import dev.onsale.ledger.Outcome;
import dev.onsale.ledger.Refusal;
import dev.onsale.sale.SampleSale;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A heap that holds the running stock and a tenth more makes its snapshots, and a full one takes no more orders. */
@Tag("servers")
class SnapshotMemoryTest {

    private static final int ORDERS = 100_000;

    /** The stock of so many orders takes 40 MB of it, and the program itself some 10. */
    private static final String HEAP = "-Xmx68m";

    @TempDir
    private Path dir;

    private void run(String heap, String... arguments) throws Exception {
        SmallProcess.run(heap, Seller.class, dir.toString(), String.join(" ", arguments));
    }

    @Test
    void aSnapshotNeedsNoSecondStock() throws Exception {
        run(HEAP);
        assertThat(new SnapshotFolder(dir).newestFirst()).hasSizeBetween(1, 2);
        try (JournalReader reader = new JournalReader(new JournalFile(dir, Long.MAX_VALUE / 2))) {
            Recovery recovery = Recovery.run(new SnapshotFolder(dir), reader, Pace.ANY);
            assertThat(recovery.origin()).isNotNull();
            assertThat(recovery.state().orderCount()).isEqualTo(ORDERS);
        }
    }

    /** It refuses orders before the heap is full, takes payments for all of them, and starts again as it was. */
    @Test
    void aFullLedgerNeitherDiesNorStaysDown() throws Exception {
        run("-Xmx100m", "until full");
        run("-Xmx100m", "again");
        try (LedgerOnDisk ledger = LedgerOnDisk.open(dir)) {
            assertThat(ledger.ledger().note()).isNull(); // this process has more
        }
    }

    /** The other process: sells all, with a snapshot at the end. */
    static final class Seller {

        private Seller() {}

        public static void main(String[] args) {
            Path dir = Path.of(args[0]);
            if (args[1].isEmpty()) {
                sellAll(dir);
            } else {
                sellUntilFull(dir);
            }
        }

        private static void sellUntilFull(Path dir) {
            try (LedgerOnDisk ledger = LedgerOnDisk.open(dir, TestSettings.snapshotsEvery(ORDERS / 2))) {
                ledger.open(SampleSale.concert("rush", 10 * ORDERS));
                Outcome last = ledger.ask(ledger.wish(0));
                List<OrderId> orders = new ArrayList<>();
                for (int i = 1; last instanceof Outcome.OfOrder; ) {
                    List<CompletableFuture<Outcome>> batch = new ArrayList<>();
                    for (int k = 0; k < 1_000; k++) {
                        batch.add(ledger.submit(ledger.wish(i++)));
                    }
                    for (CompletableFuture<Outcome> answer : batch) {
                        last = LedgerOnDisk.await(answer);
                        if (last instanceof Outcome.OfOrder(Order order, boolean repeated)) {
                            orders.add(order.id());
                        }
                    }
                    ledger.forget();
                }
                if (!last.equals(new Outcome.Refused(new Refusal.LedgerFull()))
                        || ledger.ledger().note() == null) {
                    throw new AssertionError("the last answer was " + last + ", and noted is "
                            + ledger.ledger().note());
                }
                ArrayDeque<CompletableFuture<Outcome>> waiting = new ArrayDeque<>();
                for (OrderId order : orders) {
                    waiting.add(
                            ledger.submit(new Command.PayOrder(SampleSale.OPENS_AT, order, "reference of " + order)));
                    if (waiting.size() > 1_000) {
                        LedgerOnDisk.ordered(LedgerOnDisk.await(waiting.remove()));
                        ledger.forget();
                    }
                }
                waiting.forEach(LedgerOnDisk::await);
                if (!ledger.fatal().equals(List.of())) {
                    throw new AssertionError(ledger.fatal().getFirst());
                }
            }
        }

        private static void sellAll(Path dir) {
            // More than the bound would let in: what is tested is the memory itself.
            Settings settings =
                    new Settings(1 << 16, 1L << 40, 64 * 1024, ORDERS, OrderRoom.ANY, DiskReserve::of, store -> store);
            try (LedgerOnDisk ledger = LedgerOnDisk.open(dir, settings)) {
                ledger.open(SampleSale.concert("rush", ORDERS));
                ArrayDeque<CompletableFuture<Outcome>> waiting = new ArrayDeque<>();
                for (int i = 0; i < ORDERS; i++) {
                    waiting.add(ledger.submit(ledger.wish(i)));
                    if (waiting.size() > 1_000) {
                        LedgerOnDisk.ordered(LedgerOnDisk.await(waiting.remove()));
                    }
                }
                waiting.forEach(LedgerOnDisk::await);
                LedgerOnDisk.awaitThat(
                        "a snapshot",
                        () -> !new SnapshotFolder(dir).listed().isEmpty()
                                || !ledger.fatal().isEmpty());
                if (!ledger.fatal().equals(List.of())) {
                    throw new AssertionError(ledger.fatal().getFirst());
                }
            }
        }
    }
}
