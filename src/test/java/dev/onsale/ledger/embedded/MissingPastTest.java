package dev.onsale.ledger.embedded;

import static dev.onsale.ledger.embedded.LedgerOnDisk.awaitThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onsale.events.EventLogException;
import dev.onsale.ledger.Order;
import dev.onsale.ledger.Outcome;
import dev.onsale.sale.SampleSale;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A journal that is gone, ends early or is another one: the start is refused, nothing is changed, and somebody has to decide. */
@Tag("servers")
class MissingPastTest {

    @TempDir
    private Path top;

    private Path dir;

    /** What lay there when the third of ten orders was placed, and when the ledger was killed after the tenth. */
    private Map<String, byte[]> early;

    private Map<String, byte[]> late;

    @BeforeEach
    void sell() throws Exception {
        dir = top.resolve("data");
        Files.createDirectory(dir);
        try (LedgerOnDisk ledger = LedgerOnDisk.open(dir, TestSettings.logOf(1 << 20))) {
            ledger.open(SampleSale.concert("rush", 100));
            placeSome(ledger, 3);
            early = copy();
            placeSome(ledger, 7);
            late = copy();
        }
        empty();
    }

    private static void placeSome(LedgerOnDisk ledger, int count) {
        for (int i = 0; i < count; i++) {
            ledger.place();
        }
    }

    /** By another process: SQLite's locks are this one's, and are lost when it closes the file by itself. */
    private Map<String, byte[]> copy() throws Exception {
        Path image = Files.createTempDirectory(top, "image");
        Process copy = new ProcessBuilder("cp", "-R", dir + "/.", image.toString())
                .inheritIO()
                .start();
        assertThat(copy.waitFor()).isZero();
        return contents(image);
    }

