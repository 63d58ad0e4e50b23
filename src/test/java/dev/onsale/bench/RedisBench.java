package dev.onsale.bench;

import dev.onsale.ledger.Command;
import dev.onsale.ledger.Ledger;
import dev.onsale.ledger.LedgerMeter;
import dev.onsale.ledger.OrderId;
import dev.onsale.ledger.Outcome;
import dev.onsale.ledger.redis.FixedTime;
import dev.onsale.ledger.redis.RedisLedger;
import dev.onsale.ledger.redis.RedisSettings;
import dev.onsale.sale.Deduct;
import dev.onsale.sale.Sale;
import dev.onsale.sale.SampleSale;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * Orders a second through the ledger on Redis. Started by {@code bench/redis.sh}, which also starts the Redis and measures what this is held against.
 *
 * <p>Arguments: the URL of an empty Redis; {@code concert}, {@code train}, or {@code open}, which only opens a concert; the number of orders. Prints orders a
 * second, orders a call, and how many were accepted.
 */
public final class RedisBench {

    /** Orders that are under way at once: as many buyers wait. */
    private static final int UNDER_WAY = 4_096;

    private static final long NOW = SampleSale.OPENS_AT;
    private static final int SEATS = 1_000_000;
    private static final int LEGS = 63;
    private static final int TRAIN_SEATS = 10_000;

    /** Sale of the orders that only warm the program up. */
    private static final String WARM_UP = "warm-up";

    private final Random random = new Random(42);
    private final AtomicLong calls = new AtomicLong();

    private RedisBench() {}

    /** Runs one measurement. */
    public static void main(String[] args) throws Exception {
        new RedisBench().run(args[0], args[1], Integer.parseInt(args[2]));
    }

    private void run(String url, String what, int orders) throws Exception {
        LedgerMeter meter = (commands, events, nanos, waiting) -> calls.incrementAndGet();
        try (RedisLedger ledger =
                FixedTime.open(RedisSettings.of(url), InstantSource.system(), meter, Throwable::printStackTrace)) {
            Sale sale = open(ledger, sample(what, "rush"));
            if (what.equals("open")) {
                return;
            }
            buy(ledger, open(ledger, sample(what, WARM_UP)), orders / 2);
            calls.set(0);
            long begin = System.nanoTime();
            long accepted = buy(ledger, sale, orders);
            double seconds = (System.nanoTime() - begin) / (double) TimeUnit.SECONDS.toNanos(1);
            if (sale.legs() == 1 && accepted != orders) {
                throw new IllegalStateException("only " + accepted + " of " + orders + " orders were accepted");
            }
            System.out.printf(Locale.ROOT, "%.0f %.0f %d%n", orders / seconds, orders / (double) calls.get(), accepted);
        }
    }

    private static SampleSale sample(String what, String id) {
        return (what.equals("train") ? SampleSale.train(id, LEGS, TRAIN_SEATS) : SampleSale.concert(id, SEATS))
                .deduct(Deduct.ORDER);
    }

    private static Sale open(Ledger ledger, SampleSale sample) throws Exception {
        CompletableFuture<Outcome> opened = new CompletableFuture<>();
        ledger.submit(new Command.OpenSale(NOW, sample.sale()), opened::complete);
        if (!(opened.get(20, TimeUnit.SECONDS) instanceof Outcome.OfSale)) {
            throw new IllegalStateException("the sale was not opened: " + opened.join());
        }
        return sample.sale();
    }

    /** Returns how many were accepted. */
    private long buy(Ledger ledger, Sale sale, int orders) throws InterruptedException {
        boolean hasStops = sale.legs() > 1;
        Semaphore room = new Semaphore(UNDER_WAY);
        LongAdder accepted = new LongAdder();
        for (int i = 0; i < orders; i++) {
            room.acquire();
            int from = random.nextInt(sale.legs());
            int to = from + 1 + random.nextInt(sale.legs() - from);
            Command.PlaceOrder order = new Command.PlaceOrder(
                    NOW,
                    sale.id(),
                    OrderId.mint(NOW, sale.id(), random),
                    "buyer-" + i,
                    "key-" + i,
                    sale.tiers().getFirst().id(),
                    hasStops ? SampleSale.stop(from) : null,
                    hasStops ? SampleSale.stop(to) : null,
                    1);
            ledger.submit(order, outcome -> {
                if (outcome instanceof Outcome.OfOrder) {
                    accepted.increment();
                }
                room.release();
            });
        }
        room.acquire(UNDER_WAY);
        return accepted.sum();
    }
}
