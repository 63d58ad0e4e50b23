package dev.onsale.ledger.embedded;

import static dev.onsale.ledger.embedded.LedgerOnDisk.awaitThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.events.EventLog;
import dev.onsale.events.EventLogException;
import dev.onsale.ledger.Event;
import dev.onsale.ledger.Order;
import dev.onsale.ledger.Outcome;
import dev.onsale.ledger.Seeds;
import dev.onsale.sale.SampleSale;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The write-ahead log ends anywhere, or in garbage, as after a power cut on a disk that had promised too much: what is found
 * then is a beginning of what was sold, and the ledger goes on from there.
 */
@Tag("servers")
class PowerCutTest {

    private static final int CUTS = 200;

    @TempDir
    private Path dir;

    @TempDir
    private Path image;

    @TempDir
    private Path scratch;

    private int restored;

    /** Sells some orders in batches of several sizes, keeping the ledger open. */
    private static void sell(LedgerOnDisk ledger, Random random, int first, int orders) {
        List<CompletableFuture<Outcome>> answers = new ArrayList<>();
        for (int i = first; i < first + orders; i++) {
            answers.add(ledger.submit(ledger.wish(i)));
            if (random.nextInt(8) == 0) {
                answers.forEach(LedgerOnDisk::await);
            }
        }
        answers.forEach(LedgerOnDisk::await);
    }

    @Test
    void aLogThatEndsAnywhereLeavesABeginning() throws Exception {
        long seed = Seeds.next();
        Random random = new Random(seed);
        try (LedgerOnDisk ledger = LedgerOnDisk.open(dir, TestSettings.logOf(1 << 20))) {
            ledger.open(SampleSale.concert("rush", 10_000));
            sell(ledger, random, 1, 200);
            CrashImage crash = CrashImage.take(dir, image);
            assertThat(crash.copiedFrames()).as("frames that no cut can take").isZero();
            assertThat(crash.frames()).isGreaterThan(10);
            cutEverywhere(crash, ledger.told(), seed, random);
        }
    }

    /** The log was begun anew: behind its end lie the frames of the time before, whole, and must not be taken for new ones. */
    @Test
    void aLogThatWasBegunAnewLeavesABeginning() throws Exception {
        long seed = Seeds.next();
        Random random = new Random(seed);
        try (LedgerOnDisk ledger = LedgerOnDisk.open(dir, TestSettings.logOf(256 * 1024))) {
            ledger.open(SampleSale.concert("rush", 100_000));
            CrashImage crash;
            int sold = 0;
            do {
                sell(ledger, random, sold + 1, 20);
                sold += 20;
                assertThat(sold).as("orders until the log begins anew").isLessThan(20_000);
                crash = CrashImage.take(dir, image);
            } while (sold < 500
                    || crash.copiedFrames() != 0
                    || crash.frames() < 20
                    || crash.frames() > 40
                    || crash.log().length < crash.committedBytes() + 10 * CrashImage.FRAME_BYTES);
            cutEverywhere(crash, ledger.told(), seed, random);
        }
    }

