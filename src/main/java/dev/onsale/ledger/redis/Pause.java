package dev.onsale.ledger.redis;

import dev.onsale.config.WatchLimits;
import java.util.concurrent.TimeUnit;

/** The time before something that was refused is tried again: longer each time, until it works. Owned by the event loop. */
final class Pause {

    private int millis = WatchLimits.REFUSED_MILLIS;
    private long endNanos = System.nanoTime();

    /** It was refused. */
    void begin() {
        endNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        millis = Math.min(2 * millis, WatchLimits.REFUSED_MILLIS_MAX);
    }

    /** It has worked, or whoever refused it is another one now. */
    void end() {
        millis = WatchLimits.REFUSED_MILLIS;
        endNanos = System.nanoTime();
    }

    boolean isOver() {
        return System.nanoTime() - endNanos >= 0;
    }
}
