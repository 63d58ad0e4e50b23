package dev.onsale.ledger.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.events.EventLogException;
import dev.onsale.ledger.Command;
import dev.onsale.ledger.Outcome;
import dev.onsale.ledger.SaleChange;
import dev.onsale.sale.SampleSale;
import dev.onsale.sale.Status;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A start in a heap that is smaller than all that the journal says: it reads event by event, and needs room for the state alone. */
@Tag("servers")
class RecoveryMemoryTest {

    /** Each of these events carries the whole sale, with sixty-four stops: about 7 KB once it is decoded, 70 MB together. */
    private static final int CHANGES = 10_000;

    private static final int SALES = 10;
    private static final int ORDERS = 40_000;

    @TempDir
    private Path dir;

    private String opened(String heap) throws Exception {
        return SmallProcess.run(heap, Opener.class, dir.toString());
    }

    /** The other process: opens the folder, and says what came of it. */
    static final class Opener {

        private Opener() {}

        public static void main(String[] args) {
            try (LedgerOnDisk ledger = LedgerOnDisk.open(Path.of(args[0]))) {
                System.out.println(
                        "opened with " + ledger.ledger().salesAfter("").size() + " sales");
            } catch (EventLogException e) {
                System.out.println("refused: " + e.getMessage());
            }
        }
    }

    private static SampleSale longTrain(String id) {
        List<String> stops = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            stops.add("a station with a long name, number " + i);
        }
        return SampleSale.train(id, 63, 10).stops(stops.toArray(String[]::new));
    }

    @Test
    void aJournalOfMoreThanTheHeapIsRead() throws Exception {
        ArrayDeque<CompletableFuture<Outcome>> waiting = new ArrayDeque<>();
        try (LedgerOnDisk ledger = LedgerOnDisk.open(dir)) {
            ledger.open(longTrain("rush"));
            for (int i = 0; i < CHANGES; i++) {
                Status status = i % 2 == 0 ? Status.PAUSED : Status.ACTIVE;
                waiting.add(ledger.submit(
                        new Command.ChangeSale(SampleSale.OPENS_AT, "change " + i, "rush", SaleChange.to(status))));
                if (waiting.size() > 500) {
                    assertThat(LedgerOnDisk.await(waiting.remove())).isInstanceOf(Outcome.OfSale.class);
                    ledger.forget();
                }
            }
            waiting.forEach(LedgerOnDisk::await);
        }
        assertThat(opened("-Xmx32m")).contains("opened with 1 sales");
    }

    /** A thousand changes of each of ten sales are known again: that takes no copies of the ten. */
    @Test
    void changesThatAreRememberedTakeNoWholeSales() throws Exception {
        ArrayDeque<CompletableFuture<Outcome>> waiting = new ArrayDeque<>();
        try (LedgerOnDisk ledger = LedgerOnDisk.open(dir)) {
            for (int sale = 0; sale < SALES; sale++) {
                ledger.open(longTrain("rush" + sale));
            }
            for (int i = 0; i < CHANGES; i++) {
                waiting.add(ledger.submit(new Command.ChangeSale(
                        SampleSale.OPENS_AT, "change " + i, "rush" + i % SALES, SaleChange.addStock("second", 1))));
                if (waiting.size() > 500) {
                    assertThat(LedgerOnDisk.await(waiting.remove())).isInstanceOf(Outcome.OfSale.class);
                    ledger.forget();
                }
            }
            waiting.forEach(LedgerOnDisk::await);
        }
        assertThat(opened("-Xmx32m")).contains("opened with " + SALES + " sales");
    }

    @Test
    void aStateOfMoreThanTheHeapIsRefusedWithASentence() throws Exception {
        ArrayDeque<CompletableFuture<Outcome>> waiting = new ArrayDeque<>();
        try (LedgerOnDisk ledger = LedgerOnDisk.open(dir)) {
            ledger.open(SampleSale.concert("rush", ORDERS));
            for (int i = 0; i < ORDERS; i++) {
                waiting.add(ledger.submit(ledger.wish(i)));
                if (waiting.size() > 1_000) {
                    LedgerOnDisk.ordered(LedgerOnDisk.await(waiting.remove()));
                }
            }
            waiting.forEach(LedgerOnDisk::await);
        }
        for (int start = 0; start < 2; start++) {
            assertThat(opened("-Xmx48m"))
                    .contains("refused: The data folder holds more orders than fit into a heap of ")
                    .contains("Nothing was changed. Start with more, such as ONSALE_JAVA_OPTS=-Xmx");
        }
        assertThat(opened("-Xmx256m")).contains("opened with 1 sales");
    }
}
