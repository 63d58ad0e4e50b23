package dev.onsale.ledger.redis;

import dev.onsale.config.Limits;
import java.util.concurrent.TimeUnit;

/**
 * How long the answers of one connection are waited for. A call that stands behind slow ones is not late as long as those are answered. Nor does time count in
 * which this node itself was held up: what came meanwhile is there and not read yet, and a connection that was given up for that would have the node do the same
 * work again, for ever. Owned by the event loop.
 */
final class Patience {

    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(Limits.REDIS_TICK_MILLIS);

    /** Ticks that are a little late are nothing: between any two of them whatever is there is read. */
    private static final long HELD_UP_NANOS_MIN = 10 * TICK_NANOS;

    private long heardNanos;
    private long tickNanos;

    Patience(long nowNanos) {
        heardNanos = nowNanos;
        tickNanos = nowNanos;
    }

    /** An answer came. */
    void heard(long nowNanos) {
        heardNanos = nowNanos;
    }

    /**
     * To be told every {@link Limits#REDIS_TICK_MILLIS}; what is longer than that is a time in which nothing could be read.
     *
     * @param oldestSentNanos when the oldest call was sent that has no answer
     */
    void tick(long oldestSentNanos, long nowNanos) {
        long heldUpNanos = nowNanos - tickNanos - TICK_NANOS;
        tickNanos = nowNanos;
        if (heldUpNanos >= HELD_UP_NANOS_MIN) {
            heardNanos = Math.min(nowNanos, Math.max(heardNanos, oldestSentNanos) + heldUpNanos);
        }
    }

    /** Whether that call has waited so long, and nothing else was heard meanwhile. */
    boolean isOver(int millis, long oldestSentNanos, long nowNanos) {
        return Math.min(nowNanos - oldestSentNanos, nowNanos - heardNanos) > TimeUnit.MILLISECONDS.toNanos(millis);
    }
}
