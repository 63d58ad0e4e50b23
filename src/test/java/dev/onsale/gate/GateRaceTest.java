package dev.onsale.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.events.Journals;
import dev.onsale.ledger.Command;
import dev.onsale.ledger.MemoryLedger;
import dev.onsale.ledger.Order;
import dev.onsale.ledger.OrderId;
import dev.onsale.ledger.Outcome;
import dev.onsale.ledger.Party;
import dev.onsale.ledger.Seeds;
import dev.onsale.sale.Deduct;
import dev.onsale.sale.Sale;
import dev.onsale.sale.Status;
import dev.onsale.sale.Tier;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Many threads at the gate's door at once, in front of a ledger that answers on a thread of its own. */
class GateRaceTest {

    private static final int THREADS = 8;
    private static final int ORDERS = 2_000;
    private static final int SEATS = 500;
    private static final long PATIENCE_SECONDS = 60;

    /** Decides on one thread, some time after it was asked, and answers on several. */
    private static final class LateLedger extends MemoryLedger {
        final ExecutorService writer = Executors.newSingleThreadExecutor();
        final ExecutorService answerers = Executors.newFixedThreadPool(4);
        final AtomicInteger asked = new AtomicInteger();

        @Override
        public synchronized void submit(Command command, Consumer<Outcome> answer) {
            asked.incrementAndGet();
            writer.execute(() -> super.submit(command, outcome -> answerers.execute(() -> answer.accept(outcome))));
        }
    }

    private final LateLedger ledger = new LateLedger();

    @AfterEach
    void end() {
        ledger.writer.shutdownNow();
        ledger.answerers.shutdownNow();
    }

    @Test
    void everybodyIsAnsweredAndEverySeatIsSold() throws Exception {
        for (long seed : Seeds.some(5)) {
            for (LocalStockRule rule : List.of(
                    LocalStockRule.alone(), new LocalStockRule.Shared(() -> 0.01), new LocalStockRule.Fixed(SEATS))) {
                rush("s" + Math.floorMod(seed, 1_000_000_007) + ruleName(rule), rule, seed);
            }
        }
    }

    private static String ruleName(LocalStockRule rule) {
        return switch (rule) {
            case LocalStockRule.Shared(var share) -> "-shared-" + share.getAsDouble();
            case LocalStockRule.Fixed(int seats) -> "-fixed-" + seats;
        };
    }

    private void rush(String sale, LocalStockRule rule, long seed) throws InterruptedException {
        Gate gate = new Gate(ledger, rule);
        ledger.onCommit(gate);
        ask(new Command.OpenSale(1, sale(sale)));
        gate.catchUp(Journals.sole(ledger));
        CountDownLatch answers = new CountDownLatch(THREADS * ORDERS);
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < THREADS; t++) {
            int thread = t;
            threads.add(Thread.ofPlatform().start(() -> {
                Random random = new Random(seed + 31L * sale.hashCode() + thread);
                for (int i = 0; i < ORDERS; i++) {
                    Command.PlaceOrder order = new Command.PlaceOrder(
                            2, sale, OrderId.mint(2, random), "b" + thread + "-" + i, "k", "seat", null, null, 1);
                    boolean givesBack = random.nextInt(20) == 0;
                    Consumer<Outcome> told = outcome -> {
                        if (outcome instanceof Outcome.OfOrder(Order placed, boolean repeated) && givesBack) {
                            ledger.submit(
                                    new Command.ReleaseOrder(3, placed.id(), new Party.Operator()),
                                    released -> answers.countDown());
                        } else {
                            answers.countDown();
                        }
                    };
                    Outcome atOnce = gate.place(order, told::accept);
                    if (atOnce != null) {
                        told.accept(atOnce);
                    }
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(answers.await(PATIENCE_SECONDS, TimeUnit.SECONDS))
                .as("%s: %d are not answered, seed %d", sale, answers.getCount(), seed)
                .isTrue();
        assertThat(gate.inFlight()).isZero();

        // What was given back at the very end is sold to whoever comes now, and then nothing is left.
        sellTheRest(gate, sale, seed);
        assertThat(held(sale)).as("%s, seed %d", sale, seed).isEqualTo(SEATS);
    }

    private int held(String sale) {
        return Objects.requireNonNull(ledger.sale(sale)).tiers().getFirst().held(0);
    }

    private void sellTheRest(Gate gate, String sale, long seed) throws InterruptedException {
        Random random = new Random(~seed - 31L * sale.hashCode());
        int left = SEATS - held(sale);
        for (int i = 0; i < left; i++) {
            CountDownLatch done = new CountDownLatch(1);
            Outcome atOnce = gate.place(
                    new Command.PlaceOrder(2, sale, OrderId.mint(2, random), "late-" + i, "k", "seat", null, null, 1),
                    outcome -> done.countDown());
            assertThat(atOnce)
                    .as("%s: %d seats are free, seed %d", sale, left - i, seed)
                    .isNull();
            assertThat(done.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        }
    }

    /** Asks the ledger for something, and waits for the answer. */
    private void ask(Command command) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        ledger.submit(command, outcome -> done.countDown());
        assertThat(done.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    private static Sale sale(String id) {
        return new Sale(
                id,
                id,
                1,
                Sale.NEVER,
                60,
                Deduct.HOLD,
                0,
                false,
                Status.ACTIVE,
                List.of(),
                List.of(new Tier("seat", "Seat", SEATS, 100, "CNY", List.of())));
    }
}
