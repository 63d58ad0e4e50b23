package dev.onsale.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.sale.SampleSale;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * Negative controls of {@link RaceContract}: ledgers with a race in them, which the same checks must catch. The race is not left to chance: the
 * first two who come meet at the point where they must not.
 */
class RaceControlTest {

    /** Where the first two threads that come wait for each other; everybody after them walks through. */
    private static final class MeetingPoint {
        private final AtomicInteger comers = new AtomicInteger();
        private final CyclicBarrier both = new CyclicBarrier(2);

        void pass() {
            if (comers.getAndIncrement() < 2) {
                try {
                    both.await(TicketDesk.PATIENCE.toSeconds(), TimeUnit.SECONDS);
                } catch (Exception e) {
                    throw new AssertionError("the two did not meet", e);
                }
            }
        }
    }

    /** The model, with the lock given up between looking for a seat and taking it. */
    private static final class LooksThenTakes extends NaiveLedger {
        private final ReentrantLock lock;

        LooksThenTakes() {
            this(new ReentrantLock(), new MeetingPoint());
        }

        private LooksThenTakes(ReentrantLock lock, MeetingPoint point) {
            super(() -> {
                lock.unlock();
                point.pass();
                lock.lock();
            });
            this.lock = lock;
        }

        @Override
        @SuppressWarnings("UnsynchronizedOverridesSynchronized") // which is the fault
        public void submit(Command command, Consumer<Outcome> answer) {
            lock.lock();
            try {
                answer.accept(ask(command));
            } finally {
                lock.unlock();
            }
        }
    }

    /** {@link StockState} without its single writer: each command is decided and applied by whoever brings it. */
    private static final class HasManyWriters extends MemoryLedger {
        private final StockState state = new StockState();
        private final MeetingPoint point = new MeetingPoint();

        @Override
        @SuppressWarnings("UnsynchronizedOverridesSynchronized") // which is the fault
        public void submit(Command command, Consumer<Outcome> answer) {
            Decision decision;
            synchronized (this) {
                decision = state.decide(command);
            }
            if (command instanceof Command.PlaceOrder) {
                point.pass();
            }
            synchronized (this) {
                decision.events().forEach(state::apply);
            }
            answer.accept(decision.outcome());
        }

        @Override
        public synchronized void find(OrderId order, Consumer<Optional<Order>> answer, Runnable busy) {
            answer.accept(Optional.ofNullable(state.order(order)));
        }

        @Override
        public synchronized SaleView sale(String id) {
            return state.view(id);
        }
    }

    private static List<String> faultsOfASellOut(Ledger ledger) throws InterruptedException {
        SampleSale sale = SampleSale.concert("rush", 50);
        new TicketDesk(ledger).open(sale);
        return RaceContract.faultsOfASellOut(
                Crowd.rush(ledger, RaceContract.THREADS, RaceContract.wantingSeats(sale, 20)), sale.sale());
    }

    @Test
    void aRightLedgerPassesTheSameChecks() throws InterruptedException {
        assertThat(faultsOfASellOut(new NaiveLedger())).isEmpty();
        assertThat(faultsOfASellOut(new MemoryLedger())).isEmpty();
    }

    @Test
    void catchesALedgerThatLooksAndThenTakes() throws InterruptedException {
        assertThat(faultsOfASellOut(new LooksThenTakes()))
                .anyMatch(fault -> fault.startsWith("seat 1 on leg 0 was sold twice"));
    }

    /** Here the grid itself notices that the seat is taken, and crashes rather than sell it again. */
    @Test
    void catchesALedgerWithManyWriters() throws InterruptedException {
        assertThat(faultsOfASellOut(new HasManyWriters())).anyMatch(fault -> fault.contains("seat 1 is not free"));
    }

    @Test
    void catchesALedgerThatSaysSoldOutTooSoon() throws InterruptedException {
        AtomicInteger orders = new AtomicInteger();
        assertThat(faultsOfASellOut(new MemoryLedger() {
                    @Override
                    public synchronized void submit(Command command, Consumer<Outcome> answer) {
                        if (command instanceof Command.PlaceOrder && orders.incrementAndGet() == 50) {
                            answer.accept(new Outcome.Refused(new Refusal.SoldOut()));
                        } else if (orders.get() < 51) {
                            super.submit(command, answer);
                        } else {
                            answer.accept(new Outcome.Refused(new Refusal.SoldOut()));
                        }
                    }
                }))
                .containsExactly("49 seats of 50 were sold");
    }

    @Test
    void catchesALedgerThatAnswersTwice() throws InterruptedException {
        AtomicInteger orders = new AtomicInteger();
        assertThat(faultsOfASellOut(new MemoryLedger() {
                    @Override
                    public synchronized void submit(Command command, Consumer<Outcome> answer) {
                        super.submit(command, answer);
                        if (command instanceof Command.PlaceOrder && orders.incrementAndGet() == 30) {
                            answer.accept(new Outcome.Refused(new Refusal.SoldOut()));
                        }
                    }
                }))
                .singleElement()
                .asString()
                .contains("was answered again");
    }

    @Test
    void catchesALedgerThatLosesAnOrder() throws InterruptedException {
        AtomicInteger orders = new AtomicInteger();
        assertThat(faultsOfASellOut(new MemoryLedger() {
                    @Override
                    public synchronized void submit(Command command, Consumer<Outcome> answer) {
                        if (command instanceof Command.PlaceOrder && orders.incrementAndGet() == 7) {
                            // Told from a state that the ledger then throws away
                            MemoryLedger other = new MemoryLedger();
                            sales().forEach(view -> other.submit(new Command.OpenSale(0, view.sale()), yes -> {}));
                            other.submit(command, answer);
                        } else {
                            super.submit(command, answer);
                        }
                    }
                }))
                .anyMatch(fault -> fault.contains("was told of and is not there"));
    }
}
