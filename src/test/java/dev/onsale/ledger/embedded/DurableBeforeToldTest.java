package dev.onsale.ledger.embedded;

import static dev.onsale.ledger.embedded.LedgerOnDisk.await;
import static dev.onsale.ledger.embedded.LedgerOnDisk.ordered;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.events.EventLog;
import dev.onsale.ledger.Command;
import dev.onsale.ledger.Event;
import dev.onsale.ledger.Order;
import dev.onsale.ledger.OrderId;
import dev.onsale.ledger.Outcome;
import dev.onsale.ledger.Refusal;
import dev.onsale.sale.SampleSale;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Law 3: an outcome leaves the ledger only when its events are durable. */
class DurableBeforeToldTest {

    @TempDir
    private Path dir;

    private final GatedStore.Gate gate = new GatedStore.Gate();

    private static CompletableFuture<Optional<Order>> find(LedgerOnDisk ledger, OrderId id) {
        CompletableFuture<Optional<Order>> found = new CompletableFuture<>();
        ledger.ledger().find(id, found::complete, () -> found.completeExceptionally(new AssertionError("busy")));
        return found;
    }

    @Test
    void nothingIsToldBeforeTheCommit() throws Exception {
        try (LedgerOnDisk ledger = LedgerOnDisk.open(dir, TestSettings.storeBehind(gate.store()))) {
            CompletableFuture<Outcome> opened = ledger.submit(new Command.OpenSale(
                    SampleSale.OPENS_AT, SampleSale.concert("rush", 1).sale()));
            gate.awaitCommit();
            // What comes meanwhile makes the next batch: an order, a refusal and a look-up that rest on the order.
            Command.PlaceOrder wish = ledger.wish(1);
            CompletableFuture<Outcome> accepted = ledger.submit(wish);
            CompletableFuture<Outcome> soldOut = ledger.submit(ledger.wish(2));
            CompletableFuture<Optional<Order>> found = find(ledger, wish.order());
            assertThat(opened).isNotDone();
            assertThat(ledger.told()).isEmpty();
            assertThat(ledger.ledger().sale("rush")).isNull();

            gate.letOneGoOn();
            gate.awaitCommit();
            assertThat(await(opened)).isInstanceOf(Outcome.OfSale.class);
            assertThat(ledger.told()).hasSize(1);
            assertThat(accepted).isNotDone();
            assertThat(soldOut).isNotDone();
            assertThat(found).isNotDone();

            gate.open();
            Order order = ordered(await(accepted));
            assertThat(await(soldOut)).isEqualTo(new Outcome.Refused(new Refusal.SoldOut()));
            assertThat(await(found)).contains(order);
            assertThat(ledger.told()).hasSize(2);
        }
    }

    /** The same without a seam: whoever is told looks into the file, over another connection. */
    @Test
    void whoIsToldFindsItInTheJournal() {
        try (LedgerOnDisk ledger = LedgerOnDisk.open(dir);
                EventLog log = JournalLog.open(dir)) {
            ledger.open(SampleSale.concert("rush", 200));
            List<Long> endsWhenAnswered = Collections.synchronizedList(new ArrayList<>());
            List<CompletableFuture<Outcome>> answers = new ArrayList<>();
            for (int i = 1; i <= 200; i++) {
                CompletableFuture<Outcome> answer = new CompletableFuture<>();
                answers.add(answer);
                ledger.ledger().submit(ledger.wish(i), outcome -> {
                    endsWhenAnswered.add(log.end());
                    answer.complete(outcome);
                });
            }
            for (int i = 0; i < 200; i++) {
                // The sale's opening is event 1, so the i-th order is event i + 2.
                assertThat(ordered(await(answers.get(i))).number()).isEqualTo(i + 1);
                assertThat(endsWhenAnswered.get(i)).isGreaterThanOrEqualTo(i + 2);
            }
        }
    }

    @Test
    void theFeedIsToldBeforeTheAnswer() {
        try (LedgerOnDisk ledger = LedgerOnDisk.open(dir)) {
            ledger.open(SampleSale.concert("rush", 200));
            for (int i = 1; i <= 50; i++) {
                CompletableFuture<Integer> toldWhenAnswered = new CompletableFuture<>();
                ledger.ledger()
                        .submit(
                                ledger.wish(i),
                                outcome ->
                                        toldWhenAnswered.complete(ledger.told().size()));
                assertThat(await(toldWhenAnswered)).isEqualTo(i + 1);
            }
        }
    }

    @Test
    void theFeedTellsEachCommitOnceAndWithItsPosition() {
        try (LedgerOnDisk ledger = LedgerOnDisk.open(dir);
                EventLog log = JournalLog.open(dir)) {
            List<Long> ends = Collections.synchronizedList(new ArrayList<>());
            List<Event> told = Collections.synchronizedList(new ArrayList<>());
            ledger.ledger().onCommit((journal, events, position) -> {
                told.addAll(events);
                ends.add(position - told.size());
            });
            ledger.open(SampleSale.concert("rush", 100));
            List<CompletableFuture<Outcome>> answers = new ArrayList<>();
            for (int i = 1; i <= 100; i++) {
                answers.add(ledger.submit(ledger.wish(i)));
            }
            answers.forEach(LedgerOnDisk::await);
            assertThat(ends).isNotEmpty().allMatch(difference -> difference == 0);
            assertThat(told).isEqualTo(log.read(0, 1_000).events());
        }
    }
}
