package dev.onsale.ledger.embedded;

import static dev.onsale.ledger.embedded.LedgerOnDisk.await;
import static dev.onsale.ledger.embedded.LedgerOnDisk.awaitThat;
import static dev.onsale.ledger.embedded.LedgerOnDisk.ordered;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.events.EventLogException;
import dev.onsale.ledger.Command;
import dev.onsale.ledger.Order;
import dev.onsale.ledger.OrderId;
import dev.onsale.ledger.Outcome;
import dev.onsale.ledger.Refusal;
import dev.onsale.sale.SampleSale;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A ledger that cannot go on tells nothing more, says so once, and knows after a restart what it had told before. */
class CommitFailureTest {

    private static final Outcome BUSY = new Outcome.Refused(new Refusal.Busy(1));

    @TempDir
    private Path dir;

    @Test
    void aFullDiskAcknowledgesNothingAndARestartKnowsAllThatWasAnswered() {
        List<Order> answered = new ArrayList<>();
        CompletableFuture<Outcome> last;
        try (LedgerOnDisk ledger = LedgerOnDisk.open(dir, TestSettings.journalOf(200 * 1024))) {
            ledger.open(SampleSale.concert("rush", 100_000));
            last = ledger.submit(ledger.wish(1));
            for (int number = 2; ledger.fatal().isEmpty(); number++) {
                CompletableFuture<Outcome> waiting = last;
                awaitThat(
                        "an answer, or the end",
                        () -> waiting.isDone() || !ledger.fatal().isEmpty());
                if (waiting.isDone()) {
                    answered.add(ordered(await(waiting)));
                    last = ledger.submit(ledger.wish(number));
                }
            }
            assertThat(ledger.fatal()).singleElement().satisfies(error -> assertThat(error)
                    .isInstanceOf(EventLogException.class)
                    .hasMessageContaining("the disk is full. Make room, then start again")
                    .hasMessageContaining(dir.toString()));
            assertThat(ledger.ask(ledger.wish(1))).isEqualTo(BUSY);
        }
        assertThat(last).isNotDone();
        assertThat(answered).hasSizeGreaterThan(10);

        try (LedgerOnDisk ledger = LedgerOnDisk.open(dir)) {
            for (Order order : answered) {
                Command.PlaceOrder again = ledger.wish((int) order.number());
                assertThat(ledger.ask(again)).isEqualTo(new Outcome.OfOrder(order, true));
            }
            // What failed was rolled back, so the next order is a new one.
            assertThat(ordered(ledger.ask(ledger.wish(1_000_000))).number()).isEqualTo(answered.size() + 1);
        }
    }

    @Test
    void aFailedCommitAnswersNobodyOfItsBatchAndRefusesWhatIsBehindIt() throws Exception {
        GatedStore.Gate gate = new GatedStore.Gate();
        RuntimeException failure = new EventLogException("the disk is gone");
        try (LedgerOnDisk ledger = LedgerOnDisk.open(dir, TestSettings.storeBehind(gate.store()))) {
            CompletableFuture<Outcome> opening = ledger.submit(new Command.OpenSale(
                    SampleSale.OPENS_AT, SampleSale.concert("rush", 1).sale()));
            gate.awaitCommit();
            gate.letOneGoOn();
            await(opening);
            CompletableFuture<Outcome> inTheBatch = ledger.submit(ledger.wish(1));
            gate.awaitCommit();
            CompletableFuture<Outcome> behind = ledger.submit(ledger.wish(2));
            CompletableFuture<String> lookUp = new CompletableFuture<>();
            ledger.ledger().find(new OrderId(1, 1), found -> lookUp.complete("found"), () -> lookUp.complete("busy"));
            gate.fail(failure);

            assertThat(await(behind)).isEqualTo(BUSY);
            assertThat(await(lookUp)).isEqualTo("busy");
            assertThat(ledger.ask(ledger.wish(3))).isEqualTo(BUSY);
            assertThat(inTheBatch).isNotDone();
            assertThat(ledger.fatal()).containsExactly(failure);
            assertThat(ledger.told()).hasSize(1);
            assertThat(ledger.view("rush").version()).isZero();
        }
        try (LedgerOnDisk ledger = LedgerOnDisk.open(dir)) {
            assertThat(ordered(ledger.ask(ledger.wish(3))).number()).isEqualTo(1);
        }
    }

    @Test
    void aRuleThatIsBrokenIsFatal() {
        try (LedgerOnDisk ledger = LedgerOnDisk.open(dir)) {
            ledger.open(SampleSale.concert("rush", 5));
            Order order = ordered(ledger.ask(ledger.wish(1)));
            Command.PlaceOrder wish = ledger.wish(2);
            // A caller that mints the same id twice has a bug.
            CompletableFuture<Outcome> answer = ledger.submit(new Command.PlaceOrder(
                    wish.now(), wish.sale(), order.id(), wish.buyer(), wish.key(), wish.tier(), null, null, 1));
            awaitThat("the end", () -> !ledger.fatal().isEmpty());
            assertThat(ledger.fatal()).hasSize(1).hasOnlyElementsOfType(IllegalArgumentException.class);
            assertThat(ledger.ask(ledger.wish(3))).isEqualTo(BUSY);
            assertThat(answer).isNotDone();
        }
    }

    @Test
    void aListenerThatThrowsIsFatalAndNobodyIsAnswered() {
        IllegalStateException bug = new IllegalStateException("a bug in a listener");
        try (LedgerOnDisk ledger = LedgerOnDisk.open(dir)) {
            ledger.open(SampleSale.concert("rush", 5));
            ledger.ledger().onCommit((journal, events, position) -> {
                throw bug;
            });
            CompletableFuture<Outcome> answer = ledger.submit(ledger.wish(1));
            awaitThat("the end", () -> !ledger.fatal().isEmpty());
            assertThat(ledger.ask(ledger.wish(2))).isEqualTo(BUSY);
            assertThat(answer).isNotDone();
            assertThat(ledger.fatal()).containsExactly(bug);
        }
    }

    @Test
    void anAnswerThatThrowsIsFatal() {
        IllegalStateException bug = new IllegalStateException("a bug in an answer");
        try (LedgerOnDisk ledger = LedgerOnDisk.open(dir)) {
            ledger.open(SampleSale.concert("rush", 5));
            ledger.ledger().submit(ledger.wish(1), outcome -> {
                throw bug;
            });
            awaitThat("the end", () -> !ledger.fatal().isEmpty());
            assertThat(ledger.ask(ledger.wish(2))).isEqualTo(BUSY);
            assertThat(ledger.fatal()).containsExactly(bug);
        }
    }
}
