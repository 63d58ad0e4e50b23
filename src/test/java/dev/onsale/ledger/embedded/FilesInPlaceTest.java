package dev.onsale.ledger.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onsale.ledger.Outcome;
import dev.onsale.sale.SampleSale;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is done to the journal's files under a running ledger: nothing is answered after it. */
@Tag("servers")
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
                "truncate -s 4000 data/journal.db-wal",
            })
    void nothingIsAnsweredAfterIt(String harm) throws Exception {
        try (LedgerOnDisk ledger = open(harm)) {
            ledger.open(SampleSale.concert("rush", 10_000));
            placeSome(ledger, 60); // past some checkpoints, so that there is something to lose in every file
            shell(harm);
            assertEnds(ledger);
        }
    }

    /**
     * The name leads to the same file, and it is as long as it was; but somebody has written over it. What is copied there is another ledger's, this ledger's before
     * its start, and its own of a little earlier.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "cp other/journal.db copy; truncate -s $(stat -c %s data/journal.db) copy; cp copy data/journal.db",
                "cp before/journal.db copy; truncate -s $(stat -c %s data/journal.db) copy; cp copy data/journal.db",
                "dd if=before/journal.db of=data/journal.db conv=notrunc status=none",
                "dd if=/dev/zero of=data/journal.db conv=notrunc status=none bs=4096 count=4",
                "dd if=/dev/zero of=data/journal.db-wal conv=notrunc status=none bs=1M count=1",
                "dd if=early/journal.db-wal of=data/journal.db-wal conv=notrunc status=none",
                "cp other/journal.db-wal data/journal.db-wal",
                "cp early/* data/",
                "dd if=early/journal.db-shm of=data/journal.db-shm conv=notrunc status=none",
                "dd if=/dev/zero of=data/journal.db-shm conv=notrunc status=none bs=136 count=1",
                "INSERT INTO journal VALUES (1000000, x'00')",
                "DELETE FROM journal WHERE seq > 30",
            })
    void nothingIsAnsweredAfterItWasWrittenOver(String harm) throws Exception {
        try (LedgerOnDisk other = open()) {
            other.open(SampleSale.concert("rush", 10_000));
            placeSome(other, 30);
            shell("cp -R data other");
        }
        shell("rm -r data");
        try (LedgerOnDisk ledger = open()) {
            ledger.open(SampleSale.concert("rush", 10_000));
            ledger.place();
        }
        shell("cp -R data before");
        try (LedgerOnDisk ledger = open(harm)) {
            for (int i = 0; i < 63; i++) {
                ledger.ask(ledger.wish(100 + i));
                if (i == 60) {
                    shell("cp -R data early");
                }
            }
            if (harm.matches("[A-Z]+ .*")) {
                Sqlite.run(top.resolve("data/journal.db"), harm);
            } else {
                shell(harm);
            }
            assertEnds(ledger);
        }
    }

    /** With checkpoints by and by. */
    private LedgerOnDisk open() {
        return open("");
    }

    /** Harm to the log is none where all of it was copied into the main file just now: so it is long then. */
    private LedgerOnDisk open(String harm) {
        return LedgerOnDisk.open(
                top.resolve("data"), TestSettings.logOf(harm.contains("-wal") ? 1024 * 1024 : 64 * 1024));
    }

    private static void placeSome(LedgerOnDisk ledger, int count) {
        for (int i = 0; i < count; i++) {
            ledger.place();
        }
    }

    private static void assertEnds(LedgerOnDisk ledger) {
        CompletableFuture<Outcome> after = ledger.submit(ledger.wish(1_000));
        LedgerOnDisk.awaitThat("it ends", () -> !ledger.fatal().isEmpty());
        assertThat(ledger.fatal().getFirst()).hasMessageContaining("under the running ledger");
        assertThat(after.isDone() && after.join() instanceof Outcome.OfOrder).isFalse();
        assertThat(ledger.ask(ledger.wish(1_001))).isInstanceOf(Outcome.Refused.class);
    }

    /** What readers, checkpoints and snapshots do is no harm. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "PRAGMA wal_checkpoint(PASSIVE)",
                "PRAGMA wal_checkpoint(RESTART)",
                "PRAGMA wal_checkpoint(TRUNCATE)",
                "SELECT count(*) FROM journal",
                "cp -R data copy",
                "touch data/journal.db data/journal.db-wal",
                "chmod 644 data/journal.db",
            })
    void whatMayBeDoneBesideItIsNoHarm(String work) throws Exception {
        try (LedgerOnDisk ledger = open()) {
            ledger.open(SampleSale.concert("rush", 10_000));
            placeSome(ledger, 60);
            if (work.contains(" data")) {
                shell(work);
            } else {
                Sqlite.run(top.resolve("data/journal.db"), work);
            }
            placeSome(ledger, 60);
            assertThat(ledger.fatal()).isEmpty();
        }
    }

    /** Its end is there, but a start would not find it. */
    @Test
    void aLogWhoseBeginningIsWrittenOverEndsItToo() throws Exception {
        try (LedgerOnDisk ledger = open("-wal")) {
            ledger.open(SampleSale.concert("rush", 10_000));
            placeSome(ledger, 20);
            shell("dd if=/dev/zero of=data/journal.db-wal conv=notrunc status=none bs=4096 count=1");
            LedgerOnDisk.awaitThat(
                    "it ends without a request", () -> !ledger.fatal().isEmpty());
            assertThat(ledger.fatal().getFirst()).hasMessageContaining("written over under the running ledger");
        }
    }

    /** Whoever brings an older copy of the whole folder back under a running ledger brings back an older witness, too; the next start has to know. */
    @Test
    void whatWasWrittenOverIsMissedByTheNextStart() throws Exception {
        try (LedgerOnDisk ledger = open()) {
            ledger.open(SampleSale.concert("rush", 10_000));
            placeSome(ledger, 5);
            shell("cp -R data early");
            placeSome(ledger, 5);
            shell(
                    "cp early/journal.witness data/; cp early/journal.db-wal early/journal.db-shm early/journal.db data/");
            LedgerOnDisk.awaitThat(
                    "it ends without a request", () -> !ledger.fatal().isEmpty());
            String said = String.valueOf(ledger.fatal().getFirst().getMessage());
            assertThat(said).contains("under the running ledger");
            shell("cp -R data after; rm -f after/journal.db-shm");
            assertSavedIfItSaysSo(said);
        }
        assertThatThrownBy(() -> LedgerOnDisk.open(top.resolve("after")))
                .hasMessageContaining("ends at event 6, but the file journal.witness knows of events up to 11");
    }

    /** It may have noticed the first of the copies, when all was still there, or only the last. The witness knows whether what was saved is whole. */
    private void assertSavedIfItSaysSo(String said) throws Exception {
        Path rescued = top.resolve("data/journal-rescued-11.db");
        if (!said.contains("was saved as")) {
            assertThat(said).contains("could not be saved");
            assertThat(rescued).doesNotExist();
            return;
        }
        Path saved = Files.createDirectory(top.resolve("saved"));
        Files.copy(rescued, saved.resolve("journal.db"));
        Files.copy(top.resolve("after/journal.witness"), saved.resolve("journal.witness"));
        LedgerOnDisk.open(saved).close();
    }
}
