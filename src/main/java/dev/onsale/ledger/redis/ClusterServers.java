package dev.onsale.ledger.redis;

import dev.onsale.config.Limits;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.impl.ZModem;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The primaries of a Redis Cluster, with a connection to each. A sale lies in the slot of its hash tag, whole; so each call goes to the
 * server that has the slot.
 *
 * <p>Who has which slot is asked again when a server says that a slot has moved, and as long as one is away: then a replica of it may have been promoted. {@code ASK}, which a
 * server says while it hands a slot over key by key, is not followed: half of a sale is there and half here, and what a call did not find it would take for
 * missing. The sale is {@code busy} until the slot is whole again. Owned by the event loop.
 */
final class ClusterServers implements RedisServers {

    private static final Logger LOG = LoggerFactory.getLogger(ClusterServers.class);
    private static final int SLOTS = 16_384;

    private final Vertx vertx;
    private final RedisSettings settings;
    private final RedisLink.Greeting greeting;
    private final RedisLink.Watcher watcher;
    private final ServerSearch search;

    /** By endpoint: the primaries that have slots. */
    private final Map<String, RedisLink> links = new HashMap<>();

    private final @Nullable RedisLink[] bySlot = new RedisLink[SLOTS];
    private final long openedNanos = System.nanoTime();
    private long lookAtNanos = openedNanos;
    private boolean isLooking;

    /** Whether the watcher was told that there are connections. */
    private boolean isToldUp;

    private boolean isWatched;
    private boolean isClosed;

    ClusterServers(Vertx vertx, RedisSettings settings, RedisLink.Greeting greeting, RedisLink.Watcher watcher) {
        this.vertx = vertx;
        this.settings = settings;
        this.greeting = greeting;
        this.watcher = watcher;
        this.search = new ServerSearch(vertx, settings);
    }

    @Override
    public void open() {
        look();
    }

