package dev.onsale.ledger.redis;

import dev.onsale.config.Limits;
import dev.onsale.ledger.Command;
import dev.onsale.ledger.Outcome;
import java.util.ArrayDeque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The turn of an {@code ExpireOrders}, which is about all sales at once: it stands between the questions before it and those behind it, so that the same commands in
 * the same order come to the same. Owned by the event loop.
 */
final class ExpiryOfAll {

    private final DueSales dueSales;
    private final PacedCalls reads;
    private final Consumer<Question> route;
    private final Runnable flush;
    private final ArrayDeque<Question> behind = new ArrayDeque<>();
    private @Nullable Question question;
    private boolean isUnderWay;

    /**
     * @param route takes the questions that stood behind it
     * @param flush sends what was taken
     */
    ExpiryOfAll(DueSales dueSales, PacedCalls reads, Consumer<Question> route, Runnable flush) {
        this.dueSales = dueSales;
        this.reads = reads;
        this.route = route;
        this.flush = flush;
    }

    /** Whether there is one, behind which all others have to stand. */
    boolean isThere() {
        return question != null;
    }

    void standBehind(Question other) {
        behind.add(other);
    }

    /** Asks this as soon as nothing is under way. */
    void ask(Question expiry) {
        question = expiry;
    }

    /** Nothing is under way: its turn has come. */
    void quiet() {
        Question asked = question;
        if (asked == null || isUnderWay) {
            return;
        }
        if (!(asked.subject() instanceof Question.Subject.Ask(Command.ExpireOrders command))) {
            throw new IllegalStateException("not of all sales: " + asked.subject());
        }
        isUnderWay = true;
        dueSales.expire(command, reads).onComplete(expired -> {
            isUnderWay = false;
            end(asked, expired.succeeded() ? expired.result() : Question.UNKNOWN);
        });
    }

    private void end(Question asked, Outcome outcome) {
        asked.answer(outcome);
        question = null;
        while (question == null && !behind.isEmpty()) {
            route.accept(behind.remove());
        }
        flush.run();
    }

    /** Gives it up when it has waited too long for its turn. */
    void tick(long nowNanos) {
        Question asked = question;
        if (asked != null && !isUnderWay && asked.isOlderThan(Limits.REDIS_ANSWER_MILLIS_MAX, nowNanos)) {
            end(asked, Question.BUSY);
        }
    }

    /** Refuses it, and all that stands behind it. */
    void refuseAll() {
        if (question != null) {
            question.answer(isUnderWay ? Question.UNKNOWN : Question.BUSY);
        }
        behind.forEach(other -> other.answer(Question.BUSY));
        behind.clear();
    }
}
