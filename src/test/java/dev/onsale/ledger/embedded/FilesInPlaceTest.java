package dev.onsale.ledger.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.ledger.Outcome;
import dev.onsale.sale.SampleSale;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is done to the journal's files under a running ledger: nothing is answered after it. */
class FilesInPlaceTest {

    @TempDir
    private Path top;

    /** By a shell, as an operator or a cleaning script would: this process may not open and close the files by itself. */
    private void shell(String command) throws Exception {
        Process shell = new ProcessBuilder("sh", "-ec", command)
                .directory(top.toFile())
                .inheritIO()
                .start();
        assertThat(shell.waitFor()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rm data/journal.db",
                "rm data/journal.db-wal",
                "rm data/journal.db-shm",
                "rm data/journal.db*",
                "rm -r data",
                "mv data elsewhere",
                "mv data elsewhere; mkdir data",
                "mv data elsewhere; cp -R elsewhere data",
                "mv data/journal.db data/old",
                "cp data/journal.db copy; mv copy data/journal.db",
                "cp data/journal.db-wal copy; mv copy data/journal.db-wal",
                "rm data/journal.db; touch data/journal.db",
                ": >data/journal.db",
                ": >data/journal.db-wal",
                "truncate -s 4096 data/journal.db",
                "truncate -s 20000 data/journal.db-wal",
            })
    void nothingIsAnsweredAfterIt(String harm) throws Exception {
        try (LedgerOnDisk ledger = LedgerOnDisk.open(top.resolve("data"), TestSettings.logOf(64 * 1024))) {
            ledger.open(SampleSale.concert("rush", 10_000));
            // Past some checkpoints, so that there is something to lose in every file.
            for (int i = 0; i < 60; i++) {
                ledger.place();
            }
            shell(harm);
            CompletableFuture<Outcome> after = ledger.submit(ledger.wish(1_000));
            LedgerOnDisk.awaitThat("it ends", () -> !ledger.fatal().isEmpty());
            assertThat(ledger.fatal().getFirst()).hasMessageContaining("under the running ledger");
            assertThat(after.isDone() && after.join() instanceof Outcome.OfOrder)
                    .isFalse();
            assertThat(ledger.ask(ledger.wish(1_001))).isInstanceOf(Outcome.Refused.class);
        }
    }

    /** What readers, checkpoints and snapshots do is no harm. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "PRAGMA wal_checkpoint(PASSIVE)",
                "PRAGMA wal_checkpoint(RESTART)",
                "SELECT count(*) FROM journal",
                "cp -R data copy",
                "touch data/journal.db data/journal.db-wal",
                "chmod 644 data/journal.db",
            })
    void whatMayBeDoneBesideItIsNoHarm(String work) throws Exception {
        try (LedgerOnDisk ledger = LedgerOnDisk.open(top.resolve("data"), TestSettings.logOf(64 * 1024))) {
            ledger.open(SampleSale.concert("rush", 10_000));
            for (int i = 0; i < 60; i++) {
                ledger.place();
            }
            if (work.contains(" data")) {
                shell(work);
            } else {
                try (Connection connection =
                                DriverManager.getConnection("jdbc:sqlite:" + top.resolve("data/journal.db"));
                        Statement statement = connection.createStatement()) {
                    statement.execute(work);
                }
            }
            for (int i = 0; i < 60; i++) {
                ledger.place();
            }
            assertThat(ledger.fatal()).isEmpty();
        }
    }
}