    @Override
    public RedisCalls of(String tag) {
        return new Slot(ZModem.generate(tag.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public boolean isUp() {
        return links.values().stream().anyMatch(RedisLink::isUp);
    }

    @Override
    public boolean isWhole() {
        return !links.isEmpty() && links.values().stream().allMatch(RedisLink::isUp);
    }

    @Override
    public Collection<RedisLink> all() {
        return links.values();
    }

    @Override
    public void watchAll() {
        isWatched = true;
    }

    @Override
    public void tick() {
        List.copyOf(links.values()).forEach(RedisLink::tick);
        if (!isWhole() && System.nanoTime() - lookAtNanos >= 0) {
            look();
        }
        // A part of the cluster may be away for long; the others sell meanwhile.
        boolean isLongSince =
                System.nanoTime() - openedNanos > TimeUnit.MILLISECONDS.toNanos(Limits.REDIS_START_MILLIS_MAX) / 2;
        if (!isToldUp && isLongSince && isUp()) {
            tellUp();
        }
    }

    private void tellUp() {
        isToldUp = true;
        watcher.up();
    }

    @Override
    public void close() {
        isClosed = true;
        links.values().forEach(RedisLink::close);
    }

    // ---- who has which slot -----------------------------------------------------------------------------------------

    private void look() {
        if (isLooking || isClosed) {
            return;
        }
        isLooking = true;
        search.ask(Request.cmd(Command.CLUSTER).arg("SLOTS")).onComplete(done -> {
            isLooking = false;
            lookAtNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(Limits.REDIS_RECONNECT_MILLIS_MAX);
            if (isClosed) {
                return;
            }
            if (done.succeeded()) {
                learn(done.result());
            } else if (links.isEmpty()) {
                watcher.down(settings.place(), meaning(done.cause()));
            }
        });
    }

    private Throwable meaning(Throwable why) {
        return String.valueOf(why.getMessage()).contains("cluster support disabled")
                ? new RedisLedgerException("Redis at " + settings.place()
                        + " is not part of a Redis Cluster: name it as redis://host:port.")
                : why;
    }

    private void learn(ServerSearch.Answered answered) {
        @Nullable RedisLink[] fresh = new RedisLink[SLOTS];
        Set<String> primaries = new HashSet<>();
        for (Response range : answered.response()) {
            for (int i = 2; i < range.size(); i++) {
                String endpoint = endpointOf(range.get(i), answered.endpoint());
                search.learn(Set.of(endpoint));
                if (i == 2) { // the others are its replicas
                    primaries.add(endpoint);
                    RedisLink link = links.computeIfAbsent(endpoint, this::connect);
                    for (long slot = Calls.number(range.get(0)); slot <= Calls.number(range.get(1)); slot++) {
                        fresh[(int) slot] = link;
                    }
                }
            }
        }
        System.arraycopy(fresh, 0, bySlot, 0, SLOTS);
        for (String endpoint : Set.copyOf(links.keySet())) {
            RedisLink link = links.get(endpoint);
            if (!primaries.contains(endpoint) && link != null) {
                LOG.info("The Redis at {} has no slots of the cluster any more.", endpoint);
                links.remove(endpoint);
                link.close();
            }
        }
        if (isWhole()) {
            tellUp(); // to whom it was away until now
        }
    }

    private RedisLink connect(String endpoint) {
        RedisLink link = new RedisLink(
                vertx,
                () -> Future.succeededFuture(settings.options(endpoint)),
                endpoint,
                settings,
                greeting,
                new RedisLink.Watcher() {
                    @Override
                    public void up() {
                        if (isToldUp || isWhole()) {
                            tellUp();
                        }
                    }

                    @Override
                    public void down(String place, Throwable why) {
                        if (!isClosed && links.containsKey(endpoint)) {
                            watcher.down(place, why);
                            look();
                        }
                    }

                    @Override
                    public void standsStill(String place, @Nullable String why) {
                        watcher.standsStill(place, why);
                    }
                });
        if (isWatched) {
            link.watched();
        }
        link.open();
        return link;
    }

    /** A node as {@code CLUSTER SLOTS} says it. One that does not know its own address is where it was reached. */
    private static String endpointOf(Response node, String askedAt) {
        @Nullable Response host = node.get(0);
        String name = host == null ? "" : host.toString();
        return name.isEmpty() || name.equals("?")
                ? askedAt.substring(0, askedAt.lastIndexOf(':') + 1) + node.get(1)
                : RedisAddress.endpoint(name, node.get(1).toString());
    }

    /** The way to whoever has a slot. */
    private final class Slot implements RedisCalls {

        private final int slot;

        Slot(int slot) {
            this.slot = slot;
        }

        @Override
        public boolean isUp() {
            RedisLink link = bySlot[slot];
            return link != null && link.isUp();
        }

        @Override
        public boolean takesWrites() {
            RedisLink link = bySlot[slot];
            return link != null && link.takesWrites();
        }

        @Override
        public Future<Void> confirm() {
            RedisLink link = bySlot[slot];
            return link == null ? nobody() : link.confirm();
        }

        @Override
        public boolean isFull() {
            RedisLink link = bySlot[slot];
            return link != null && link.isFull();
        }

        @Override
        public int waiting() {
            RedisLink link = bySlot[slot];
            return link == null ? 0 : link.waiting();
        }

        @Override
        public Future<Response> call(Request request) {
            RedisLink link = bySlot[slot];
            return link == null ? nobody() : link.call(request).onFailure(this::notice);
        }

        @Override
        public Future<Response> callDurably(Request request) {
            RedisLink link = bySlot[slot];
            return link == null ? nobody() : link.callDurably(request).onFailure(this::notice);
        }

        private <T> Future<T> nobody() {
            return Future.failedFuture(new RedisLink.NotSent("no server of the cluster has slot " + slot));
        }

        private void notice(Throwable why) {
            if (RedisTrouble.of(why) == RedisTrouble.MOVED) {
                look();
            }
        }

        @Override
        public void renew(String why) {
            RedisLink link = bySlot[slot];
            if (link != null) {
                link.renew(why);
            }
            look();
        }
    }
}
