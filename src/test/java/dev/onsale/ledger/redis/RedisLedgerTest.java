package dev.onsale.ledger.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.config.Limits;
import dev.onsale.events.EventFeed;
import dev.onsale.ledger.Command;
import dev.onsale.ledger.Event;
import dev.onsale.ledger.Order;
import dev.onsale.ledger.OrderId;
import dev.onsale.ledger.OrderState;
import dev.onsale.ledger.Outcome;
import dev.onsale.ledger.Refusal;
import dev.onsale.sale.SampleSale;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the ledger on Redis does when something goes wrong, and when there are several of it. */
@Tag("servers")
class RedisLedgerTest {

    private static final Command.OpenSale OPEN =
            new Command.OpenSale(Desk.NOW, SampleSale.concert("rush", 100_000).sale());

    @TempDir
    private Path dir;

    private RedisServer server;

    @BeforeEach
    void startRedis() {
        server = RedisServer.start(dir);
    }

    @AfterEach
    void endRedis() {
        server.close();
        assertThat(Desk.FATAL).isEmpty();
    }

    /** Certainly not done, or not known. */
    private static boolean isNoAnswer(Outcome outcome) {
        return isBusy(outcome) || outcome instanceof Outcome.Unknown;
    }

    private static boolean isBusy(Outcome outcome) {
        return outcome instanceof Outcome.Refused(Refusal.Busy(int seconds));
    }

    @Test
    void everyAcknowledgedOrderIsThereAfterRedisWasKilledInAFlood() throws Exception {
        try (RedisLedger ledger = Desk.open(server)) {
            Desk.opened(ledger, OPEN);
            Flood flood = new Flood(ledger, "ann");
            for (int round = 1; round <= 3; round++) {
                int before = flood.accepted();
                Desk.await("orders are accepted", () -> flood.accepted() > before + 1_000);
                server.kill();
                server.startAgain();
            }
            flood.stop();

            Set<Integer> seats = new HashSet<>();
            for (Map.Entry<Command.PlaceOrder, Outcome> answered :
                    flood.answers().entrySet()) {
                if (answered.getValue() instanceof Outcome.OfOrder(Order told, boolean repeated)) {
                    assertThat(Desk.find(ledger, told.id())).contains(told);
                    assertThat(repeated).as("first answer to %s", told).isFalse();
                    assertThat(seats.add(told.seats().number(0)))
                            .as("seat of %s", told)
                            .isTrue();
                } else {
                    assertThat(isNoAnswer(answered.getValue()))
                            .as("%s", answered)
                            .isTrue();
                    // Nobody knows whether it was carried out; the same key tells.
                    Outcome now = Desk.ask(ledger, answered.getKey());
                    assertThat(now).isInstanceOf(Outcome.OfOrder.class);
                    assertThat(seats.add(((Outcome.OfOrder) now).order().seats().number(0)))
                            .isTrue();
                }
            }
        }
    }

    /** The same flood and the same kill on a Redis that keeps nothing on its disk: what the test above looks for is missing, and is seen to be. */
    @Test
    void aRedisThatDoesNotKeepItsPromiseIsFoundOut(@TempDir Path other) throws Exception {
        try (RedisServer forgetful = RedisServer.start(other, "--appendonly", "no")) {
            List<Order> acknowledged = new ArrayList<>();
            try (RedisLedger ledger = Desk.open(
                    new RedisSettings(forgetful.url(), RedisSettings.Fsync.NO, 0),
                    dev.onsale.ledger.LedgerMeter.NONE)) {
                Desk.opened(ledger, OPEN);
                Flood flood = new Flood(ledger, "ann");
                Desk.await("orders are accepted", () -> flood.accepted() > 1_000);
                forgetful.kill();
                flood.stop();
                for (Outcome outcome : flood.answers().values()) {
                    if (outcome instanceof Outcome.OfOrder(Order told, boolean repeated)) {
                        acknowledged.add(told);
                    }
                }
            }
            forgetful.startAgain();
            try (RedisLedger ledger = Desk.open(
                    new RedisSettings(forgetful.url(), RedisSettings.Fsync.NO, 0),
                    dev.onsale.ledger.LedgerMeter.NONE)) {
                assertThat(acknowledged).hasSizeGreaterThan(1_000);
                for (Order order : acknowledged) {
                    assertThat(Desk.find(ledger, order.id())).isEmpty();
                }
            }
        }
    }

