package dev.onsale.ledger.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.ledger.Outcome;
import dev.onsale.sale.SampleSale;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A heap that holds the running stock and a tenth more makes its snapshots: there is no second stock. */
class SnapshotMemoryTest {

    private static final int ORDERS = 100_000;

    /** The stock of so many orders takes 40 MB of it, and the program itself some 10. */
    private static final String HEAP = "-Xmx68m";

    @TempDir
    private Path dir;

    @Test
    void aSnapshotNeedsNoSecondStock() throws Exception {
        Process child = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        HEAP,
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseCompactObjectHeaders",
                        "-XX:+ExitOnOutOfMemoryError",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Seller.class.getName(),
                        dir.toString())
                .redirectErrorStream(true)
                .start();
        try {
            String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(child.exitValue()).as(said).isZero();
        } finally {
            child.destroyForcibly();
        }
        assertThat(new SnapshotFolder(dir).newestFirst()).hasSizeBetween(1, 2);
        try (JournalReader reader = new JournalReader(new JournalFile(dir, Long.MAX_VALUE / 2))) {
            Recovery recovery = Recovery.run(new SnapshotFolder(dir), reader, Pace.ANY);
            assertThat(recovery.origin()).isNotNull();
            assertThat(recovery.state().orderCount()).isEqualTo(ORDERS);
        }
    }

    /** The other process: sells all, with a snapshot at the end. */
    static final class Seller {

        private Seller() {}

        public static void main(String[] args) {
            Path dir = Path.of(args[0]);
            try (LedgerOnDisk ledger = LedgerOnDisk.open(dir, TestSettings.snapshotsEvery(ORDERS))) {
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
