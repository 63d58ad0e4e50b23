package dev.onsale.ledger.redis;

import dev.onsale.config.Limits;
import dev.onsale.config.WatchLimits;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.impl.types.ErrorType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection to Redis that is made again whenever it is lost. Calls travel one behind the other, and Redis works on them in
 * that order. One whose answer does not come in time takes the connection down with it, since what follows would wait as long.
 *
 * <p>While the server cannot be relied on, since a setting was made weaker or replicas are missing, nothing that changes something is sent to it, and it is
 * looked at until it can. Whatever it says, the connection goes on or is made anew. Owned by the event loop.
 */
final class RedisLink implements RedisCalls {

    /** The connection was lost before the answer came: nobody knows whether the call was carried out. */
    static class Lost extends Exception {
        private static final long serialVersionUID = 1L;

        Lost(String message) {
            super(message);
        }
    }

    /** It was not sent: certainly it was not carried out. */
    static final class NotSent extends Exception {
        private static final long serialVersionUID = 1L;

        NotSent(String message) {
            super(message);
        }
    }

    /** The call was carried out, but fewer replicas have it than are asked for: should the primary be lost now, so is what it did. */
    static final class TooFewReplicas extends Lost {
        private static final long serialVersionUID = 1L;

        TooFewReplicas(String message) {
            super(message);
        }
    }

    /** What is told of the connection. */
    interface Watcher {
        /** It stands, and has been greeted. */
        void up();

        /**
         * It is gone, or could not be made.
         *
         * @param place where the server is, without a password
         */
        void down(String place, Throwable why);

        /**
         * It stands, and nothing that changes something is sent over it; or that is over.
         *
         * @param why as a sentence without a full stop; null when it is over
         */
        default void standsStill(String place, @Nullable String why) {}
    }

    /** What has to succeed on each new connection before anybody may use it. */
    interface Greeting {
        /** Greets the server at a place, which is without a password. */
        Future<Void> greet(RedisConnection connection, String place);

