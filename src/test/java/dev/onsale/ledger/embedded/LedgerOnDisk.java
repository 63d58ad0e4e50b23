package dev.onsale.ledger.embedded;

import dev.onsale.ledger.Command;
import dev.onsale.ledger.Event;
import dev.onsale.ledger.LedgerMeter;
import dev.onsale.ledger.Order;
import dev.onsale.ledger.OrderId;
import dev.onsale.ledger.Outcome;
import dev.onsale.ledger.SaleView;
import dev.onsale.sale.SampleSale;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** An open ledger for tests, with what it told: one sentence for each command, and a bounded wait for each answer. */
final class LedgerOnDisk implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 60;

    private final EmbeddedLedger ledger;
    private final ConcurrentLinkedQueue<Throwable> fatal = new ConcurrentLinkedQueue<>();
    private final List<Event> told = new ArrayList<>();

    /** Moved by tests; the sample sales open then. */
    private final AtomicLong clock;

    private int orders;

    private LedgerOnDisk(Path dir, Settings settings, String acceptedLoss, AtomicLong clock) {
        this.clock = clock;
        InstantSource source = () -> Instant.ofEpochMilli(clock.get());
        ledger = EmbeddedLedger.open(dir, source, LedgerMeter.NONE, fatal::add, acceptedLoss, () -> {}, settings);
        ledger.onCommit((journal, events, position) -> {
            synchronized (told) {
                told.addAll(events);
            }
        });
    }

    static LedgerOnDisk open(Path dir) {
        return open(dir, Settings.STANDARD);
    }

    static LedgerOnDisk open(Path dir, Settings settings) {
        return open(dir, settings, null);
    }

    static LedgerOnDisk open(Path dir, Settings settings, String acceptedLoss) {
        return new LedgerOnDisk(dir, settings, acceptedLoss, new AtomicLong(SampleSale.OPENS_AT));
    }

    EmbeddedLedger ledger() {
        return ledger;
    }

    /** What was handed to the handler of fatal errors. */
    List<Throwable> fatal() {
        return List.copyOf(fatal);
    }

    /** What the feed told so far. */
    List<Event> told() {
        synchronized (told) {
            return List.copyOf(told);
        }
    }

    /** Forgets what the feed told, where there is too much of it. */
    void forget() {
        synchronized (told) {
            told.clear();
        }
    }

    void clock(long millis) {
        clock.set(millis);
    }

    /** Submits a command; the future fails if it is answered twice. */
    CompletableFuture<Outcome> submit(Command command) {
        CompletableFuture<Outcome> answer = new CompletableFuture<>();
        ledger.submit(command, outcome -> {
            if (!answer.complete(outcome)) {
                throw new AssertionError("answered twice: " + command);
            }
        });
        return answer;
    }

    Outcome ask(Command command) {
        return await(submit(command));
    }

    /** Opens the sale. */
    void open(SampleSale sale) {
        Outcome outcome = ask(new Command.OpenSale(clock.get(), sale.sale()));
        if (!(outcome instanceof Outcome.OfSale)) {
            throw new AssertionError("not opened: " + outcome);
        }
    }

    /** A wish for one seat of the sale {@code rush}, by another buyer each time; the same number is the same wish. */
    Command.PlaceOrder wish(int number) {
        return wish(number, clock.get());
    }

    static Command.PlaceOrder wish(int number, long now) {
        OrderId id = new OrderId((now << 16) | 0x7000, Long.MIN_VALUE | number);
        return new Command.PlaceOrder(now, "rush", id, "buyer " + number, "key", "floor", null, null, 1);
    }

    /** Places one more order, which must be accepted. */
    Order place() {
        return ordered(ask(wish(++orders)));
    }

    static Order ordered(Outcome outcome) {
        if (outcome instanceof Outcome.OfOrder(Order order, boolean repeated)) {
            return order;
        }
        throw new AssertionError("no order: " + outcome);
    }

    SaleView view(String sale) {
        SaleView view = ledger.sale(sale);
        if (view == null) {
            throw new AssertionError("no view of " + sale);
        }
        return view;
    }

    static <T> T await(CompletableFuture<T> answer) {
        try {
            return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("no answer within " + PATIENCE_SECONDS + " s", e);
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Waits until something is so, as nobody tells when it is. */
    static void awaitThat(String what, BooleanSupplier isSo) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!isSo.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not within " + PATIENCE_SECONDS + " s: " + what);
            }
            LockSupport.parkNanos(100_000);
        }
    }

    @Override
    public void close() {
        ledger.close();
    }
}
