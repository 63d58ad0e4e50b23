package dev.onsale.ledger.redis;

import dev.onsale.config.Limits;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** A sale's questions that wait to be sent, in their order; some of them may have been sent before. Owned by the event loop. */
final class PendingQuestions {

    private final ArrayDeque<Question> questions = new ArrayDeque<>(1);

    boolean isEmpty() {
        return questions.isEmpty();
    }

    int size() {
        return questions.size();
    }

    void add(Question question) {
        questions.add(question);
    }

    /** The one that waits first. */
    Question head() {
        return questions.element();
    }

    void removeHead() {
        questions.remove();
    }

    /** It waits before all others again. */
    void addFirst(Question question) {
        questions.addFirst(question);
    }

    /** Takes those that travel together, up to the first one that does not. */
    List<Question> takeBatch(Predicate<Question> goesAlone) {
        List<Question> batch = new ArrayList<>();
        while (batch.size() < Limits.REDIS_CALL_COMMANDS_MAX && !questions.isEmpty() && !goesAlone.test(head())) {
            batch.add(questions.remove());
        }
        return batch;
    }

    /** What was sent and failed waits before all others again. */
    void takeBack(List<Question> sent, Throwable why) {
        boolean mayBeDone = RedisTrouble.mayBeDone(why);
        for (int i = sent.size() - 1; i >= 0; i--) {
            Question question = sent.get(i);
            if (mayBeDone) {
                question.mayBeDone();
            }
            questions.addFirst(question);
        }
    }

    /** Answers what has waited too long. What may have been done waits longer: its answer can be had when Redis is back. */
    void giveUpOld(boolean canBeSent, long nowNanos) {
        questions.removeIf(question -> {
            int millis =
                    canBeSent || question.isResent() ? Limits.REDIS_ANSWER_MILLIS_MAX : Limits.REDIS_WAIT_MILLIS_MAX;
            boolean isTooOld = question.isOlderThan(millis, nowNanos);
            if (isTooOld) {
                question.giveUp();
            }
            return isTooOld;
        });
    }

    void giveUpAll() {
        List<Question> all = List.copyOf(questions);
        questions.clear();
        all.forEach(Question::giveUp);
    }
}
