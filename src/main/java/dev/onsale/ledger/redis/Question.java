package dev.onsale.ledger.redis;

import dev.onsale.config.Limits;
import dev.onsale.ledger.Command;
import dev.onsale.ledger.Order;
import dev.onsale.ledger.OrderId;
import dev.onsale.ledger.Outcome;
import dev.onsale.ledger.Refusal;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Something that was asked, on its way to Redis and back. One about an order is put to every sale that the order may be of, which is nearly
 * always one; at most one of them knows the order. Owned by the event loop.
 */
final class Question {

    /** What is asked. */
    sealed interface Subject {
        /** A command of the ledger's. */
        record Ask(Command command) implements Subject {}

        /** Which order has this id. */
        record Find(OrderId order) implements Subject {}

        /** Expire what is due of one sale. */
        record ExpireSale(long now, int ordersMax) implements Subject {}
    }

    static final Outcome BUSY = new Outcome.Refused(new Refusal.Busy(Limits.BUSY_RETRY_SECONDS));
    static final Outcome UNKNOWN = new Outcome.Unknown();
    static final Outcome UNKNOWN_SALE = new Outcome.Refused(new Refusal.UnknownSale());
    static final Outcome UNKNOWN_ORDER = new Outcome.Refused(new Refusal.UnknownOrder());

    private static final int FINAL = 3;

    private final Subject subject;
    private final Consumer<Outcome> answer;
    private final long askedNanos = System.nanoTime();

    /** Made when it is first needed. */
    private byte @Nullable [] id;

    private int answersLeft = 1;
    private boolean isAnswered;
    private @Nullable Outcome known;

    /** Whether a call that carried it was lost, so that it may have been carried out already. */
    private boolean isResent;

    /** What the asker knows to be wrong with an order; it counts once the sale turns out to be open. */
    private @Nullable Refusal unfit;

    private Question(Subject subject, Consumer<Outcome> answer) {
        this.subject = subject;
        this.answer = answer;
    }

    static Question ask(Command command, Consumer<Outcome> answer) {
        return new Question(new Subject.Ask(command), answer);
    }

    static Question find(OrderId order, Consumer<Optional<Order>> answer, Runnable busy) {
        return new Question(new Subject.Find(order), outcome -> {
            if (outcome instanceof Outcome.OfOrder(Order found, boolean repeated)) {
                answer.accept(Optional.of(found));
            } else if (outcome.equals(UNKNOWN_ORDER)) {
                answer.accept(Optional.empty());
            } else {
                busy.run();
            }
        });
    }

    static Question expire(long now, int ordersMax, Consumer<Outcome> answer) {
        return new Question(new Subject.ExpireSale(now, ordersMax), answer);
    }

    Subject subject() {
        return subject;
    }

    /** The same, of which somebody else is told the outcome. */
    Question withAnswer(Consumer<Outcome> other) {
        return new Question(subject, other);
    }

    /** Expects so many answers, of which at most one may be other than that the order is unknown. */
    void expectAnswers(int count) {
        answersLeft = count;
    }

    /** Expects so many answers besides. */
    void expectMoreAnswers(int count) {
        answersLeft += count;
    }

    /** One answer. The asker is told when all are there, or one that cannot be bettered. */
    void answer(Outcome outcome) {
        answersLeft--;
        if (known == null || weight(outcome) > weight(known)) {
            known = outcome;
        }
        if (!isAnswered && (weight(known) == FINAL || answersLeft == 0)) {
            isAnswered = true;
            answer.accept(known);
        }
    }

    /** The sale that knows the order counts most; then one of which nobody knows whether it did it; then one that could not be asked. */
    private static int weight(Outcome outcome) {
        if (outcome.equals(UNKNOWN_ORDER)) {
            return 0;
        }
        if (outcome.equals(BUSY)) {
            return 1;
        }
        return outcome.equals(UNKNOWN) ? 2 : FINAL;
    }

    /** It had to wait too long, or cannot be asked any more: says that it was not done, or that nobody knows. */
    void giveUp() {
        answer(isResent ? UNKNOWN : BUSY);
    }

    /** Whether it was asked so long ago. */
    boolean isOlderThan(long millis, long nowNanos) {
        return nowNanos - askedNanos > TimeUnit.MILLISECONDS.toNanos(millis);
    }

    /** It goes alone in a call, or in several, and nothing else of its sale beside it. */
    boolean goesAlone() {
        return switch (subject) {
            case Subject.Ask(Command.OpenSale open) -> true;
            case Subject.Ask(Command.ChangeSale change) -> true;
            case Subject.Ask(Command other) -> false;
            case Subject.Find find -> false;
            case Subject.ExpireSale expire -> true;
        };
    }

    /** What the functions know it by if it comes again: nobody else's, and the same each time. */
    byte[] id() {
        byte[] known = id;
        if (known == null) {
            UUID random = UUID.randomUUID();
            known = ByteBuffer.allocate(2 * Long.BYTES)
                    .putLong(random.getMostSignificantBits())
                    .putLong(random.getLeastSignificantBits())
                    .array();
            id = known;
        }
        return known;
    }

    /** A call that carried it failed in a way that leaves open whether it was carried out. */
    void mayBeDone() {
        isResent = true;
    }

    boolean isResent() {
        return isResent;
    }

    void unfit(@Nullable Refusal refusal) {
        unfit = refusal;
    }

    @Nullable
    Refusal unfit() {
        return unfit;
    }
}