    /** A snapshot that is ahead of what is left of the journal tells that something is missing. */
    @Test
    void aSnapshotKnowsWhatItsJournalLost() throws Exception {
        long seed = Seeds.next();
        Random random = new Random(seed);
        Settings settings = new Settings(1024, 1L << 30, 1 << 20, 50, store -> store);
        try (LedgerOnDisk ledger = LedgerOnDisk.open(dir, settings)) {
            ledger.open(SampleSale.concert("rush", 10_000));
            sell(ledger, random, 1, 80);
            awaitThat("a snapshot", () -> {
                try {
                    return !new SnapshotFolder(dir).newestFirst().isEmpty();
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            CrashImage crash = CrashImage.take(dir, image);
            assertThat(crash.copiedFrames()).isZero();
            assertThat(crash.hasSnapshots()).isTrue();
            for (int i = 0; i < 40; i++) {
                int cut = random.nextInt(crash.committedBytes());
                assertRefusedOrWhole(crash, Arrays.copyOf(crash.log(), cut), "seed " + seed + ", cut at " + cut);
            }
        }
    }

    private void assertRefusedOrWhole(CrashImage crash, byte[] log, String what) throws IOException {
        Path folder = scratch.resolve("cut" + restored++);
        crash.restore(folder, log);
        long known = Long.parseLong(new SnapshotFolder(folder)
                .newestFirst()
                .getFirst()
                .getFileName()
                .toString()
                .replaceAll("\\D", ""));
        try (LedgerOnDisk ledger = LedgerOnDisk.open(folder)) {
            assertThat(JournalLog.open(folder).end()).as(what).isGreaterThanOrEqualTo(known);
            assertThat(ledger.fatal()).as(what).isEmpty();
        } catch (EventLogException e) {
            assertThat(e).as(what).hasMessageContaining("events up to " + known);
        }
        removeFolder(folder);
    }

    private void cutEverywhere(CrashImage crash, List<Event> told, long seed, Random random) throws IOException {
        assertThat(assertBeginning(crash, crash.log(), told, "seed " + seed + ", not cut"))
                .isEqualTo(told.size());
        List<Integer> cuts = new ArrayList<>();
        for (int frame = 0; frame <= crash.frames(); frame++) {
            int boundary = CrashImage.LOG_HEADER_BYTES + frame * CrashImage.FRAME_BYTES;
            cuts.addAll(List.of(boundary - 1, boundary, boundary + 1));
        }
        random.ints(CUTS, 0, crash.committedBytes()).forEach(cuts::add);
        long longest = 0;
        for (int cut : cuts) {
            String what = "seed " + seed + ", cut at " + cut;
            byte[] log = Arrays.copyOf(crash.log(), Math.min(cut, crash.log().length));
            longest = Math.max(longest, assertBeginning(crash, log, told, what));
            if (random.nextInt(3) == 0) {
                assertBeginning(crash, withGarbage(crash.log(), cut, random), told, what + ", then garbage");
            }
        }
        assertThat(longest).isEqualTo(told.size());
    }

    /** The log as it was, but from the cut on some blocks are garbage, or zeros, or were never written. */
    private static byte[] withGarbage(byte[] log, int cut, Random random) {
        byte[] changed = Arrays.copyOf(log, Math.max(log.length, cut + 3 * CrashImage.FRAME_BYTES));
        int length = 1 + random.nextInt(changed.length - cut);
        byte[] garbage = new byte[length];
        if (random.nextBoolean()) {
            random.nextBytes(garbage);
        }
        System.arraycopy(garbage, 0, changed, cut, length);
        return changed;
    }

    /** Opens what is left; returns how many events are. */
    private long assertBeginning(CrashImage crash, byte[] log, List<Event> told, String what) throws IOException {
        Path folder = scratch.resolve("cut" + restored++);
        crash.restore(folder, log);
        List<Event> left;
        try (LedgerOnDisk ledger = LedgerOnDisk.open(folder, TestSettings.logOf(64 * 1024));
                EventLog reader = JournalLog.open(folder)) {
            left = reader.read(0, Integer.MAX_VALUE).events();
            assertThat(left).as(what).isEqualTo(told.subList(0, left.size()));
            if (left.isEmpty()) {
                ledger.open(SampleSale.concert("rush", 10_000));
            }
            assertGoesOn(ledger, left, what);
            assertThat(reader.end()).isGreaterThan(left.size());
        }
        try (LedgerOnDisk ledger = LedgerOnDisk.open(folder, TestSettings.logOf(64 * 1024))) {
            Order again = LedgerOnDisk.ordered(ledger.ask(ledger.wish(1_000_000)));
            assertThat(again.number()).as(what).isEqualTo(Math.max(1, left.size()));
        }
        removeFolder(folder);
        return left.size();
    }

    private static void assertGoesOn(LedgerOnDisk ledger, List<Event> left, String what) {
        if (left.size() > 1) {
            Order last = ((Event.OrderMoved) left.getLast()).order();
            assertThat(ledger.ask(ledger.wish((int) last.number())))
                    .as(what)
                    .isEqualTo(new Outcome.OfOrder(last, true));
        }
        Order next = LedgerOnDisk.ordered(ledger.ask(ledger.wish(1_000_000)));
        assertThat(next.number()).as(what).isEqualTo(Math.max(1, left.size()));
        assertThat(next.seats().number(0)).as(what).isEqualTo((int) next.number());
        assertThat(ledger.fatal()).as(what).isEmpty();
    }

    private static void removeFolder(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
