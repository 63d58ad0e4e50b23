package dev.onsale.http.server;

import io.vertx.core.Context;
import io.vertx.core.Handler;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jctools.queues.MpscUnboundedArrayQueue;

/**
 * Brings answers from the ledger's thread to an event loop, many for one wake-up: the ledger answers a whole batch at once, and waking the
 * loop for each answer would cost more than the answers themselves.
 *
 * <p>The queue has no bound of its own. Each answer in it belongs to a command that the ledger took, and how many those can be is bounded
 * by the ledger's queue and its batch.
 *
 * <p>{@link #post} may be called by any thread; what is posted runs on the event loop.
 */
final class LoopMailbox {

    private static final int CHUNK = 1024;

    /** Answers that are handled before the loop looks at its connections again. */
    private static final int TURN_MAX = 1024;

    /** Runs something on the event loop, from any thread. */
    @FunctionalInterface
    interface Waking {
        void onLoop(Handler<Void> what);
    }

    private final Waking waking;
    private final Thread loop;
    private final MpscUnboundedArrayQueue<Runnable> queue = new MpscUnboundedArrayQueue<>(CHUNK);

    /** Whether a wake-up is under way. */
    private final AtomicBoolean awake = new AtomicBoolean();

    /** To be called on the event loop itself. */
    LoopMailbox(Context context) {
        this(context::runOnContext);
    }

    LoopMailbox(Waking waking) {
        this.waking = waking;
        this.loop = Thread.currentThread();
    }

    /** Runs {@code letter} on the event loop: at once if this is it, else soon. It must not throw. */
    void post(Runnable letter) {
        if (Thread.currentThread() == loop) {
            letter.run();
            return;
        }
        queue.offer(letter);
        wake();
    }

    private void wake() {
        if (!awake.get() && awake.compareAndSet(false, true)) {
            waking.onLoop(nothing -> open());
        }
    }

    private void open() {
        // First, so that a letter that comes from now on wakes the loop again.
        awake.set(false);
        Runnable letter;
        int left = TURN_MAX;
        while (left-- > 0 && (letter = queue.poll()) != null) {
            letter.run();
        }
        if (!queue.isEmpty()) {
            wake();
        }
    }

    /** Whether the calling thread is the event loop. */
    boolean onLoop() {
        return Thread.currentThread() == loop;
    }
}
