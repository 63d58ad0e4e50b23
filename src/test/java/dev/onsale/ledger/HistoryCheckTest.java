package dev.onsale.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Negative controls of {@link HistoryCheck}: ledgers with one fault each, which random histories must find. */
class HistoryCheckTest {

    private static final int HISTORIES_MAX = 500;

    /** A right ledger, but for what a fault makes of the commands that it is asked and of the outcomes that it tells. */
    private static final class FaultyLedger extends MemoryLedger {
        private final UnaryOperator<Command> ask;
        private final UnaryOperator<Outcome> tell;

        FaultyLedger(UnaryOperator<Command> ask, UnaryOperator<Outcome> tell) {
            this.ask = ask;
            this.tell = tell;
        }

        @Override
        public synchronized void submit(Command command, Consumer<Outcome> answer) {
            super.submit(ask.apply(command), outcome -> answer.accept(tell.apply(outcome)));
        }
    }

    /** The first failure within some histories. */
    private static String failureOf(HistoryCheck.Opening opening) {
        for (long seed : Seeds.some(HISTORIES_MAX)) {
            Throwable failure = catchThrowable(() -> HistoryCheck.playStepByStep(seed, opening));
            if (failure != null) {
                assertThat(failure).isInstanceOf(AssertionError.class).hasMessageContaining("-Donsale.seed=" + seed);
                return failure.getMessage();
            }
        }
        throw new AssertionError("no fault was found in " + HISTORIES_MAX + " histories");
    }

    private static long commandsIn(String failure) {
        return failure.lines().filter(line -> line.startsWith("  ")).count();
    }

    @Test
    void findsALedgerThatForgetsItsHolds() {
        String failure = failureOf(() -> new FaultyLedger(
                command -> command instanceof Command.ExpireOrders(long now, int ordersMax)
                        ? new Command.ExpireOrders(now - 1, ordersMax)
                        : command,
                outcome -> outcome));
        assertThat(failure).contains("Expired");
        // Dropping commands one by one finds a short history, not always the shortest: three or four of some sixty
        // commands.
        assertThat(commandsIn(failure)).as(failure).isLessThanOrEqualTo(12);
    }

    @Test
    void findsALedgerThatTellsAnotherSeatThanItTook() {
        String failure = failureOf(() -> new FaultyLedger(
                command -> command,
                outcome -> outcome instanceof Outcome.OfOrder(Order order, boolean repeated)
                                && order.seats().equals(Seats.of(3))
                        ? new Outcome.OfOrder(order.paid(Seats.of(2), "x", false), repeated)
                        : outcome));
        assertThat(failure).contains("seats=[2]");
    }

    @Test
    void findsALedgerThatAnswersTwice() {
        Throwable failure = catchThrowable(() -> HistoryCheck.playStepByStep(1, () -> new MemoryLedger() {
            @Override
            public synchronized void submit(Command command, Consumer<Outcome> answer) {
                super.submit(command, answer);
                answer.accept(new Outcome.Expired(0, false));
            }
        }));
        assertThat(failure).isInstanceOf(AssertionError.class).hasMessageContaining("answered again");
    }

    /** Sells right, and shows a view in which one seat is missing. */
    @Test
    void findsALedgerWhoseViewBreaksALaw() {
        String failure = failureOf(() -> new MemoryLedger() {
            @Override
            public synchronized SaleView sale(String id) {
                SaleView view = super.sale(id);
                return view == null ? null : withAHeldSeatMore(view);
            }
        });
        assertThat(failure).contains("a law is broken", "is not the capacity of");
        assertThat(commandsIn(failure)).isEqualTo(1);
    }

    private static SaleView withAHeldSeatMore(SaleView view) {
        int legs = view.sale().legs();
        return new SaleView(
                view.sale(),
                view.version(),
                view.tiers().stream()
                        .map(tier -> {
                            int[] free = new int[(legs + 1) * (legs + 1)];
                            int[] held = new int[legs];
                            int[] paid = new int[legs];
                            Journeys.all(legs).forEach(j -> free[j.from() * (legs + 1) + j.to()] = tier.free(j));
                            for (int leg = 0; leg < legs; leg++) {
                                held[leg] = tier.held(leg) + 1;
                                paid[leg] = tier.paid(leg);
                            }
                            return new SaleView.TierView(legs, free, held, paid);
                        })
                        .toList());
    }
}
