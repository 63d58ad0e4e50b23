package dev.onsale.ledger.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.ledger.Command;
import dev.onsale.ledger.LedgerMeter;
import dev.onsale.ledger.Order;
import dev.onsale.ledger.OrderId;
import dev.onsale.ledger.OrderState;
import dev.onsale.ledger.Outcome;
import dev.onsale.ledger.Refusal;
import dev.onsale.sale.Sale;
import dev.onsale.sale.SampleSale;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Deadlines and opening times go by Redis' clock: a node whose own clock is wrong ends no hold, opens nothing and closes nothing. */
class RedisTimeTest extends OneRedis {

    private static final long WRONG_BY_MILLIS = 300_000;
    private static final Random IDS = new Random();

    private static RedisLedger open(long wrongByMillis) {
        InstantSource wrong = InstantSource.offset(InstantSource.system(), Duration.ofMillis(wrongByMillis));
        return RedisLedger.open(RedisSettings.of(server.url()), wrong, LedgerMeter.NONE, Desk.FATAL::add);
    }

    private static Command.PlaceOrder wish(String sale, long now, String key) {
        OrderId id = OrderId.mint(now, sale, IDS);
        return new Command.PlaceOrder(now, sale, id, "ann", key, "floor", null, null, 1);
    }

    private static Sale sale(String id, long opensAt, long closesAt) {
        Sale sample = SampleSale.concert(id, 10).holdSeconds(120).sale();
        return sample.with(sample.status(), opensAt, closesAt, sample.tiers());
    }

    @Test
    void aNodeWhoseClockIsWrongEndsNoHold() throws Exception {
        try (RedisLedger right = open(0);
                RedisLedger ahead = open(WRONG_BY_MILLIS)) {
            long now = System.currentTimeMillis();
            Desk.opened(right, new Command.OpenSale(now, "k", sale("holds", now - 1_000, Sale.NEVER)));
            Order held = ((Outcome.OfOrder) Desk.told(ahead, wish("holds", now + WRONG_BY_MILLIS, "k"))).order();
            assertThat(held.placedAt()).isBetween(now - 30_000, now + 60_000);
            assertThat(held.expiresAt() - held.placedAt()).isEqualTo(120_000);
            assertThat(Desk.ask(ahead, new Command.ExpireOrders(now + WRONG_BY_MILLIS, 10)))
                    .isEqualTo(new Outcome.Expired(0, false));
            // Long enough for both nodes to look for what is due, more than once.
            LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
            assertThat(Desk.find(right, held.id()).orElseThrow().state()).isEqualTo(OrderState.HELD);
            Desk.await("the difference is told", () -> ahead.clock().note() != null);
            assertThat(ahead.clock().note()).contains("ahead of that of Redis");
            assertThat(right.clock().note()).isNull();
            assertThat(Math.abs(ahead.clock().millis() - right.clock().millis()))
                    .isLessThan(5_000);
        }
    }

    @Test
    void salesOpenAndCloseByRedisClock() throws Exception {
        try (RedisLedger ahead = open(WRONG_BY_MILLIS);
                RedisLedger behind = open(-WRONG_BY_MILLIS)) {
            long now = System.currentTimeMillis();
            Desk.opened(ahead, new Command.OpenSale(now, "k", sale("later", now + 240_000, Sale.NEVER)));
            assertThat(Desk.ask(ahead, wish("later", now + WRONG_BY_MILLIS, "k")))
                    .isEqualTo(new Outcome.Refused(new Refusal.NotOpen(now + 240_000)));
            Desk.opened(ahead, new Command.OpenSale(now, "k", sale("over", now - 2_000, now - 1_000)));
            assertThat(Desk.ask(behind, wish("over", now - 1_500, "k")))
                    .isEqualTo(new Outcome.Refused(new Refusal.Closed()));
        }
    }
}
