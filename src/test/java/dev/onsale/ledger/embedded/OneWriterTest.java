package dev.onsale.ledger.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onsale.sale.SampleSale;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One writer, whatever name leads to the journal, and whoever removes the lock file. */
class OneWriterTest {

    @TempDir
    private Path top;

    private static void assertInUse(Path dir) {
        assertThatThrownBy(() -> LedgerOnDisk.open(dir))
                .hasMessageContaining("is being written by another process")
                .hasMessageContaining("Stop that process first");
    }

    @Test
    void theJournalIsLockedWhateverNameLeadsToIt() throws IOException {
        Path data = top.resolve("data");
        try (LedgerOnDisk ledger = LedgerOnDisk.open(data)) {
            ledger.open(SampleSale.concert("rush", 10));
            Files.delete(data.resolve("ledger.lock"));
            assertInUse(data);
            Files.delete(data.resolve("ledger.lock"));
            assertInUse(Files.createSymbolicLink(top.resolve("symbolic"), data));
            Path hard = Files.createDirectory(top.resolve("hard"));
            Files.createLink(hard.resolve("journal.db"), data.resolve("journal.db"));
            assertInUse(hard);
            assertThat(ledger.place().number()).isEqualTo(1);
            assertThat(ledger.fatal()).isEmpty();
        }
        LedgerOnDisk.open(data).close();
    }

    /**
     * The operating system takes such locks away as soon as this process closes the file anywhere: so it is asked, after all that a ledger does
     * with its journal. The kernel's list shows the lock, which another process would meet.
     */
    @Test
    void theLockStaysWhateverTheLedgerDoes() throws Exception {
        Path data = top.resolve("data");
        for (int start = 0; start < 2; start++) {
            try (LedgerOnDisk ledger = LedgerOnDisk.open(data, TestSettings.snapshotsEvery(20))) {
                assertLocked(data);
                ledger.open(SampleSale.concert("rush", 10_000));
                for (int i = 0; i < 200; i++) {
                    ledger.ask(ledger.wish(1_000 * start + i));
                }
                LedgerOnDisk.awaitThat(
                        "a snapshot", () -> !new SnapshotFolder(data).listed().isEmpty());
                try (JournalLog log = JournalLog.open(data)) {
                    assertThat(log.end()).isGreaterThan(200);
                }
                Files.delete(data.resolve("ledger.lock"));
                assertInUse(data);
                assertLocked(data);
                assertThat(ledger.fatal()).isEmpty();
            }
        }
    }

    private static void assertLocked(Path data) throws IOException {
        String inode = ":" + Files.getAttribute(data.resolve("journal.db"), "unix:ino") + " ";
        String pid = " " + ProcessHandle.current().pid() + " ";
        List<String> locks = Files.readAllLines(Path.of("/proc/locks"));
        assertThat(locks).anySatisfy(lock -> assertThat(lock).contains("WRITE", inode, pid, String.valueOf(1L << 62)));
    }
}