        /**
         * Whether what was found right then still is, asked over the same connection.
         *
         * @return why a new connection has to be made and greeted, if it has to
         */
        default Future<Optional<String>> look(Function<Request, Future<Response>> redis) {
            return Future.succeededFuture(Optional.empty());
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(RedisLink.class);

    /** What the client says when a connection ends, in the words of an answer. */
    private static final String CLOSED = "CONNECTION_CLOSED";

    /** The longest pause is reached in a few steps. */
    private static final int FIRST_PAUSE_MILLIS = Limits.REDIS_RECONNECT_MILLIS_MAX / 10;

    /** A call that waits for its answer. */
    private static final class Call {
        private final Promise<Response> promise = Promise.promise();
        private final long sentNanos = System.nanoTime();
    }

    private final Vertx vertx;
    private final Supplier<Future<RedisOptions>> address;
    private final Replicas replicas;
    private final ServerWatch watch;
    private final RedisSettings settings;
    private final Greeting greeting;
    private final String place;
    private final Watcher watcher;
    private final ArrayDeque<Call> calls = new ArrayDeque<>();

    private @Nullable Redis redis;
    private @Nullable RedisConnection connection;
    private int pauseMillis = FIRST_PAUSE_MILLIS;

    private final Patience patience = new Patience(System.nanoTime());

    private boolean isClosed;
    private boolean isWatched;

    /** Why nothing that changes something is sent, as it was told last; null for nothing. */
    private @Nullable String toldWhy;

    /**
     * @param address says for each attempt how to connect
     * @param place for sentences
     */
    RedisLink(
            Vertx vertx,
            Supplier<Future<RedisOptions>> address,
            String place,
            RedisSettings settings,
            Greeting greeting,
            Watcher watcher) {
        this.vertx = vertx;
        this.address = address;
        this.place = place;
        this.settings = settings;
        this.replicas = new Replicas(vertx, settings.replicas(), this::call);
        this.watch = new ServerWatch(this::call, settings, greeting::look, this::renew);
        this.greeting = greeting;
        this.watcher = watcher;
    }

    /** From now on the server's settings, functions and role are looked at all the time. */
    RedisLink watched() {
        isWatched = true;
        replicas.strict();
        return this;
    }

    @Override
    public boolean isUp() {
        return connection != null;
    }

    @Override
    public boolean takesWrites() {
        return connection != null && !isUnanswered(WatchLimits.UNANSWERED_MILLIS) && standstill() == null;
    }

    private boolean isUnanswered(int millis) {
        Call oldest = calls.peekFirst();
        return oldest != null && patience.isOver(millis, oldest.sentNanos, System.nanoTime());
    }

    /** Why nothing that changes something may be sent although there is a connection, or null. */
    private @Nullable String standstill() {
        String weakness = watch.weakness();
        String missing = replicas.missing();
        return weakness == null && missing != null
                ? "Redis at " + place + " takes nothing now that replicas would have to keep: " + missing
                : weakness;
    }

    /** Begins to connect, and never gives up. */
    void open() {
        if (isClosed) {
            return;
        }
        address.get().onComplete(this::connect, why -> {
            watcher.down(place, why);
            openLater();
        });
    }

    private void connect(RedisOptions options) {
        if (isClosed) {
            return;
        }
        // A client of its own for each attempt: a connection that is stuck must not come back from a pool.
        Redis attempt = Redis.createClient(vertx, options);
        redis = attempt;
        long timer =
                vertx.setTimer(2L * Limits.REDIS_CALL_MILLIS_MAX, id -> fail(attempt, new Lost("no answer in time")));
        attempt.connect()
                .compose(fresh -> {
                    fresh.exceptionHandler(e -> fail(attempt, e));
                    fresh.endHandler(end -> fail(attempt, new Lost("the connection was closed")));
                    return settings.signIn(fresh)
                            .compose(in -> greeting.greet(fresh, place))
                            .map(fresh);
                })
                .onComplete(greeted -> {
                    vertx.cancelTimer(timer);
                    if (redis != attempt) {
                        return;
                    }
                    if (greeted.failed()) {
                        fail(attempt, greeted.cause());
                        return;
                    }
                    connection = greeted.result();
                    patience.heard(System.nanoTime());
                    pauseMillis = FIRST_PAUSE_MILLIS;
                    replicas.connected();
                    watch.connected(place);
                    watcher.up();
                });
    }

    /** Gives a connection up, fails its calls, and connects anew after a pause. */
    private void fail(Redis failed, Throwable why) {
        if (redis != failed) {
            return;
        }
        redis = null;
        connection = null;
        failed.close();
        List<Call> lost = new ArrayList<>(calls);
        calls.clear();
        watcher.down(place, why);
        lost.forEach(call -> call.promise.fail(new Lost(String.valueOf(why.getMessage()))));
        openLater();
    }

    private void openLater() {
        if (!isClosed) {
            vertx.setTimer(pauseMillis, id -> open());
            pauseMillis = Math.min(2 * pauseMillis, Limits.REDIS_RECONNECT_MILLIS_MAX);
        }
    }

    @Override
    public Future<Response> call(Request request) {
        RedisConnection open = connection;
        if (open == null) {
            return Future.failedFuture(new NotSent("not connected"));
        }
        if (calls.size() >= Limits.REDIS_CALLS_WAITING_MAX) {
            return Future.failedFuture(new NotSent("too many calls wait for their answers"));
        }
        Call call = new Call();
        calls.add(call);
        Redis client = redis;
        open.send(request).onComplete(answer -> {
            // Answers come in the order of the calls; one that was given up is in the list no more.
            if (!call.equals(calls.peekFirst())) {
                return;
            }
            if (answer.failed() && !isAnswer(answer.cause())) {
                if (client != null) {
                    fail(client, answer.cause());
                }
                return;
            }
            calls.removeFirst();
            patience.heard(System.nanoTime());
            if (answer.succeeded()) {
                call.promise.complete(answer.result());
            } else {
                call.promise.fail(answer.cause());
                renewIfOfNoUse(client, answer.cause());
            }
        });
        return call.promise.future();
    }

    /** What only a new connection can mend: the server is the wrong one now, or has no functions any more. */
    private void renewIfOfNoUse(@Nullable Redis client, Throwable error) {
        switch (RedisTrouble.of(error)) {
            case NOT_PRIMARY, NO_FUNCTIONS -> {
                if (client != null && redis == client) {
                    renew(String.valueOf(error.getMessage()));
                }
            }
            case MOVED, FOR_NOW -> {}
        }
    }

    /** Whether it is Redis that says so, and not that Redis could not be reached. */
    private static boolean isAnswer(Throwable error) {
        return error instanceof ErrorType && !CLOSED.equals(error.getMessage());
    }

    @Override
    public Future<Response> callDurably(Request request) {
        String standstill = standstill();
        return standstill == null ? replicas.durably(request) : Future.failedFuture(new NotSent(standstill));
    }

    @Override
    public Future<Void> confirm() {
        return replicas.confirm();
    }

    /** Looks whether the oldest call has waited too long; to be called now and then. */
    void tick() {
        Call oldest = calls.peekFirst();
        long now = System.nanoTime();
        patience.tick(oldest == null ? now : oldest.sentNanos, now);
        Redis current = redis;
        if (current != null && isUnanswered(Limits.REDIS_CALL_MILLIS_MAX)) {
            fail(current, new Lost("no answer within " + Limits.REDIS_CALL_MILLIS_MAX + " ms"));
        }
        if (connection != null) {
            replicas.tick();
            if (isWatched) {
                watch.tick();
            }
        }
        tellStandstill();
    }

    private void tellStandstill() {
        String why = connection == null ? null : standstill();
        if (!Objects.equals(why, toldWhy)) {
            toldWhy = why;
            watcher.standsStill(place, why);
        }
    }

    @Override
    public boolean isFull() {
        return watch.used() * 100 >= WatchLimits.REDIS_FULL_PERCENT;
    }

    /** Where the server is, without a password. */
    String place() {
        return place;
    }

    /** How much of its memory the server has used, from 0 to 1; 0 when it is not known, or may use as much as there is. */
    double used() {
        return watch.used();
    }

    @Override
    public int waiting() {
        return calls.size();
    }

    @Override
    public void renew(String why) {
        Redis current = redis;
        if (current != null) {
            LOG.warn("Leaving this connection to Redis: {}", why);
            fail(current, new Lost(why));
        }
    }

    void close() {
        isClosed = true;
        Redis current = redis;
        if (current != null) {
            fail(current, new Lost("the ledger was closed"));
        }
    }
}
