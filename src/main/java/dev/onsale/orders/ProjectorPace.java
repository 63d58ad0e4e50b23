package dev.onsale.orders;

import dev.onsale.config.BookLimits;
import java.util.concurrent.TimeUnit;

/**
 * How long the projector rests after each write, so that it takes its share of one core and no more. The order book may be
 * late, an answer may not: while the ledger commits many events a second, the share is small, and the book catches up when the rush is
 * over. Reads no clock. Owned by one thread.
 */
final class ProjectorPace {

    private long lastCommitted;
    private long lastNanos;

    /**
     * @param committed position of the last event that the ledger told of
     * @param nowNanos of a clock that never goes back
     */
    ProjectorPace(long committed, long nowNanos) {
        lastCommitted = committed;
        lastNanos = nowNanos;
    }

    /**
     * The rest after a write.
     *
     * @param committed position of the last event that the ledger told of
     * @param nowNanos of the same clock as before
     * @param workedNanos how long reading and writing took
     * @return nanoseconds, {@link BookLimits#PROJECTOR_REST_MILLIS_MIN} … {@link BookLimits#PROJECTOR_REST_MILLIS_MAX}
     */
    long restNanos(long committed, long nowNanos, long workedNanos) {
        double seconds = Math.max(1, nowNanos - lastNanos) / 1e9;
        boolean rush = (committed - lastCommitted) / seconds >= BookLimits.PROJECTOR_RUSH_EVENTS_PER_SECOND;
        lastCommitted = committed;
        lastNanos = nowNanos;
        int percent = rush ? BookLimits.PROJECTOR_RUSH_CORE_PERCENT : BookLimits.PROJECTOR_QUIET_CORE_PERCENT;
        return Math.clamp(
                workedNanos * (100 - percent) / percent,
                TimeUnit.MILLISECONDS.toNanos(BookLimits.PROJECTOR_REST_MILLIS_MIN),
                TimeUnit.MILLISECONDS.toNanos(BookLimits.PROJECTOR_REST_MILLIS_MAX));
    }
}
