package dev.onsale.ledger.embedded;

import static dev.onsale.ledger.embedded.LedgerOnDisk.await;
import static dev.onsale.ledger.embedded.LedgerOnDisk.awaitThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.ledger.Command;
import dev.onsale.ledger.LedgerMeter;
import dev.onsale.ledger.Order;
import dev.onsale.ledger.OrderState;
import dev.onsale.ledger.Outcome;
import dev.onsale.ledger.Refusal;
import dev.onsale.node.SteadyClock;
import dev.onsale.sale.SampleSale;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A wall clock that is set ends no hold early and opens nothing early. */
class ClockJumpTest {

    private static final long DAY = 24 * 3_600_000L;

    @TempDir
    private Path dir;

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicLong wall = new AtomicLong(SampleSale.OPENS_AT);
    private final SteadyClock clock = new SteadyClock(nanos::get, () -> Instant.ofEpochMilli(wall.get()));

    private static Outcome ask(EmbeddedLedger ledger, Command command) {
        CompletableFuture<Outcome> answer = new CompletableFuture<>();
        ledger.submit(command, answer::complete);
        return await(answer);
    }

    private static OrderState stateOf(EmbeddedLedger ledger, Order order) {
        CompletableFuture<Optional<Order>> found = new CompletableFuture<>();
        ledger.find(order.id(), found::complete, () -> found.completeExceptionally(new AssertionError("busy")));
        return await(found).orElseThrow().state();
    }

    @Test
    void holdsAndOpeningsGoByTheTimeThatPassed() {
        List<Throwable> fatal = Collections.synchronizedList(new ArrayList<>());
        SampleSale later = SampleSale.concert("later", 5);
        try (EmbeddedLedger ledger = EmbeddedLedger.open(dir, clock, LedgerMeter.NONE, fatal::add)) {
            ask(
                    ledger,
                    new Command.OpenSale(
                            clock.millis(), SampleSale.concert("rush", 5).sale()));
            ask(
                    ledger,
                    new Command.OpenSale(
                            clock.millis(),
                            later.opensAt(SampleSale.OPENS_AT + DAY).sale()));
            Order held = LedgerOnDisk.ordered(ask(ledger, LedgerOnDisk.wish(1, clock.millis())));
            long hold = held.expiresAt() - held.placedAt();
            for (long jump : new long[] {2 * DAY, -4 * DAY, 2 * DAY + 5_000}) {
                wall.addAndGet(jump);
                nanos.addAndGet(1_000_000_000);
                Command.PlaceOrder early = LedgerOnDisk.wish(2, clock.millis());
                assertThat(ask(
                                ledger,
                                new Command.PlaceOrder(
                                        early.now(), "later", early.order(), "b", "k", early.tier(), null, null, 1)))
                        .isEqualTo(new Outcome.Refused(new Refusal.NotOpen(SampleSale.OPENS_AT + DAY)));
                assertThat(stateOf(ledger, held)).isEqualTo(OrderState.HELD);
            }
            // The hold ends when its time has passed, though the wall clock stands still.
            nanos.addAndGet(hold * 1_001_000);
            awaitThat("the hold ends", () -> stateOf(ledger, held) == OrderState.EXPIRED);
            assertThat(fatal).isEmpty();
        }
    }
}
