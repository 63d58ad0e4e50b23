package dev.onsale.ledger.redis;

import dev.onsale.config.Limits;
import io.vertx.core.Future;
import io.vertx.redis.client.Response;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Keeps the streams no longer than they are needed, where that is asked for: what the order book has may go, but for the last events. How far the book is
 * stands in a consumer group of each stream, {@code orders}, where {@code XINFO GROUPS} shows it to operators. Nothing is ever trimmed that the book
 * has not.
 *
 * <p>{@link #written} is for any thread, all else for the event loop.
 */
final class StreamTrimmer {

    private final Function<String, RedisCalls> redis;
    private final long keepEvents;

    /** There may be 100,000 sales to tell of at once. */
    private final PacedCalls calls = new PacedCalls(Limits.REDIS_READS_MAX / 2);

    /** How far the book is in each sale whose group does not say so yet. */
    private final Map<String, Long> positions = new ConcurrentHashMap<>();

    /** @param keepEvents how many events of each sale stay although the book has them */
    StreamTrimmer(Function<String, RedisCalls> redis, long keepEvents) {
        this.redis = redis;
        this.keepEvents = keepEvents;
    }

    /** The order book has the events of a sale up to this position, for good. */
    void written(String sale, long position) {
        positions.put(sale, position);
    }

    /** Tells Redis what was told since the last time. */
    void tick() {
        for (String sale : List.copyOf(positions.keySet())) {
            Long position = positions.remove(sale);
            if (position != null) {
                calls.call(() -> tell(sale, position));
            }
        }
    }

    private Future<Response> tell(String sale, long position) {
        RedisCalls calls = redis.apply(sale);
        return calls.call(Calls.setGroup(sale, position))
                .recover(e -> String.valueOf(e.getMessage()).startsWith("NOGROUP")
                        ? calls.call(Calls.createGroup(sale, position))
                        : Future.failedFuture(e))
                .compose(set -> trim(calls, sale, position))
                // Told again with the next position that is later, or else now.
                .onFailure(e -> positions.putIfAbsent(sale, position));
    }

    private Future<Response> trim(RedisCalls calls, String sale, long position) {
        long first = position - keepEvents;
        return first > 0 ? calls.call(Calls.trim(sale, first)) : Future.succeededFuture();
    }
}
