package dev.onsale.ledger.redis;

import dev.onsale.config.Limits;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Listens to what each Sentinel does. From the moment at which one of them begins a failover until it has ended, nothing is to be written: the primary that is
 * being left still takes writes and still has a replica that confirms them, and both throw them away when they follow the new one. Nobody can know here
 * that the new primary has all that was confirmed before; that is for whoever begins a failover of a primary that lives. A primary that the Sentinels take for
 * dead is left, too: it may be back already, and they go on all the same. Owned by the event loop.
 *
 * <pre>
 *   +odown, +try-failover ──▶ the connection is left, none is made ──▶ +switch-master, or the attempt comes to nothing ──▶ to the primary
 * </pre>
 */
final class SentinelWatch {

    private static final String TAKEN_FOR_DEAD = "the sentinels take this primary for dead, and will make another one";

    private static final long STANDSTILL_NANOS_MAX = TimeUnit.MILLISECONDS.toNanos(Limits.REDIS_FAILOVER_MILLIS_MAX);

    /** One Sentinel, which is connected or is to be. */
    private final class Sentinel {
        private final String endpoint;
        private boolean withoutPassword;
        private @Nullable Redis client;

        /** Whether it and enough others take the primary for dead, and since when. */
        private boolean isDown;

        private long downNanos;

        Sentinel(String endpoint) {
            this.endpoint = endpoint;
        }

        void connect() {
            if (isClosed) {
                return;
            }
            Redis attempt = Redis.createClient(
                    vertx, settings.optionsOfUrl(withoutPassword ? address.openUrl(endpoint) : address.url(endpoint)));
            client = attempt;
            attempt.connect()
                    .compose(connection -> subscribe(attempt, connection))
                    .onFailure(why -> {
                        // Many sentinels have no password although their Redis has one.
                        if (!address.userInfo().isEmpty() && ServerSearch.isAboutPassword(why)) {
                            withoutPassword = !withoutPassword;
                        }
                        again(attempt);
                    });
        }

        private Future<Void> subscribe(Redis attempt, RedisConnection connection) {
            connection.exceptionHandler(e -> again(attempt));
            connection.endHandler(end -> again(attempt));
            connection.handler(message -> {
                if (message != null && message.type() == ResponseType.MULTI && message.size() == 4) {
                    hear(endpoint, message.get(2).toString(), message.get(3).toString());
                }
            });
            // What it said before anybody listened, it says now.
            return connection
                    .send(Request.cmd(Command.SENTINEL).arg("MASTER").arg(address.primary()))
                    .onSuccess(this::readFlags)
                    .compose(asked -> connection.send(Request.cmd(Command.PSUBSCRIBE)
                            .arg("*failover*")
                            .arg("?odown")
                            .arg("+switch-master")))
                    .mapEmpty();
        }

        private void readFlags(Response fields) {
            for (int i = 0; i + 1 < fields.size(); i += 2) {
                if (fields.get(i).toString().equals("flags")) {
                    down(List.of(fields.get(i + 1).toString().split(",")).contains("o_down"));
                }
            }
        }

        private void down(boolean isDownNow) {
            boolean isNews = isDownNow && !isDown;
            isDown = isDownNow;
            if (isNews) {
                downNanos = nanoTime.getAsLong();
                leave.accept(TAKEN_FOR_DEAD);
            }
        }

        private boolean takesForDead() {
            return isDown && nanoTime.getAsLong() - downNanos <= STANDSTILL_NANOS_MAX;
        }

        private void again(Redis failed) {
            if (client == failed) {
                client = null;
                isDown = false;
                failed.close();
                if (!isClosed) {
                    vertx.setTimer(Limits.REDIS_RECONNECT_MILLIS_MAX, id -> connect());
                }
            }
        }

        void close() {
            Redis open = client;
            client = null;
            if (open != null) {
                open.close();
            }
        }
    }

    private final Vertx vertx;
    private final RedisSettings settings;
    private final RedisAddress address;
    private final LongSupplier nanoTime;
    private final Consumer<String> leave;
    private final List<Sentinel> sentinels = new ArrayList<>();
    private boolean isClosed;

    /** Whether a failover is under way, and since when. */
    private boolean isUnderWay;

    private long sinceNanos;

    /** Where the primary is no more that was left last, and since when; a sentinel that names it does not know yet. */
    private String left = "";

    private long leftNanos;

    /**
     * @param nanoTime as {@link System#nanoTime}
     * @param leave told, with a sentence, that the connection to the primary is to be given up
     */
    SentinelWatch(Vertx vertx, RedisSettings settings, LongSupplier nanoTime, Consumer<String> leave) {
        this.vertx = vertx;
        this.settings = settings;
        this.address = settings.address();
        this.nanoTime = nanoTime;
        this.leave = leave;
        address.endpoints().forEach(endpoint -> sentinels.add(new Sentinel(endpoint)));
    }

    /** Begins to listen, and never gives up. */
    void open() {
        sentinels.forEach(Sentinel::connect);
    }

    /** A Sentinel has said something; of other primaries than ours, too. */
    void hear(String endpoint, String channel, String text) {
        String[] words = text.split(" ", -1);
        if (channel.equals("+switch-master")) {
            if (words.length >= 5 && words[0].equals(address.primary())) {
                down(endpoint, false);
                switched(RedisAddress.endpoint(words[1], words[2]), RedisAddress.endpoint(words[3], words[4]));
            }
        } else if (words.length >= 2 && words[0].equals("master") && words[1].equals(address.primary())) {
            switch (channel) {
                case "+odown" -> down(endpoint, true);
                case "-odown" -> down(endpoint, false);
                case "+try-failover" -> {
                    isUnderWay = true;
                    sinceNanos = nanoTime.getAsLong();
                    leave.accept("a sentinel makes another server the primary");
                }
                case "-failover-abort-not-elected",
                        "-failover-abort-no-good-slave",
                        "-failover-abort-slave-timeout",
                        "-failover-abort-master-is-back" -> isUnderWay = false;
                default -> {
                    // A step in between.
                }
            }
        }
    }

    private void down(String endpoint, boolean isDown) {
        for (Sentinel sentinel : sentinels) {
            if (sentinel.endpoint.equals(endpoint)) {
                sentinel.down(isDown);
            }
        }
    }

    /** Each Sentinel says so when it hears of it; the first one counts. */
    private void switched(String from, String to) {
        boolean isNews = !isLeft(from);
        isUnderWay = false;
        left = from;
        leftNanos = nanoTime.getAsLong();
        if (isNews) {
            leave.accept("the sentinels have made another server the primary, " + to);
        }
    }

    /** A sentence that says why nobody is to connect to the primary now, or null. */
    @Nullable
    String obstacle() {
        if (isUnderWay && nanoTime.getAsLong() - sinceNanos > STANDSTILL_NANOS_MAX) {
            isUnderWay = false; // whoever began it has died over it, and the others will begin anew
        }
        if (isUnderWay) {
            return "a sentinel makes another server the primary";
        }
        return sentinels.stream().anyMatch(Sentinel::takesForDead) ? TAKEN_FOR_DEAD : null;
    }

    /** Whether a server that a sentinel has named is the primary no more. */
    boolean isLeft(String endpoint) {
        return left.equals(endpoint) && nanoTime.getAsLong() - leftNanos < STANDSTILL_NANOS_MAX;
    }

    void close() {
        isClosed = true;
        sentinels.forEach(Sentinel::close);
    }
}
