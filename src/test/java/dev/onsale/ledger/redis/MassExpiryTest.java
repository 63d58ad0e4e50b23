package dev.onsale.ledger.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.config.Limits;
import dev.onsale.ledger.Command;
import dev.onsale.ledger.Event;
import dev.onsale.ledger.LedgerMeter;
import dev.onsale.ledger.OrderState;
import dev.onsale.ledger.Outcome;
import dev.onsale.sale.Deduct;
import dev.onsale.sale.Journey;
import dev.onsale.sale.SampleSale;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds that end together: all seats come back in calls of bounded size, and orders are answered between them. */
@Tag("servers")
class MassExpiryTest {

    private static final int HOLDS = 20_000;
    private static final int SALES = 500;
    private static final int HOLDS_EACH = 20;
    private static final long DEADLINE = Desk.NOW + SampleSale.HOLD_SECONDS * 1_000L;
    private static final int WAITING_MAX = 5_000;

    /** Fewer than one buyer may have of a sale. */
    private static final int ORDERS_EACH = 1_000;

    @TempDir
    private Path dir;

    private RedisServer server;
    private final AtomicLong now = new AtomicLong(Desk.NOW);

    @BeforeEach
    void startRedis() {
        server = RedisServer.start(dir);
    }

    @AfterEach
    void endRedis() {
        server.close();
        assertThat(Desk.FATAL).isEmpty();
    }

    private RedisLedger open() {
        return FixedTime.open(
                RedisSettings.of(server.url()),
                () -> Instant.ofEpochMilli(now.get()),
                LedgerMeter.NONE,
                Desk.FATAL::add);
    }

    private static void buy(RedisLedger ledger, int sales, int each) throws Exception {
        for (int s = 0; s < sales; s++) {
            Desk.opened(
                    ledger,
                    new Command.OpenSale(
                            Desk.NOW, SampleSale.concert("s" + s, each).sale()));
        }
        Semaphore room = new Semaphore(WAITING_MAX);
        AtomicInteger sold = new AtomicInteger();
        for (int i = 0; i < each; i++) {
            for (int s = 0; s < sales; s++) {
                room.acquire();
                ledger.submit(Desk.wish("s" + s, "buyer-" + i / ORDERS_EACH, "key " + i), outcome -> {
                    if (outcome instanceof Outcome.OfOrder) {
                        sold.incrementAndGet();
                    }
                    room.release();
                });
            }
        }
        room.acquire(WAITING_MAX);
        assertThat(sold).hasValue(sales * each);
    }

    private static int free(RedisLedger ledger, String sale) {
        return Objects.requireNonNull(ledger.sale(sale)).tiers().getFirst().free(Journey.WHOLE_CONCERT);
    }

    /** What one call did: how many orders it expired, or none if it placed some. */
    private record Done(String sale, int expired) {}

    @Test
    void thousandsOfHoldsOfOneSaleComeBackAndOrdersAreAnsweredMeanwhile() throws Exception {
        try (RedisLedger ledger = open()) {
            Desk.opened(
                    ledger,
                    new Command.OpenSale(
                            Desk.NOW,
                            SampleSale.concert("rush", 1_000_000)
                                    .deduct(Deduct.ORDER)
                                    .sale()));
            buy(ledger, 1, HOLDS);
            List<Done> done = new CopyOnWriteArrayList<>();
            ledger.onCommit((journal, events, position) -> done.add(new Done(journal, expired(events))));
            Flood flood = new Flood(ledger, "ann");
            Desk.await("others buy", () -> flood.accepted() > 500);
            now.set(DEADLINE);
            Desk.await("all are free again", () -> free(ledger, "s0") == HOLDS);
            flood.stop();

            List<Done> expiries = done.stream().filter(one -> one.expired() > 0).toList();
            assertThat(expiries.stream().mapToInt(Done::expired).sum()).isEqualTo(HOLDS);
            assertThat(expiries).allMatch(one -> one.expired() <= Limits.EXPIRY_CALL_ORDERS_MAX);
            int first = done.indexOf(expiries.getFirst());
            int last = done.lastIndexOf(expiries.getLast());
            assertThat(done.subList(first, last).stream()
                            .filter(one -> one.sale().equals("rush")))
                    .as("orders that were answered between the %d calls that expired others", expiries.size())
                    .hasSizeGreaterThan(2);
        }
    }

    private static int expired(List<Event> events) {
        return (int) events.stream()
                .filter(event ->
                        event instanceof Event.OfOrder moved && moved.order().state() == OrderState.EXPIRED)
                .count();
    }

    @Test
    void aFewHoldsOfEachOfManySalesComeBackOnEveryNode() throws Exception {
        try (RedisLedger ledger = open();
                RedisLedger other = open()) {
            buy(ledger, SALES, HOLDS_EACH);
            Desk.await("the other knows them all", () -> other.sales().size() == SALES && free(other, "s0") == 0);
            now.set(DEADLINE);
            for (RedisLedger each : List.of(ledger, other)) {
                Desk.await("all are free again", () -> each.sales().stream()
                        .allMatch(view -> view.tiers().getFirst().free(Journey.WHOLE_CONCERT) == HOLDS_EACH));
            }
        }
    }

    @Test
    void saleAfterSaleWithMoreThanAFewHoldsIsAskedOnceAndNotTwice() throws Exception {
        int each = Limits.EXPIRY_FIRST_CALL_ORDERS + 8;
        int askedAtOnce = Limits.EXPIRY_ORDERS_UNDER_WAY_MAX / Limits.EXPIRY_FIRST_CALL_ORDERS;
        try (RedisLedger ledger = open()) {
            buy(ledger, SALES, each);
            List<Integer> calls = new CopyOnWriteArrayList<>();
            ledger.onCommit((journal, events, position) -> calls.add(expired(events)));
            now.set(DEADLINE);
            Desk.await(
                    "all are free again", () -> calls.stream().mapToInt(i -> i).sum() == SALES * each);
            assertThat(calls).hasSizeLessThanOrEqualTo(SALES + askedAtOnce);
        }
    }

    /** Some bytes mean something to the function that puts the time into a record. */
    @Test
    void whateverItsBytesTheTimeOfAnExpiryIsWrittenAsItIs() throws Exception {
        long inPercentSigns = (DEADLINE >> 24 << 24) + 0x1_25_25_31L; // "%%1"
        try (RedisLedger ledger = open()) {
            buy(ledger, 1, 1);
            List<Event> events = new CopyOnWriteArrayList<>();
            ledger.onCommit((journal, told, position) -> events.addAll(told));
            now.set(inPercentSigns);
            Desk.await("it has expired", () -> free(ledger, "s0") == 1 && !events.isEmpty());
            assertThat(events).singleElement().satisfies(event -> assertThat(event.at())
                    .isEqualTo(inPercentSigns));
        }
    }
}
