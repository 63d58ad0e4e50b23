package dev.onsale.ledger.redis;

import dev.onsale.config.Limits;
import dev.onsale.config.WatchLimits;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What stands in the way of selling although there is a connection: a server that cannot be relied on, a sale that cannot be read. The log tells of it when it
 * does not pass at once, and when all of it is over. {@link #first} is for any thread, all else for the event loop.
 */
final class Obstacles {

    private static final Logger LOG = LoggerFactory.getLogger(Obstacles.class);

    /** By what they are about. */
    private final Map<String, String> sentences = new LinkedHashMap<>();

    private volatile @Nullable String first;
    private long standsSinceNanos;
    private long tellAtNanos = System.nanoTime();
    private String told = "";

    /** The one that is there longest, as a sentence; null when nothing stands in the way. */
    @Nullable
    String first() {
        return first;
    }

    /** Something stands in the way of what {@code about} names. */
    void stand(String about, String sentence) {
        boolean isNew = !sentences.containsKey(about);
        if (isNew && sentences.size() >= WatchLimits.OBSTACLES_MAX) {
            return;
        }
        if (sentences.isEmpty()) {
            standsSinceNanos = System.nanoTime();
        }
        sentences.put(about, sentence);
        first = sentences.values().iterator().next();
    }

    /** Nothing stands in the way of it any more. */
    void gone(String about) {
        if (sentences.remove(about) == null) {
            return;
        }
        first = sentences.isEmpty() ? null : sentences.values().iterator().next();
        if (sentences.isEmpty() && !told.isEmpty()) {
            told = "";
            LOG.info("Nothing stands in the way of selling any more.");
        }
    }

    /** Tells what is there for longer than a moment, each sentence once, and not too many of them; to be called now and then. */
    void tick(long nowNanos) {
        String now = first;
        if (now == null
                || now.equals(told)
                || nowNanos - standsSinceNanos < TimeUnit.MILLISECONDS.toNanos(WatchLimits.OBSTACLE_MILLIS)
                || nowNanos - tellAtNanos < 0) {
            return;
        }
        told = now;
        tellAtNanos = nowNanos + TimeUnit.MILLISECONDS.toNanos(Limits.REDIS_WARN_MILLIS);
        if (sentences.size() == 1) {
            LOG.warn("{}", now);
        } else {
            LOG.warn("{} And {} more.", now, sentences.size() - 1);
        }
    }
}
