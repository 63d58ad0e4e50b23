package dev.onsale.ledger.redis;

import dev.onsale.config.WatchLimits;
import dev.onsale.ledger.FullnessWarning;
import dev.onsale.ledger.redis.RedisAddress.Kind;
import io.vertx.core.Vertx;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The servers that hold a ledger's sales. On the event loop. */
interface RedisServers {

    /**
     * Those that the settings name.
     *
     * @param watcher told when there is a connection that was not there before, and when one is lost
     */
    static RedisServers of(
            Vertx vertx, RedisSettings settings, RedisLink.Greeting greeting, RedisLink.Watcher watcher) {
        if (settings.address().kind() == Kind.CLUSTER) {
            return new ClusterServers(vertx, settings, greeting, watcher);
        }
        ServerSearch search = new ServerSearch(vertx, settings);
        RedisLink link = new RedisLink(vertx, search::options, settings.place(), settings, greeting, watcher);
        if (settings.address().kind() == Kind.SINGLE) {
            return new OneServer(link, null);
        }
        SentinelWatch watch = new SentinelWatch(vertx, settings, System::nanoTime, link::renew);
        search.heed(watch);
        return new OneServer(link, watch);
    }

    /** Begins to connect, and never gives up. */
    void open();

    /** The way to the server that has this tag, whichever it is at the time of a call. */
    RedisCalls of(String tag);

    /** Whether any server is connected. */
    boolean isUp();

    /** Whether all of them are. */
    boolean isWhole();

    /** Looks what has waited too long; to be called now and then. */
    void tick();

    /** All of them that are known. */
    Collection<RedisLink> all();

    /** How much of its memory the fullest of them has used; 0 where none has a bound. To be called now and then. */
    default void measure(FullnessWarning fullness) {
        Optional<RedisLink> fullest = all().stream().max(Comparator.comparingDouble(RedisLink::used));
        String place = fullest.map(RedisLink::place).orElse("");
        double used = fullest.map(RedisLink::used).orElse(0.0);
        fullness.measure(
                used,
                () -> "Redis at " + place + " has used " + Math.round(used * 100)
                        + " % of its maxmemory; from " + WatchLimits.REDIS_FULL_PERCENT
                        + " % on new orders are refused (ledger_full). Give it more memory, or take ended sales to another Redis.");
    }

    /** From now on each is looked at all the time, whether it still can be relied on. Before {@link #open}. */
    void watchAll();

    /** Gives up all connections. */
    void close();

    /** A single primary, found by its address or by sentinels. */
    record OneServer(RedisLink link, @Nullable SentinelWatch watch) implements RedisServers {
        @Override
        public void open() {
            if (watch != null) {
                watch.open();
            }
            link.open();
        }

        @Override
        public RedisCalls of(String tag) {
            return link;
        }

        @Override
        public boolean isUp() {
            return link.isUp();
        }

        @Override
        public boolean isWhole() {
            return link.isUp();
        }

        @Override
        public Collection<RedisLink> all() {
            return List.of(link);
        }

        @Override
        public void watchAll() {
            link.watched();
        }

        @Override
        public void tick() {
            link.tick();
        }

        @Override
        public void close() {
            if (watch != null) {
                watch.close();
            }
            link.close();
        }
    }
}
