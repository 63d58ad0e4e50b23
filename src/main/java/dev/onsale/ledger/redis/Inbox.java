package dev.onsale.ledger.redis;

import dev.onsale.config.Limits;
import io.vertx.core.Context;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** What any thread has asked, on its way to the event loop. Bounded, together with all that has no answer yet. */
final class Inbox {

    private final Context loop;
    private final CommandBatcher batcher;
    private final ConcurrentLinkedQueue<Question> questions = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicBoolean isScheduled = new AtomicBoolean();

    Inbox(Context loop, CommandBatcher batcher) {
        this.loop = loop;
        this.batcher = batcher;
    }

    /** Whether one more may wait for its answer; it does from then on. */
    boolean admit() {
        if (waiting.incrementAndGet() > Limits.LEDGER_QUEUE_COMMANDS_MAX) {
            waiting.decrementAndGet();
            return false;
        }
        return true;
    }

    /** One that was admitted is answered. */
    void answered() {
        waiting.decrementAndGet();
    }

    void add(Question question) {
        questions.add(question);
        if (isScheduled.compareAndSet(false, true)) {
            loop.runOnContext(run -> takeAll());
        }
    }

    /** Whatever has come in goes into the lanes first, and then the lanes go: so what came together travels together. On the event loop. */
    void takeAll() {
        isScheduled.set(false);
        for (Question question = questions.poll(); question != null; question = questions.poll()) {
            batcher.take(question);
        }
        batcher.flush();
    }
}
