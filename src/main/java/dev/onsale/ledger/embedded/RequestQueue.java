package dev.onsale.ledger.embedded;

import dev.onsale.config.Limits;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jctools.queues.MpscArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * What waits for the writer: bounded, without locks, many threads in and one out.
 *
 * <p>Two races are decided by the queue's producer index, which an offer moves by a compare-and-set before it looks at anything else:
 *
 * <ul>
 *   <li><b>Sleep.</b> The writer says that it sleeps, then looks whether the queue is empty. An offer that does not see it
 *       sleep moved the index before it said so, and is seen by that look.
 *   <li><b>End.</b> The writer says that it ended, then refuses what is left. An offer that does not see the end moved the
 *       index before, and is refused by the writer; one that does refuses whatever is left itself, under a lock, since the queue
 *       allows one consumer at a time.
 * </ul>
 */
final class RequestQueue {

    private final MpscArrayQueue<Request> queue;
    private final AtomicReference<@Nullable Thread> sleeper = new AtomicReference<>();
    private volatile boolean isClosed;
    private volatile boolean hasEnded;

    RequestQueue() {
        this(Limits.LEDGER_QUEUE_COMMANDS_MAX);
    }

    RequestQueue(int capacity) {
        queue = new MpscArrayQueue<>(capacity);
    }

    /** Adds a request, or refuses it on the calling thread when the queue is full or closed. Any thread. */
    void offer(Request request) {
        if (isClosed || !queue.offer(request)) {
            request.refuse();
            return;
        }
        if (hasEnded) {
            refuseRest();
        } else {
            wake();
        }
    }

    /** The next request, or null. The writer alone. */
    @Nullable
    Request poll() {
        return queue.poll();
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    /** How many wait, about. Any thread. */
    int size() {
        return queue.size();
    }

    /** Waits for a request, or for {@link #wake}, or that long. The writer alone. */
    void await(long nanos) {
        sleeper.set(Thread.currentThread());
        if (queue.isEmpty() && !isClosed) {
            LockSupport.parkNanos(this, nanos);
        }
        sleeper.lazySet(null);
    }

    /** Ends the writer's wait. Any thread. */
    void wake() {
        if (sleeper.get() != null) {
            Thread thread = sleeper.getAndSet(null); // of many who see it sleep, one wakes it
            if (thread != null) {
                LockSupport.unpark(thread);
            }
        }
    }

    /** Takes no more; what waits already stays. Any thread. */
    void close() {
        isClosed = true;
        wake();
    }

    boolean isClosed() {
        return isClosed;
    }

    /** Takes no more and refuses what waits: nobody will poll any more. */
    void end() {
        isClosed = true;
        hasEnded = true;
        refuseRest();
    }

    private synchronized void refuseRest() {
        Request request = queue.poll();
        while (request != null) {
            request.refuse();
            request = queue.poll();
        }
    }
}
