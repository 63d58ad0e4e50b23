package dev.onsale.ledger.redis;

import dev.onsale.config.Limits;
import dev.onsale.config.WatchLimits;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What this node hears of the others, and whether it hears anything.
 *
 * <p>Each call that adds events says so on a channel, and whoever listens reads them. Words may be lost: so the node sends a word of its own through each
 * server, and what it has learnt counts for a while from when the last one was sent that came back. Words of one server come in their order; so with its own one
 * the node has heard all that were said before. After a silence the channel is joined anew, and everything is looked at once before the next word counts.
 *
 * <p>{@link #isFresh} is for any thread, all else for the event loop.
 */
final class FeedPulse {

    /** Stands for a sale in a word that a node sends to itself; no sale can be called so. */
    private static final String OWN = "*";

    /** A word that is on its way. */
    private record Beat(RedisCalls server, long sentNanos) {}

    private final Vertx vertx;
    private final RedisServers servers;
    private final CommandBatcher batcher;
    private final RedisLink channel;

    private final Map<Long, Beat> underWay = new LinkedHashMap<>();

    /** For each server when the word was sent that came back last. */
    private final Map<RedisCalls, Long> heard = new HashMap<>();

    private long lastBeat = ThreadLocalRandom.current().nextLong(1L << 50);
    private long beatAtNanos = System.nanoTime();

    private long silentSinceNanos = System.nanoTime();

    /** When the first of the words was said that were not heard since. A server that is slow to say them makes no silence: a new channel would be no quicker. */
    private OptionalLong unheardSinceNanos = OptionalLong.empty();

    private final Patience patience = new Patience(System.nanoTime());

    /** Counts subscriptions. */
    private int subscription;

    private boolean isOpen;

    /** Whether everything was looked at since the channel was joined. */
    private boolean isHearing;

    /** Until when what was learnt counts. */
    private volatile long freshUntilNanos = System.nanoTime();

    FeedPulse(Vertx vertx, RedisSettings settings, RedisServers servers, CommandBatcher batcher) {
        this.vertx = vertx;
        this.servers = servers;
        this.batcher = batcher;
        this.channel = new RedisLink(
                vertx,
                new ServerSearch(vertx, settings)::options,
                settings.place(),
                new RedisSettings(settings.url(), settings.fsync(), 0),
                this::subscribe,
                new RedisLink.Watcher() {
                    @Override
                    public void up() {
                        joined();
                    }

                    @Override
                    public void down(String place, Throwable why) {
                        isHearing = false;
                        subscription++;
                    }
                });
    }

    /** Whether what this node has learnt of other nodes' orders counts. Costs a volatile read and a look at the processor's clock. */
    boolean isFresh() {
        return System.nanoTime() - freshUntilNanos < 0;
    }

    /** Joins the channel, and never gives up; only the first time. */
    void open() {
        if (!isOpen) {
            isOpen = true;
            channel.open();
        }
    }

    void close() {
        channel.close();
    }

    private Future<Void> subscribe(RedisConnection connection, String place) {
        connection.handler(this::hear);
        return connection
                .send(Request.cmd(Command.SUBSCRIBE).arg(Calls.CHANNEL))
                .mapEmpty();
    }

    private void joined() {
        heardAll();
        lookAtAll(++subscription);
    }

    /** Looks at whatever was said before anybody listened. */
    private void lookAtAll(int joinedAs) {
        if (joinedAs != subscription) {
            return;
        }
        batcher.lookAtAll().onComplete(looked -> {
            if (looked.failed()) {
                vertx.setTimer(Limits.REDIS_RECONNECT_MILLIS_MAX, again -> lookAtAll(joinedAs));
            } else if (joinedAs == subscription) {
                isHearing = true;
            }
        });
    }

    /** Anybody may speak on the channel; what is none of this program's words is nothing. */
    private void hear(@Nullable Response message) {
        if (message == null
                || message.type() != ResponseType.MULTI
                || message.size() != 3
                || !message.get(0).toString().equals("message")) {
            return;
        }
        String text = message.get(2).toString();
        int blank = text.indexOf(' ');
        if (blank < 0 || !text.substring(blank + 1).matches("\\d{1,18}")) {
            return;
        }
        long number = Long.parseLong(text.substring(blank + 1));
        if (text.startsWith(OWN)) {
            heardOwn(number);
        } else {
            batcher.hear(text.substring(0, blank), number);
        }
    }

    private void heardOwn(long number) {
        if (number <= lastBeat && number > lastBeat - WatchLimits.BEATS_MAX) {
            heardAll(); // late or not, it came
        }
        Beat beat = underWay.remove(number);
        if (beat != null) {
            heard.merge(beat.server(), beat.sentNanos(), Math::max);
        }
    }

    private void heardAll() {
        unheardSinceNanos = OptionalLong.empty();
        silentSinceNanos = System.nanoTime();
        patience.heard(silentSinceNanos);
    }

    private void said(long number) {
        if (underWay.containsKey(number) && unheardSinceNanos.isEmpty()) {
            unheardSinceNanos = OptionalLong.of(System.nanoTime());
        }
    }

    /** To be called now and then, some times in {@link WatchLimits#BEAT_MILLIS}. */
    void tick(long nowNanos) {
        if (nowNanos - beatAtNanos >= 0) {
            beatAtNanos = nowNanos + TimeUnit.MILLISECONDS.toNanos(WatchLimits.BEAT_MILLIS);
            beat(nowNanos);
        }
        OptionalLong sent = isHearing ? oldestSent(nowNanos) : OptionalLong.empty();
        if (sent.isPresent()) {
            freshUntilNanos = sent.getAsLong() + TimeUnit.MILLISECONDS.toNanos(WatchLimits.MEMORY_MILLIS_MAX);
        }
        patience.tick(silentSinceNanos, nowNanos);
        long unheardNanos = nowNanos - unheardSinceNanos.orElse(nowNanos);
        if (unheardNanos > 2 * TimeUnit.MILLISECONDS.toNanos(WatchLimits.BEAT_MILLIS)
                && patience.isOver(WatchLimits.SILENCE_MILLIS_MAX, silentSinceNanos, nowNanos)
                && channel.isUp()
                && servers.isUp()) {
            heardAll();
            channel.renew("nothing is heard on it");
        }
    }

    private void beat(long nowNanos) {
        underWay.values()
                .removeIf(beat ->
                        nowNanos - beat.sentNanos() > TimeUnit.MILLISECONDS.toNanos(WatchLimits.MEMORY_MILLIS_MAX));
        heard.keySet().retainAll(servers.all());
        for (RedisCalls server : servers.all()) {
            if (server.isUp() && underWay.size() < WatchLimits.BEATS_MAX) {
                long number = ++lastBeat;
                underWay.put(number, new Beat(server, nowNanos));
                server.call(Calls.word(OWN, number)).onSuccess(said -> said(number));
            }
        }
    }

    /** Up to when everything is known that happened on any server; empty when not all have been heard yet. */
    private OptionalLong oldestSent(long nowNanos) {
        long oldest = batcher.toldUpToNanos(nowNanos);
        for (RedisCalls server : servers.all()) {
            Long sent = heard.get(server);
            if (sent == null) {
                return OptionalLong.empty();
            }
            oldest = Math.min(oldest, sent);
        }
        return OptionalLong.of(oldest);
    }
}
