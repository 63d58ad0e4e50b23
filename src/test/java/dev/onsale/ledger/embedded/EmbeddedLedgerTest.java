package dev.onsale.ledger.embedded;

import static dev.onsale.ledger.embedded.LedgerOnDisk.await;
import static dev.onsale.ledger.embedded.LedgerOnDisk.awaitThat;
import static dev.onsale.ledger.embedded.LedgerOnDisk.ordered;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onsale.config.Limits;
import dev.onsale.ledger.Command;
import dev.onsale.ledger.Event;
import dev.onsale.ledger.LedgerMeter;
import dev.onsale.ledger.Order;
import dev.onsale.ledger.OrderId;
import dev.onsale.ledger.OrderState;
import dev.onsale.ledger.Outcome;
import dev.onsale.ledger.Refusal;
import dev.onsale.ledger.SaleView;
import dev.onsale.sale.Journey;
import dev.onsale.sale.SampleSale;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedLedgerTest {

    private static final Outcome BUSY = new Outcome.Refused(new Refusal.Busy(Limits.BUSY_RETRY_SECONDS));

    @TempDir
    private Path dir;

    private static int free(LedgerOnDisk ledger) {
        return ledger.view("rush").tiers().getFirst().free(Journey.WHOLE_CONCERT);
    }

    @Test
    void aFullQueueIsBusyAtOnceAndWhatWaitsIsAnswered() throws Exception {
        GatedStore.Gate gate = new GatedStore.Gate();
        int room = 8;
        Settings settings = new Settings(
                room, Limits.JOURNAL_BYTES_MAX, Limits.JOURNAL_WAL_BYTES, Limits.SNAPSHOT_EVENTS_MIN, gate.store());
        try (LedgerOnDisk ledger = LedgerOnDisk.open(dir, settings)) {
            CompletableFuture<Outcome> opening = ledger.submit(new Command.OpenSale(
                    SampleSale.OPENS_AT, SampleSale.concert("rush", 100).sale()));
            gate.awaitCommit();
            List<CompletableFuture<Outcome>> waiting = new ArrayList<>();
            for (int i = 1; i <= room; i++) {
                waiting.add(ledger.submit(ledger.wish(i)));
            }
            // The writer stands before its commit, so nobody but this thread can have given these answers.
            assertThat(ledger.submit(ledger.wish(99))).isCompletedWithValue(BUSY);
            AtomicInteger busy = new AtomicInteger();
            ledger.ledger().find(new OrderId(1, 1), found -> {}, busy::incrementAndGet);
            assertThat(busy).hasValue(1);

            gate.open();
            assertThat(await(opening)).isInstanceOf(Outcome.OfSale.class);
            for (CompletableFuture<Outcome> answer : waiting) {
                assertThat(ordered(await(answer)).state()).isEqualTo(OrderState.HELD);
            }
        }
    }

    @Test
    void closingFinishesWhatWaitsAndRefusesWhatComes() throws Exception {
        GatedStore.Gate gate = new GatedStore.Gate();
        LedgerOnDisk ledger = LedgerOnDisk.open(dir, TestSettings.storeBehind(gate.store()));
        CompletableFuture<Outcome> opening = ledger.submit(new Command.OpenSale(
                SampleSale.OPENS_AT, SampleSale.concert("rush", 100).sale()));
        gate.awaitCommit();
        CompletableFuture<Outcome> waiting = ledger.submit(ledger.wish(1));
        Thread closing = Thread.ofPlatform().start(ledger::close);
        awaitThat("it refuses", () -> ledger.submit(ledger.wish(2)).isDone());
        gate.open();
        closing.join();
        assertThat(opening).isCompletedWithValueMatching(Outcome.OfSale.class::isInstance);
        assertThat(waiting).isCompletedWithValueMatching(Outcome.OfOrder.class::isInstance);
        assertThat(ledger.ask(ledger.wish(3))).isEqualTo(BUSY);
        ledger.close(); // again, and nothing happens
    }

    /** Many threads ask while another closes: whoever asks is answered, once, and who was told yes has an order. */
    @Test
    void nobodyIsForgottenWhenTheLedgerCloses() throws Exception {
        for (int round = 0; round < 20; round++) {
            Path folder = dir.resolve("round" + round);
            LedgerOnDisk ledger = LedgerOnDisk.open(folder, TestSettings.logOf(64 * 1024));
            ledger.open(SampleSale.concert("rush", 100_000));
            ConcurrentLinkedQueue<CompletableFuture<Outcome>> answers = new ConcurrentLinkedQueue<>();
            AtomicInteger numbers = new AtomicInteger();
            List<Thread> askers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                askers.add(Thread.ofPlatform().start(() -> {
                    CompletableFuture<Outcome> last;
                    do {
                        last = ledger.submit(ledger.wish(numbers.incrementAndGet()));
                        answers.add(last);
                    } while (!last.isDone() || !last.join().equals(BUSY));
                }));
            }
            awaitThat("some orders", () -> numbers.get() > 100);
            ledger.close();
            for (Thread asker : askers) {
                asker.join();
            }
            long accepted = answers.stream()
                    .map(LedgerOnDisk::await)
                    .filter(Outcome.OfOrder.class::isInstance)
                    .count();
            try (JournalLog log = JournalLog.open(folder)) {
                assertThat(log.end()).isEqualTo(accepted + 1);
            }
            assertThat(ledger.fatal()).isEmpty();
        }
    }

    @Test
    void itCannotBeClosedFromWithin() {
        try (LedgerOnDisk ledger = LedgerOnDisk.open(dir)) {
            ledger.ledger()
                    .submit(
                            new Command.OpenSale(
                                    0, SampleSale.concert("rush", 1).sale()),
                            outcome -> ledger.ledger().close());
            awaitThat("the end", () -> !ledger.fatal().isEmpty());
            assertThat(ledger.fatal()).hasSize(1).hasOnlyElementsOfType(IllegalStateException.class);
        }
    }

    @Test
    void anOrderThatIsNotPaidExpiresByItselfWhenTheClockSaysSo() {
        try (LedgerOnDisk ledger = LedgerOnDisk.open(dir)) {
            ledger.open(SampleSale.concert("rush", 2));
            Order held = ledger.place();
            ledger.clock(held.expiresAt() - 1);
            assertThat(ledger.place().state()).isEqualTo(OrderState.HELD);
            // The writer has looked at the clock since: it was not due yet.
            assertThat(ledger.told()).hasSize(3);
            ledger.clock(held.expiresAt());
            awaitThat("it expired", () -> ledger.told().size() == 4);
            assertThat(ledger.told().getLast()).isInstanceOfSatisfying(Event.OrderMoved.class, moved -> {
                assertThat(moved.order().id()).isEqualTo(held.id());
                assertThat(moved.order().state()).isEqualTo(OrderState.EXPIRED);
                assertThat(moved.at()).isEqualTo(held.expiresAt());
            });
            assertThat(ledger.place().seats()).isEqualTo(held.seats());
        }
    }

    @Test
    void moreOrdersThanOneCommandExpiresAllExpire() {
        int orders = 2 * Limits.EXPIRY_ORDERS_MAX + 1;
        try (LedgerOnDisk ledger = LedgerOnDisk.open(dir)) {
            ledger.open(SampleSale.concert("rush", orders));
            List<CompletableFuture<Outcome>> answers = new ArrayList<>();
            for (int i = 1; i <= orders; i++) {
                answers.add(ledger.submit(ledger.wish(i)));
            }
            long deadline = ordered(await(answers.getLast())).expiresAt();
            ledger.clock(deadline);
            awaitThat("all expired", () -> ledger.told().size() == 1 + 2 * orders);
            awaitThat("all seats are free", () -> free(ledger) == orders);
        }
    }

    /** With the machine's clock, as a node runs. */
    @Test
    void aSeatIsForSaleAgainAfterItsHold() {
        InstantSource clock = InstantSource.system();
        List<Throwable> fatal = Collections.synchronizedList(new ArrayList<>());
        try (EmbeddedLedger ledger = EmbeddedLedger.open(dir, clock, LedgerMeter.NONE, fatal::add)) {
            CompletableFuture<Outcome> opening = new CompletableFuture<>();
            ledger.submit(
                    new Command.OpenSale(
                            clock.millis(),
                            SampleSale.concert("rush", 1)
                                    .opensAt(0)
                                    .holdSeconds(1)
                                    .sale()),
                    opening::complete);
            await(opening);
            CompletableFuture<Outcome> first = new CompletableFuture<>();
            ledger.submit(LedgerOnDisk.wish(1, clock.millis()), first::complete);
            assertThat(ordered(await(first)).seats().count()).isEqualTo(1);
            AtomicInteger number = new AtomicInteger(1);
            awaitThat("the seat is sold again", () -> {
                CompletableFuture<Outcome> next = new CompletableFuture<>();
                ledger.submit(LedgerOnDisk.wish(number.incrementAndGet(), clock.millis()), next::complete);
                return await(next) instanceof Outcome.OfOrder;
            });
            assertThat(fatal).isEmpty();
        }
    }

    @Test
    void aSaleIsSeenBeforeItsOpeningIsAnswered() {
        try (LedgerOnDisk ledger = LedgerOnDisk.open(dir)) {
            for (int i = 0; i < 20; i++) {
                String id = "sale" + i;
                CompletableFuture<Boolean> seen = new CompletableFuture<>();
                ledger.ledger()
                        .submit(
                                new Command.OpenSale(
                                        0, SampleSale.concert(id, 1).sale()),
                                outcome -> seen.complete(ledger.ledger().sale(id) != null));
                assertThat(await(seen)).isTrue();
            }
            assertThat(ledger.ledger().sales())
                    .extracting(view -> view.sale().id())
                    .isSorted()
                    .hasSize(20);
        }
    }

    @Test
    void theViewShowsTheLastOrderEvenWhenNothingFollows() {
        try (LedgerOnDisk ledger = LedgerOnDisk.open(dir)) {
            ledger.open(SampleSale.concert("rush", 1_000));
            for (int i = 1; i <= 20; i++) {
                int left = 1_000 - i;
                ledger.place();
                awaitThat("the view shows it", () -> free(ledger) == left);
            }
            SaleView view = ledger.view("rush");
            assertThat(view.tiers().getFirst().held(0)).isEqualTo(20);
        }
    }

    @Test
    void theMeterIsToldOfEachBatch() {
        List<String> batches = Collections.synchronizedList(new ArrayList<>());
        List<Throwable> fatal = Collections.synchronizedList(new ArrayList<>());
        LedgerMeter meter = (commands, events, nanos, waiting) ->
                batches.add(commands + " commands " + events + " events " + (nanos > 0 ? "written" : "not written"));
        try (EmbeddedLedger ledger = EmbeddedLedger.open(dir, InstantSource.system(), meter, fatal::add)) {
            CompletableFuture<Outcome> opening = new CompletableFuture<>();
            ledger.submit(new Command.OpenSale(0, SampleSale.concert("rush", 1).sale()), opening::complete);
            await(opening);
            CompletableFuture<Outcome> refused = new CompletableFuture<>();
            ledger.submit(LedgerOnDisk.wish(1, 0), refused::complete);
            assertThat(await(refused)).isInstanceOf(Outcome.Refused.class);
            assertThat(batches).containsExactly("1 commands 1 events written", "1 commands 0 events not written");
        }
        assertThat(fatal).isEmpty();
    }

    @Test
    void aFolderThatCannotBeMadeIsASentence() throws Exception {
        Path file = java.nio.file.Files.writeString(dir.resolve("file"), "x");
        assertThatThrownBy(() -> LedgerOnDisk.open(file.resolve("data")))
                .hasMessageContaining("cannot be made")
                .hasMessageContaining("Name one that this user may write");
    }
}