    @Test
    void ordersAreBusyInBoundedTimeWhileRedisIsAwayAndSoldAgainWhenItIsBack() throws Exception {
        try (RedisLedger ledger = Desk.open(server)) {
            Desk.opened(ledger, OPEN);
            Desk.await("the sale is shown", () -> ledger.sale("rush") != null);
            server.kill();
            List<CompletableFuture<Outcome>> answers = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
                answers.add(Desk.asked(ledger, Desk.wish("rush", "ann", "key " + i)));
            }
            for (CompletableFuture<Outcome> answer : answers) {
                assertThat(isNoAnswer(answer.get(4L * Limits.REDIS_ANSWER_MILLIS_MAX, TimeUnit.MILLISECONDS)))
                        .isTrue();
            }
            assertThat(ledger.sale("rush")).as("the last view stays").isNotNull();
            server.startAgain();
            Desk.await(
                    "orders are accepted again",
                    () -> Desk.asked(ledger, Desk.wish("rush", "bob", "key")).join() instanceof Outcome.OfOrder);
        }
    }

    @Test
    void aRedisThatHangsIsAwayToo() throws Exception {
        try (RedisLedger ledger = Desk.open(server)) {
            Desk.opened(ledger, OPEN);
            server.freeze();
            try {
                Outcome outcome = Desk.asked(ledger, Desk.wish("rush", "ann", "key"))
                        .get(4L * Limits.REDIS_ANSWER_MILLIS_MAX, TimeUnit.MILLISECONDS);
                assertThat(outcome).as("it was sent").isEqualTo(Question.UNKNOWN);
            } finally {
                server.thaw();
            }
            Desk.await(
                    "orders are accepted again",
                    () -> Desk.asked(ledger, Desk.wish("rush", "bob", "key")).join() instanceof Outcome.OfOrder);
        }
    }

    @Test
    void aLedgerOpensWithoutRedisAndSellsWhenItComes() throws Exception {
        server.kill();
        try (RedisLedger ledger = Desk.open(server)) {
            assertThat(isBusy(Desk.ask(ledger, Desk.wish("rush", "ann", "key"))))
                    .isTrue();
            server.startAgain();
            Desk.await("the sale is opened", () -> Desk.asked(ledger, OPEN).join() instanceof Outcome.OfSale);
            assertThat(Desk.ask(ledger, Desk.wish("rush", "ann", "key"))).isInstanceOf(Outcome.OfOrder.class);
        }
    }

    @Test
    void whatComesTogetherTravelsTogether() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        AtomicInteger largest = new AtomicInteger();
        try (RedisLedger ledger = Desk.open(RedisSettings.of(server.url()), (commands, events, nanos, waiting) -> {
            calls.incrementAndGet();
            largest.accumulateAndGet(commands, Math::max);
        })) {
            Desk.opened(ledger, OPEN);
            int before = calls.get();
            List<CompletableFuture<Outcome>> answers = new ArrayList<>();
            for (int i = 0; i < 5_000; i++) {
                answers.add(Desk.asked(ledger, Desk.wish("rush", "ann", "key " + i)));
            }
            for (CompletableFuture<Outcome> answer : answers) {
                assertThat(answer.get(20, TimeUnit.SECONDS)).isInstanceOf(Outcome.OfOrder.class);
            }
            assertThat(calls.get() - before).isLessThan(5_000 / 10);
            assertThat(largest).hasValueGreaterThan(1);
            assertThat(largest.get()).isLessThanOrEqualTo(Limits.REDIS_CALL_COMMANDS_MAX);
        }
    }

    @Test
    void aQueueThatIsFullIsBusyAtOnce() throws Exception {
        try (RedisLedger ledger = Desk.open(server)) {
            Desk.opened(ledger, OPEN);
            server.freeze();
            try {
                for (int i = 0; i < Limits.LEDGER_QUEUE_COMMANDS_MAX; i++) {
                    ledger.submit(Desk.wish("rush", "ann", "key " + i), outcome -> {});
                }
                CompletableFuture<Outcome> answer = Desk.asked(ledger, Desk.wish("rush", "ann", "one more"));
                assertThat(answer).isCompletedWithValueMatching(RedisLedgerTest::isBusy);
            } finally {
                server.thaw();
            }
        }
    }

    /** Both nodes are told every event, in the same order, once; whoever caused it. */
    @Test
    void allNodesAreToldTheEventsOfAllInOneOrder() throws Exception {
        Ear firstEar = new Ear();
        Ear secondEar = new Ear();
        try (RedisLedger first = Desk.open(server);
                RedisLedger second = Desk.open(server)) {
            first.onCommit(firstEar);
            second.onCommit(secondEar);
            Desk.opened(first, OPEN);
            Flood ann = new Flood(first, "ann");
            Flood bob = new Flood(second, "bob");
            Desk.await("both sell", () -> ann.accepted() > 1_000 && bob.accepted() > 1_000);
            ann.stop();
            bob.stop();
            int events = 1 + ann.accepted() + bob.accepted();
            Desk.await("both have heard all", () -> firstEar.heard() >= events && secondEar.heard() >= events);
            assertThat(firstEar.orders())
                    .isEqualTo(secondEar.orders())
                    .doesNotHaveDuplicates()
                    .hasSize(events - 1);
        }
    }

    /** Listens. */
    private static final class Ear implements EventFeed.Listener {
        private final List<Event> events = new ArrayList<>();
        private final Map<String, Long> ends = new HashMap<>();

        @Override
        public synchronized void committed(String journal, List<Event> some, long position) {
            events.addAll(some);
            // Each sale's journal is told without a gap, from its first event on.
            assertThat(position).isEqualTo(ends.merge(journal, (long) some.size(), Long::sum));
        }

        synchronized int heard() {
            return events.size();
        }

        synchronized List<OrderId> orders() {
            return events.stream()
                    .filter(event -> event instanceof Event.OrderMoved)
                    .map(event -> ((Event.OrderMoved) event).order().id())
                    .toList();
        }
    }

    @Test
    void aSaleOfAnotherNodeIsKnownAndItsOrdersCanBePaidAnywhere() throws Exception {
        try (RedisLedger first = Desk.open(server);
                RedisLedger second = Desk.open(server)) {
            Desk.opened(first, OPEN);
            Outcome.OfOrder placed = (Outcome.OfOrder) Desk.told(second, Desk.wish("rush", "ann", "k"));
            OrderId id = placed.order().id();
            Command pay = new Command.PayOrder(Desk.NOW, id, "p");
            Outcome.OfOrder paid = (Outcome.OfOrder) Desk.told(first, pay);
            assertThat(paid.order().state()).isEqualTo(OrderState.PAID);
            assertThat(Desk.find(second, id)).contains(paid.order());
        }
    }

    @Test
    void ordersExpireByTheLedgersOwnClock() throws Exception {
        long expires = Desk.NOW + SampleSale.HOLD_SECONDS * 1000L;
        InstantSource late = InstantSource.fixed(java.time.Instant.ofEpochMilli(expires));
        try (RedisLedger first = Desk.open(server);
                RedisLedger second = FixedTime.open(
                        RedisSettings.of(server.url()), late, dev.onsale.ledger.LedgerMeter.NONE, e -> {})) {
            Desk.opened(first, OPEN);
            Outcome.OfOrder placed = (Outcome.OfOrder) Desk.told(first, Desk.wish("rush", "ann", "k"));
            Desk.await("the order expires", () -> {
                CompletableFuture<Boolean> expired = new CompletableFuture<>();
                second.find(
                        placed.order().id(),
                        found -> expired.complete(
                                found.isPresent() && found.get().state() == OrderState.EXPIRED),
                        () -> expired.complete(false));
                return expired.join();
            });
        }
    }

    @Test
    void anIdThatWasNotMadeForItsSaleIsABug() {
        try (RedisLedger ledger = Desk.open(server)) {
            Command.PlaceOrder wish = new Command.PlaceOrder(
                    Desk.NOW,
                    "rush",
                    OrderId.mint(Desk.NOW, "other", new java.util.Random()),
                    "a",
                    "k",
                    "floor",
                    null,
                    null,
                    1);
            org.assertj.core.api.Assertions.assertThatIllegalArgumentException()
                    .isThrownBy(() -> ledger.submit(wish, outcome -> {}))
                    .withMessageContaining("was not made for sale rush");
        }
    }
}