    private static Map<String, byte[]> contents(Path folder) {
        Map<String, byte[]> contents = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                contents.put(file.getFileName().toString(), Files.readAllBytes(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        contents.remove("journal.db-shm");
        contents.remove("ledger.lock");
        return contents;
    }

    private void empty() throws IOException {
        try (Stream<Path> files = Files.list(dir)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    private void put(Map<String, byte[]> image, String... names) throws IOException {
        for (String name : names) {
            Files.write(dir.resolve(name), image.get(name));
        }
    }

    private void assertRefusedThough(String accepted, String loss, String... words) {
        Map<String, byte[]> before = contents(dir);
        assertThatThrownBy(() -> LedgerOnDisk.open(dir, Settings.STANDARD, accepted))
                .isInstanceOf(EventLogException.class)
                .hasMessageContainingAll(
                        Stream.concat(Stream.of("Nothing"), Stream.of(words)).toArray(String[]::new))
                .hasMessageContaining("Nothing was changed.")
                .hasMessageContaining("--accept-lost-events " + loss);
        assertThat(contents(dir).keySet()).containsAll(before.keySet());
        before.forEach((name, bytes) -> assertThat(dir.resolve(name)).hasBinaryContent(bytes));
    }

    private void assertRefused(String loss, String... words) {
        assertRefusedThough(null, loss, words);
    }

    @Test
    void theWholeFolderGoesOn() throws IOException {
        put(late, "journal.db", "journal.db-wal", "journal.witness");
        try (LedgerOnDisk ledger = LedgerOnDisk.open(dir)) {
            assertThat(ledger.ask(ledger.wish(10)))
                    .isInstanceOfSatisfying(Outcome.OfOrder.class, it -> assertThat(it.repeated())
                            .isTrue());
        }
    }

    @Test
    void aBackupOfTheWholeFolderGoesOn() throws IOException {
        put(early, "journal.db", "journal.db-wal", "journal.witness");
        try (LedgerOnDisk ledger = LedgerOnDisk.open(dir)) {
            assertThat(ledger.ask(ledger.wish(4)))
                    .isInstanceOfSatisfying(Outcome.OfOrder.class, it -> assertThat(it.repeated())
                            .isFalse());
        }
    }

    @Test
    void aJournalThatIsGoneIsMissed() throws IOException {
        put(late, "journal.witness");
        assertRefused("11:0", "There is no journal at", "journal.witness knows of 11 events");
    }

    @Test
    void anEmptyJournalIsMissed() throws IOException {
        put(late, "journal.witness");
        Files.createFile(dir.resolve("journal.db"));
        assertRefused("11:0", "There is no journal at");
    }

    @Test
    void aLogWithoutItsJournalIsMissedAndNotRemoved() throws IOException {
        put(late, "journal.db-wal");
        assertRefused("unknown:0", "the write-ahead log journal.db-wal knows that there was one");
        Files.createFile(dir.resolve("journal.db"));
        assertRefused("unknown:0", "the write-ahead log journal.db-wal knows that there was one");
    }

    @Test
    void aJournalWithoutItsLogIsMissed() throws IOException {
        put(late, "journal.db", "journal.witness");
        assertRefused("11:0", "ends at event 0", "knows of events up to 11", "11 events are missing");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4, 9})
    void aLogThatWasCutIsMissed(int frames) throws IOException {
        put(late, "journal.db", "journal.witness");
        byte[] log = late.get("journal.db-wal");
        Files.write(
                dir.resolve("journal.db-wal"),
                Arrays.copyOf(log, CrashImage.LOG_HEADER_BYTES + frames * CrashImage.FRAME_BYTES));
        assertThatThrownBy(() -> LedgerOnDisk.open(dir))
                .hasMessageContaining("knows of events up to 11")
                .hasMessageContaining("--accept-lost-events 11:");
    }

    @Test
    void anOlderJournalIsMissed() throws IOException {
        put(early, "journal.db", "journal.db-wal");
        put(late, "journal.witness");
        assertRefused("11:4", "ends at event 4", "7 events are missing");
    }

    @Test
    void aLogOfAnOlderTimeIsMissed() throws IOException {
        put(late, "journal.db", "journal.witness");
        put(early, "journal.db-wal");
        assertRefused("11:4", "ends at event 4");
    }

    @Test
    void anotherLedgersJournalIsNotTaken() throws Exception {
        Path other = top.resolve("other");
        try (LedgerOnDisk ledger = LedgerOnDisk.open(other)) {
            ledger.open(SampleSale.concert("rush", 100));
            for (int i = 100; i < 130; i++) {
                ledger.ask(ledger.wish(i));
            }
        }
        Files.copy(other.resolve("journal.db"), dir.resolve("journal.db"));
        put(late, "journal.witness");
        assertRefused("11:31", "is not the one that the file journal.witness knows", "at event 11");
    }

    /** An older copy that was sold from by itself, and is longer by now than what is known. */
    @Test
    void aJournalThatWentAnotherWayIsNotTaken() throws Exception {
        put(early, "journal.db", "journal.db-wal", "journal.witness");
        try (LedgerOnDisk ledger = LedgerOnDisk.open(dir)) {
            for (int i = 50; i < 80; i++) {
                ledger.ask(ledger.wish(i));
            }
        }
        put(late, "journal.witness");
        assertRefused("11:34", "went on by itself");
    }

    @Test
    void aSnapshotKnowsToo() throws Exception {
        try (LedgerOnDisk ledger = LedgerOnDisk.open(dir, TestSettings.snapshotsEvery(20))) {
            ledger.open(SampleSale.concert("rush", 10_000));
            for (int i = 1; new SnapshotFolder(dir).newestFirst().isEmpty(); i++) {
                ledger.ask(ledger.wish(i));
            }
        }
        Path snapshot = new SnapshotFolder(dir).newestFirst().getFirst();
        long known = SnapshotFile.placeOf(snapshot).orElseThrow().position();
        Files.delete(dir.resolve("journal.db"));
        Files.delete(dir.resolve("journal.witness"));
        assertRefused(known + ":0", "the snapshot " + snapshot.getFileName() + " knows of " + known + " events");
    }

    @Test
    void aLossIsAcceptedOnceAndNoOther() throws Exception {
        put(late, "journal.db", "journal.witness");
        assertRefusedThough("11:1", "11:0");
        assertRefusedThough("10:0", "11:0");
        try (LedgerOnDisk ledger = LedgerOnDisk.open(dir, Settings.STANDARD, "11:0")) {
            ledger.open(SampleSale.concert("rush", 100));
            Order order = ledger.place();
            assertThat(order.number()).isEqualTo(1);
        }
        assertThat(dir.resolve("given-up-11-0").resolve("journal.witness"))
                .hasBinaryContent(late.get("journal.witness"));
        // The words stay in a unit file: they do no harm, and accept nothing else.
        LedgerOnDisk.open(dir, Settings.STANDARD, "11:0").close();
        Files.delete(dir.resolve("journal.db"));
        assertRefusedThough("11:0", "2:0");
    }

    @Test
    void aFirstStartThatWasCutShortIsNoPast() throws Exception {
        Files.createFile(dir.resolve("journal.db"));
        Files.createFile(dir.resolve("ledger.lock"));
        LedgerOnDisk.open(dir).close();
        Files.delete(dir.resolve("journal.db"));
        // Nothing was ever answered, so nothing is missing.
        LedgerOnDisk.open(dir).close();
    }

    /** A witness that a power cut left in pieces says nothing; it is not a reason to refuse a whole journal. */
    @Test
    void aWitnessInPiecesSaysNothing() throws Exception {
        put(late, "journal.db", "journal.db-wal");
        for (byte[] pieces : List.of(new byte[0], new byte[28], Arrays.copyOf(late.get("journal.witness"), 20))) {
            Files.write(dir.resolve("journal.witness"), pieces);
            LedgerOnDisk.open(dir).close();
        }
    }

    @Test
    void filesThatAreRemovedUnderALedgerAreSavedAndMissed() throws Exception {
        put(late, "journal.db", "journal.db-wal", "journal.witness");
        try (LedgerOnDisk ledger = LedgerOnDisk.open(dir)) {
            Files.delete(dir.resolve("journal.db"));
            Files.delete(dir.resolve("journal.db-wal"));
            awaitThat("it is told without a request", () -> !ledger.fatal().isEmpty());
            assertThat(ledger.fatal().getFirst())
                    .hasMessageContaining("was removed under the running ledger")
                    .hasMessageContaining("journal-rescued-11.db");
            assertThat(ledger.ask(ledger.wish(20))).isInstanceOf(Outcome.Refused.class);
        }
        Files.deleteIfExists(dir.resolve("journal.db-shm"));
        assertRefused("11:0", "journal-rescued-11.db was saved", "move it to");
        Files.move(dir.resolve("journal-rescued-11.db"), dir.resolve("journal.db"));
        theWholeFolderGoesOnAfterThat();
    }

    private void theWholeFolderGoesOnAfterThat() {
        try (LedgerOnDisk ledger = LedgerOnDisk.open(dir)) {
            assertThat(ledger.ask(ledger.wish(10)))
                    .isInstanceOfSatisfying(Outcome.OfOrder.class, it -> assertThat(it.repeated())
                            .isTrue());
            assertThat(ledger.fatal()).isEmpty();
        }
    }
}
