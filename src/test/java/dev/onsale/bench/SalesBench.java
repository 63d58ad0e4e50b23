package dev.onsale.bench;

import dev.onsale.ledger.Command;
import dev.onsale.ledger.LedgerMeter;
import dev.onsale.ledger.OrderId;
import dev.onsale.ledger.Outcome;
import dev.onsale.ledger.Refusal;
import dev.onsale.ledger.redis.FixedTime;
import dev.onsale.ledger.redis.RedisLedger;
import dev.onsale.ledger.redis.RedisSettings;
import dev.onsale.sale.Journey;
import dev.onsale.sale.SampleSale;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;

/**
 * What many sales cost the ledger on Redis, and how long it takes until seats whose holds end together are free. Started by {@code bench/sales.sh}, which also starts the
 * Redis.
 *
 * <p>Arguments: the URL of an empty Redis, how many sales, how many holds of each. Prints a row: sales; seconds until a node that is started shows them all; until it
 * sells after its connections were cut; orders a second over all sales; MiB of heap; seconds from the deadline of all holds until all seats are free.
 */
public final class SalesBench {

    private static final int UNDER_WAY = 4_096;
    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(3);
    private static final int ORDERS = 100_000;
    private static final long NOW = SampleSale.OPENS_AT;
    private static final long DEADLINE = NOW + SampleSale.HOLD_SECONDS * 1_000L;

    private final Random random = new Random(42);
    private final AtomicLong clock = new AtomicLong(NOW);
    private final String url;
    private final int sales;
    private final int holdsEach;

    private SalesBench(String url, int sales, int holdsEach) {
        this.url = url;
        this.sales = sales;
        this.holdsEach = holdsEach;
    }

    /** Runs one measurement. */
    public static void main(String[] args) throws Exception {
        new SalesBench(args[0], Integer.parseInt(args[1]), Integer.parseInt(args[2])).run();
    }

    private RedisLedger open() {
        return FixedTime.open(
                RedisSettings.of(url),
                () -> Instant.ofEpochMilli(clock.get()),
                LedgerMeter.NONE,
                Throwable::printStackTrace);
    }

    private void run() throws Exception {
        try (RedisLedger ledger = open()) {
            openSales(ledger);
        }
        long begin = System.nanoTime();
        try (RedisLedger ledger = open()) {
            await(() -> ledger.sales().size() == sales);
            double started = seconds(begin);
            System.gc();
            long heap =
                    Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();

            begin = System.nanoTime();
            cutConnections();
            await(() -> order(ledger) instanceof Outcome.OfOrder);
            double reconnected = seconds(begin);

            begin = System.nanoTime();
            int orders = Math.min(ORDERS, sales * holdsEach);
            askAll(ledger, 1, orders + 1, this::order);
            double rate = orders / seconds(begin);

            askAll(ledger, orders + 1, sales * holdsEach, this::order); // with the one above these are all
            begin = System.nanoTime();
            clock.set(DEADLINE);
            await(() -> ledger.sales().stream().allMatch(view -> {
                int capacity = view.sale().tiers().getFirst().capacity();
                return view.tiers().getFirst().free(Journey.WHOLE_CONCERT) == capacity;
            }));
            System.out.printf(
                    Locale.ROOT,
                    "%d %.2f %.2f %.0f %d %.2f%n",
                    sales,
                    started,
                    reconnected,
                    rate,
                    heap >> 20,
                    seconds(begin));
        }
    }

    private void openSales(RedisLedger ledger) throws InterruptedException {
        askAll(
                ledger,
                0,
                sales,
                i -> new Command.OpenSale(
                        NOW, SampleSale.concert("s" + i, holdsEach + UNDER_WAY).sale()));
    }

    /** Asks so many commands, some thousands at once. Who is told to come again does, as buyers would; what is refused otherwise ends the measurement. */
    private static void askAll(RedisLedger ledger, int first, int end, IntFunction<Command> command)
            throws InterruptedException {
        Semaphore room = new Semaphore(UNDER_WAY);
        Queue<Integer> again = new ConcurrentLinkedQueue<>();
        AtomicInteger left = new AtomicInteger(end - first);
        AtomicReference<Outcome> refused = new AtomicReference<>();
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        int next = first;
        while (left.get() > 0) {
            Outcome why = refused.get();
            if (why != null || System.nanoTime() - deadline > 0) {
                throw new IllegalStateException(
                        left + " of " + (end - first) + " commands were not done: " + (why == null ? "busy" : why));
            }
            Integer busy = again.poll();
            if (busy == null && next == end) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
                continue;
            }
            int number = busy == null ? next++ : busy;
            room.acquire();
            ledger.submit(command.apply(number), outcome -> {
                if (outcome instanceof Outcome.OfOrder || outcome instanceof Outcome.OfSale) {
                    left.decrementAndGet();
                } else if (isToComeAgain(outcome)) {
                    again.add(number);
                } else {
                    refused.set(outcome);
                }
                room.release();
            });
        }
    }

    private static boolean isToComeAgain(Outcome outcome) {
        return outcome instanceof Outcome.Unknown
                || (outcome instanceof Outcome.Refused(Refusal refusal) && refusal instanceof Refusal.Busy);
    }

    /** As an operator would, or a firewall. */
    private void cutConnections() throws IOException {
        URI redis = URI.create(url);
        try (Socket socket = new Socket(redis.getHost(), redis.getPort())) {
            socket.getOutputStream()
                    .write("CLIENT KILL TYPE normal\r\nCLIENT KILL TYPE pubsub\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            socket.getInputStream().read();
        }
    }

    private Outcome order(RedisLedger ledger) {
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        ledger.submit(order(0), outcome::complete);
        return outcome.join();
    }

    private Command order(int number) {
        String sale = "s" + number % sales;
        return new Command.PlaceOrder(
                NOW, sale, OrderId.mint(NOW, sale, random), "b" + number, "k", "floor", null, null, 1);
    }

    private static double seconds(long sinceNanos) {
        return (System.nanoTime() - sinceNanos) / (double) TimeUnit.SECONDS.toNanos(1);
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("nothing came of it within " + PATIENCE_NANOS / 1_000_000_000 + " s");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
        }
    }
}
