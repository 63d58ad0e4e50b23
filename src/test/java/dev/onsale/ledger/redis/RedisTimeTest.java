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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Deadlines and opening times go by Redis' clock: a node whose own clock is wrong ends no hold, opens nothing and closes nothing. */
@Tag("servers")
class RedisTimeTest extends OneRedis {

    private static final long WRONG_BY_MILLIS = 300_000;
    private static final int HOLD_SECONDS = 120;
    private static final Random IDS = new Random();

    private static RedisLedger open(long wrongByMillis) {
        InstantSource wrong = InstantSource.offset(InstantSource.system(), Duration.ofMillis(wrongByMillis));
        return RedisLedger.open(RedisSettings.of(server.url()), wrong, LedgerMeter.NONE, Desk.FATAL::add);
    }

    private static Command.PlaceOrder wish(String sale, long now, String key) {
        OrderId id = OrderId.mint(now, sale, IDS);
        return new Command.PlaceOrder(now, sale, id, "ann", key, "floor", null, null, 1);
    }

    private static Sale sale(String id, int holdSeconds, long opensAt, long closesAt) {
        Sale sample = SampleSale.concert(id, 10).holdSeconds(holdSeconds).sale();
        return sample.with(sample.status(), opensAt, closesAt, sample.tiers());
    }

    private static Order placed(RedisLedger node, Command.PlaceOrder wish) {
        return ((Outcome.OfOrder) Desk.told(node, wish)).order();
    }

    private static OrderState state(RedisLedger node, Order order) {
        return Desk.find(node, order.id()).orElseThrow().state();
    }

    @Test
    void aNodeWhoseClockIsWrongEndsNoHold() throws Exception {
        long now = System.currentTimeMillis();
        try (RedisLedger ahead = open(WRONG_BY_MILLIS)) {
            Order held;
            try (RedisLedger right = open(0)) {
                Desk.opened(
                        right, new Command.OpenSale(now, "k", sale("holds", HOLD_SECONDS, now - 1_000, Sale.NEVER)));
                held = placed(ahead, wish("holds", now + WRONG_BY_MILLIS, "k"));
                assertThat(held.placedAt()).isBetween(now - 30_000, now + 60_000);
                assertThat(held.expiresAt() - held.placedAt()).isEqualTo(HOLD_SECONDS * 1_000L);
                assertThat(Desk.ask(ahead, new Command.ExpireOrders(now + WRONG_BY_MILLIS, 10)))
                        .isEqualTo(new Outcome.Expired(0, false));
                Desk.await("the difference is told", () -> ahead.clock().note() != null);
                assertThat(ahead.clock().note()).contains("ahead of that of Redis");
                assertThat(right.clock().note()).isNull();
                assertThat(Math.abs(ahead.clock().millis() - right.clock().millis()))
                        .isLessThan(5_000);
            }
            // It is alone, and has looked for what is due when it has ended a hold that was.
            Desk.opened(ahead, new Command.OpenSale(now, "k", sale("short", 1, now - 1_000, Sale.NEVER)));
            Order due = placed(ahead, wish("short", now + WRONG_BY_MILLIS, "k"));
            Desk.await("it has ended what was due", () -> state(ahead, due) == OrderState.EXPIRED);
            assertThat(state(ahead, held)).isEqualTo(OrderState.HELD);
        }
    }

    @Test
    void salesOpenAndCloseByRedisClock() throws Exception {
        try (RedisLedger ahead = open(WRONG_BY_MILLIS);
                RedisLedger behind = open(-WRONG_BY_MILLIS)) {
            long now = System.currentTimeMillis();
            Desk.opened(ahead, new Command.OpenSale(now, "k", sale("later", HOLD_SECONDS, now + 240_000, Sale.NEVER)));
            assertThat(Desk.ask(ahead, wish("later", now + WRONG_BY_MILLIS, "k")))
                    .isEqualTo(new Outcome.Refused(new Refusal.NotOpen(now + 240_000)));
            Desk.opened(ahead, new Command.OpenSale(now, "k", sale("over", HOLD_SECONDS, now - 2_000, now - 1_000)));
            assertThat(Desk.ask(behind, wish("over", now - 1_500, "k")))
                    .isEqualTo(new Outcome.Refused(new Refusal.Closed()));
        }
    }
}
