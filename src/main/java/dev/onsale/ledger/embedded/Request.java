package dev.onsale.ledger.embedded;

import dev.onsale.config.Limits;
import dev.onsale.ledger.Command;
import dev.onsale.ledger.Decision;
import dev.onsale.ledger.Event;
import dev.onsale.ledger.Order;
import dev.onsale.ledger.OrderId;
import dev.onsale.ledger.Outcome;
import dev.onsale.ledger.Refusal;
import dev.onsale.ledger.StockState;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Something that waits for the writer, with whoever waits for its answer. Decided and answered by the writer, once. */
abstract sealed class Request {

    /** Says that nothing was asked of the ledger. */
    abstract void refuse();

    /** Says that this will be decided soon. */
    abstract void expect(StockState state);

    /** Makes up the answer and keeps it; returns the events that must be durable before it is told. */
    abstract List<Event> decide(StockState state);

    /** Tells the answer. */
    abstract void answer();

    /** A command. */
    static final class Ask extends Request {

        private final Command command;
        private final Consumer<Outcome> answer;
        private @Nullable Outcome outcome;

        Ask(Command command, Consumer<Outcome> answer) {
            this.command = command;
            this.answer = answer;
        }

        @Override
        void refuse() {
            answer.accept(new Outcome.Refused(new Refusal.Busy(Limits.BUSY_RETRY_SECONDS)));
        }

        @Override
        void expect(StockState state) {
            state.expect(command);
        }

        @Override
        List<Event> decide(StockState state) {
            Decision decision = state.decide(command);
            outcome = decision.outcome();
            return decision.events();
        }

        @Override
        void answer() {
            if (outcome == null) {
                throw new IllegalStateException("not decided: " + command);
            }
            answer.accept(outcome);
        }
    }

    /** A look-up. It waits its turn like a command, and for the commit, since it may show what is not durable before. */
    static final class Find extends Request {
        private final OrderId id;
        private final Consumer<Optional<Order>> answer;
        private final Runnable busy;
        private @Nullable Order order;

        Find(OrderId id, Consumer<Optional<Order>> answer, Runnable busy) {
            this.id = id;
            this.answer = answer;
            this.busy = busy;
        }

        @Override
        void refuse() {
            busy.run();
        }

        @Override
        void expect(StockState state) {
            state.expect(id);
        }

        @Override
        List<Event> decide(StockState state) {
            order = state.order(id);
            return List.of();
        }

        @Override
        void answer() {
            answer.accept(Optional.ofNullable(order));
        }
    }
}
