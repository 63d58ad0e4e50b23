package dev.onsale.ledger.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.Wait;
import dev.onsale.ledger.Command;
import dev.onsale.ledger.Ledger;
import dev.onsale.ledger.LedgerMeter;
import dev.onsale.ledger.Order;
import dev.onsale.ledger.OrderId;
import dev.onsale.ledger.Outcome;
import dev.onsale.ledger.Refusal;
import dev.onsale.sale.SampleSale;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

/** Short sentences to a ledger, for tests of this package. */
final class Desk {

    static final InstantSource LONG_AGO = InstantSource.fixed(Instant.EPOCH);
    static final long NOW = SampleSale.OPENS_AT;
    private static final Random IDS = new Random();
    private static final int PATIENCE_SECONDS = 60;

    /** What the ledgers of this package's tests said to be fatal; nothing ever is. */
    static final Queue<Throwable> FATAL = new ConcurrentLinkedQueue<>();

    private Desk() {}

    static RedisLedger open(RedisServer server) {
        return open(RedisSettings.of(server.url()), LedgerMeter.NONE);
    }

    static RedisLedger open(RedisSettings settings, LedgerMeter meter) {
        return FixedTime.open(settings, LONG_AGO, meter, FATAL::add);
    }

    static Command.PlaceOrder wish(String sale, String buyer, String key) {
        return new Command.PlaceOrder(NOW, sale, OrderId.mint(NOW, sale, IDS), buyer, key, "floor", null, null, 1);
    }

    static CompletableFuture<Outcome> asked(Ledger ledger, Command command) {
        CompletableFuture<Outcome> answer = new CompletableFuture<>();
        ledger.submit(command, answer::complete);
        return answer;
    }

    static Outcome ask(Ledger ledger, Command command) throws Exception {
        return asked(ledger, command).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** Opens a sale. A ledger that has only just been opened may be busy for a moment. */
    static void opened(Ledger ledger, Command.OpenSale command) {
        Outcome outcome = told(ledger, command);
        assertThat(outcome).isInstanceOf(Outcome.OfSale.class);
    }

    /** Asks until the ledger says what came of it, as everybody does who hears that it is busy or does not know. */
    static Outcome told(Ledger ledger, Command command) {
        AtomicReference<Outcome> last = new AtomicReference<>();
        await("somebody says what came of " + command, () -> {
            last.set(asked(ledger, command)
                    .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                    .join());
            return !Question.UNKNOWN.equals(last.get()) && !isBusy(last.get());
        });
        return last.get();
    }

    private static boolean isBusy(Outcome outcome) {
        return outcome instanceof Outcome.Refused(Refusal refusal) && refusal instanceof Refusal.Busy;
    }

    /** Looks an order up, and again while the ledger is busy. */
    static Optional<Order> find(Ledger ledger, OrderId id) {
        AtomicReference<Optional<Order>> found = new AtomicReference<>();
        await("order " + id + " can be looked up", () -> {
            CompletableFuture<Optional<Order>> answer = new CompletableFuture<>();
            ledger.find(id, answer::complete, () -> answer.complete(null));
            found.set(answer.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join());
            return found.get() != null;
        });
        return found.get();
    }

    /** Waits long enough for a slow machine. */
    static void await(String what, BooleanSupplier condition) {
        Wait.until(what, condition::getAsBoolean);
    }

    /** Orders with one key until it is answered yes. */
    static Order placedInTheEnd(RedisLedger ledger, String sale, String key) {
        AtomicReference<Order> placed = new AtomicReference<>();
        await("an order of " + sale + " is accepted", () -> {
            if (asked(ledger, wish(sale, "ann", key)).join()
                    instanceof Outcome.OfOrder(Order order, boolean repeated)) {
                placed.set(order);
            }
            return placed.get() != null;
        });
        return placed.get();
    }

    /** Looks all of them up, many at a time; each must be as it is here. Whoever is told to come again does, for a while. */
    static void assertThere(Ledger ledger, Collection<Order> orders) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        Collection<Order> left = orders;
        while (!left.isEmpty()) {
            assertThat(System.nanoTime() - deadline)
                    .as("%d orders are busy all the time", left.size())
                    .isNegative();
            left = busyOnes(ledger, left);
        }
    }

    private static Collection<Order> busyOnes(Ledger ledger, Collection<Order> orders) throws Exception {
        Queue<Order> busy = new ConcurrentLinkedQueue<>();
        Map<Order, CompletableFuture<Optional<Order>>> answers = new LinkedHashMap<>();
        for (Order order : orders) {
            CompletableFuture<Optional<Order>> answer = new CompletableFuture<>();
            ledger.find(order.id(), answer::complete, () -> {
                busy.add(order);
                answer.complete(Optional.of(order));
            });
            answers.put(order, answer);
        }
        for (Map.Entry<Order, CompletableFuture<Optional<Order>>> entry : answers.entrySet()) {
            assertThat(entry.getValue().get(PATIENCE_SECONDS, TimeUnit.SECONDS)).contains(entry.getKey());
        }
        return busy;
    }
}
