package dev.onsale.ledger.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onsale.events.EventLogException;
import dev.onsale.sale.SampleSale;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is found in the data folder: by whom it is used, whose file the journal is, and of which version. */
@Tag("servers")
class DataFolderTest {

    @TempDir
    private Path dir;

    private Path journal() {
        return dir.resolve("journal.db");
    }

    private void sellOne() {
        try (LedgerOnDisk ledger = LedgerOnDisk.open(dir)) {
            ledger.open(SampleSale.concert("rush", 5));
            ledger.place();
        }
    }

    @Test
    void aFolderIsOneLedgersAtATime() {
        try (LedgerOnDisk ledger = LedgerOnDisk.open(dir)) {
            ledger.open(SampleSale.concert("rush", 5));
            assertThatThrownBy(() -> LedgerOnDisk.open(dir))
                    .isInstanceOf(EventLogException.class)
                    .hasMessage("The data folder " + dir + " is in use by process "
                            + ProcessHandle.current().pid() + ". Stop that one first, or name another folder.");
            ledger.place(); // and the first one goes on
        }
        sellNothing();
    }

    private void sellNothing() {
        LedgerOnDisk.open(dir).close();
    }

    @Test
    void aFolderIsOneProcessesAtATime() throws Exception {
        Process other = holdFolder();
        try {
            assertThat(other.inputReader().readLine()).isEqualTo("held");
            assertThatThrownBy(() -> LedgerOnDisk.open(dir))
                    .isInstanceOf(EventLogException.class)
                    .hasMessageContaining("is in use by process " + other.pid() + ".");
        } finally {
            other.destroyForcibly();
            assertThat(other.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
        sellNothing(); // the lock died with its process
    }

    /** Of a node whose ledger is elsewhere, which has nothing else in there that could be locked. */
    @Test
    void aLockWhoseFileIsRemovedIsTakenAnew() throws Exception {
        List<Throwable> fatal = new CopyOnWriteArrayList<>();
        Path file = dir.resolve("ledger.lock");
        try (FolderLock lock = FolderLock.takeWithoutJournal(dir, fatal::add)) {
            assertThat(lock).isNotNull();
            for (int i = 0; i < 2; i++) {
                Files.delete(file);
                LedgerOnDisk.awaitThat("there is a lock again", () -> Files.exists(file));
                LedgerOnDisk.awaitThat("it is this one's", () -> file.toFile().length() > 1);
                assertThatThrownBy(() -> FolderLock.take(dir)).hasMessageContaining("is in use by process");
            }
            assertThat(fatal).isEmpty();
        }
        FolderLock.take(dir).close();
    }

    @Test
    void aNodeWhoseFolderIsAnothersByNowEnds() throws Exception {
        try (FolderLock lock = FolderLock.take(dir)) {
            Files.delete(dir.resolve("ledger.lock"));
            Process other = holdFolder();
            try {
                assertThat(other.inputReader().readLine()).isEqualTo("held");
                assertThatThrownBy(lock::look)
                        .isInstanceOf(EventLogException.class)
                        .hasMessageContaining("is in use by process " + other.pid() + " as well")
                        .hasMessageContaining("lock file was removed under the running node");
            } finally {
                other.destroyForcibly();
                assertThat(other.waitFor(30, TimeUnit.SECONDS)).isTrue();
            }
        }
    }

    private Process holdFolder() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        HoldFolder.class.getName(),
                        dir.toString())
                .redirectErrorStream(true)
                .start();
    }

    /** Another process: takes the folder, says so, and waits to be killed. */
    static final class HoldFolder {
        private HoldFolder() {}

        public static void main(String[] args) throws IOException, InterruptedException {
            try (FolderLock lock = FolderLock.take(Path.of(args[0]))) {
                hold(lock);
            }
        }
    }

    private static void hold(FolderLock lock) throws InterruptedException {
        System.out.println(lock == null ? "not held" : "held");
        Thread.sleep(TimeUnit.MINUTES.toMillis(5));
    }

    @Test
    void aRefusedStartGivesTheFolderUp() throws Exception {
        Files.writeString(
                journal(), "this is not a database, though it is long enough to be looked at as one".repeat(9));
        assertThatThrownBy(this::sellNothing).isInstanceOf(EventLogException.class);
        Files.delete(journal());
        sellNothing();
    }

    @Test
    void aFileThatIsNoDatabaseIsLeftAlone() throws Exception {
        String text = "this is not a database, though it is long enough to be looked at as one".repeat(99);
        Files.writeString(journal(), text);
        assertThatThrownBy(this::sellNothing)
                .isInstanceOf(EventLogException.class)
                .hasMessageContaining(journal() + " cannot be opened")
                .hasMessageContaining("Check that the file is a journal of Onsale");
        assertThat(journal()).hasContent(text);
    }

    @Test
    void aDatabaseOfSomebodyElseIsLeftAlone() throws Exception {
        Sqlite.run(journal(), "CREATE TABLE recipes(name TEXT)", "INSERT INTO recipes VALUES ('soup')");
        byte[] before = Files.readAllBytes(journal());
        for (Runnable start : List.<Runnable>of(this::sellNothing, this::look)) {
            assertThatThrownBy(start::run)
                    .isInstanceOf(EventLogException.class)
                    .hasMessageContaining(journal() + " is not a journal of Onsale. Move it away");
        }
        assertThat(Files.readAllBytes(journal())).isEqualTo(before);
    }

    private void look() {
        JournalLog.open(dir).close();
    }

    @Test
    void aNewerJournalIsLeftAlone() throws SQLException {
        sellOne();
        Sqlite.run(journal(), "PRAGMA user_version = 2");
        for (Runnable start : List.<Runnable>of(this::sellNothing, this::look)) {
            assertThatThrownBy(start::run)
                    .isInstanceOf(EventLogException.class)
                    .hasMessageContaining("has the layout 2, and this program knows 1. Use the version of Onsale");
        }
        assertThat(Sqlite.number(journal(), "SELECT max(seq) FROM journal")).isEqualTo(2);
    }

    /** As after a power cut in the first moments of the first start. */
    @Test
    void aJournalWhoseMakingWasCutShortIsMadeAnew() throws Exception {
        Files.createFile(journal());
        sellOne();
        Files.delete(journal());
        Sqlite.run(journal(), "PRAGMA journal_mode = WAL");
        sellOne();
    }

    @Test
    void aFolderWithStrangeLettersWorks() {
        Path strange = dir.resolve("a? b#c%41 京&mode=memory");
        try (LedgerOnDisk ledger = LedgerOnDisk.open(strange)) {
            ledger.open(SampleSale.concert("rush", 5));
            assertThat(strange.resolve("journal.db")).exists();
        }
        try (JournalLog log = JournalLog.open(strange)) {
            assertThat(log.end()).isEqualTo(1);
        }
    }

    @Test
    void aReaderOfAnEmptyFolderIsToldSo() {
        assertThatThrownBy(this::look)
                .isInstanceOf(EventLogException.class)
                .hasMessageContaining("There is no journal at " + journal());
        assertThat(journal()).doesNotExist();
    }

    @Test
    void everyCommitIsSyncedAndKeptInALog() throws Exception {
        JournalFile file = new JournalFile(dir, 1 << 20);
        try (var connection = file.openToWrite()) {
            assertThat(JournalFile.number(connection, "PRAGMA synchronous")).isEqualTo(2); // FULL
            assertThat(JournalFile.number(connection, "PRAGMA wal_autocheckpoint"))
                    .isZero();
            assertThat(file.wal()).exists();
        }
    }
}
