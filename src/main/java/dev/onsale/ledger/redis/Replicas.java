package dev.onsale.ledger.redis;

import dev.onsale.config.Limits;
import dev.onsale.config.WatchLimits;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that what is told is on as many replicas as are asked for, over one connection.
 *
 * <p>What this connection has written is confirmed by {@code WAIT}. What it has only read may have been written by others, and newer servers let {@code WAIT}
 * answer for a connection's own writes alone; so {@link #confirm} compares how far the replicas are with how far the primary was.
 *
 * <p>When replicas are missing nothing more is written until they are back: what nobody could be told of is at most what was under way. Owned by
 * the event loop.
 */
final class Replicas {

    /** More than anybody has: whoever waits for so many makes Redis ask all of them how far they are. */
    private static final int NEVER = 1_000_000;

    private final Vertx vertx;
    private final int asked;
    private final Function<Request, Future<Response>> redis;

    /** Whether nothing is written while replicas are missing; else each call finds that out for itself. */
    private boolean isStrict;

    /** Counts connections: what belongs to an earlier one counts no more. */
    private int connection;

    /** Why nothing may be written, or null. */
    private @Nullable String missing;

    private boolean isProbing;
    private @Nullable Promise<Void> underWay;
    private @Nullable Promise<Void> next;

    Replicas(Vertx vertx, int asked, Function<Request, Future<Response>> redis) {
        this.vertx = vertx;
        this.asked = asked;
        this.redis = redis;
    }

    /** From now on nothing is written while replicas are missing, and {@link #tick} has to be called. */
    void strict() {
        isStrict = true;
    }

    /** There is a new connection. */
    void connected() {
        connection++;
        isProbing = false;
        underWay = null;
        next = null;
        missing = asked == 0 || !isStrict ? null : "it is not known yet how far its replicas are";
    }

    /** Why nothing may be written now, or null. */
    @Nullable
    String missing() {
        return missing;
    }

    /** Makes a call, and answers when what it changed is on the replicas. */
    Future<Response> durably(Request request) {
        if (asked == 0) {
            return redis.apply(request);
        }
        int sentOn = connection;
        Future<Response> answer = redis.apply(request);
        Future<Response> copies =
                redis.apply(Request.cmd(Command.WAIT).arg(asked).arg(Limits.REDIS_REPLICAS_MILLIS_MAX));
        return answer.compose(response -> copies.transform(count -> {
            if (count.succeeded() && Calls.number(count.result()) >= asked) {
                return Future.succeededFuture(response);
            }
            String why = count.succeeded()
                    ? sentence(Calls.number(count.result()))
                    : "it is not known whether replicas have the last events ("
                            + count.cause().getMessage() + ")";
            if (isStrict && sentOn == connection) {
                missing = why;
            }
            return Future.failedFuture(new RedisLink.TooFewReplicas(why));
        }));
    }

    private String sentence(long count) {
        return "only " + count + " of " + asked + " replicas have the last events";
    }

    /** Looks whether missing replicas are back; to be called now and then. */
    void tick() {
        if (missing == null || isProbing) {
            return;
        }
        isProbing = true;
        int askedOn = connection;
        confirm().onComplete(done -> {
            if (askedOn == connection) {
                isProbing = false;
                missing = done.succeeded() ? null : String.valueOf(done.cause().getMessage());
            }
        });
    }

    /** Succeeds when the replicas have everything that was there when this was called. Those who ask at the same time share the answer. */
    Future<Void> confirm() {
        if (asked == 0) {
            return Future.succeededFuture();
        }
        if (underWay != null) {
            // That one may have begun before what is asked about now was read.
            if (next == null) {
                next = Promise.promise();
            }
            return next.future();
        }
        Promise<Void> confirmed = Promise.promise();
        underWay = confirmed;
        int askedOn = connection;
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(Limits.REDIS_REPLICAS_MILLIS_MAX);
        look(-1, deadline).onComplete(done -> {
            if (askedOn == connection) {
                underWay = null;
                Promise<Void> waiting = next;
                next = null;
                if (waiting != null) {
                    confirm().onComplete(waiting);
                }
            }
            confirmed.handle(done);
        });
        return confirmed.future();
    }

    /** @param target how far the replicas must be; below 0 for as far as the primary is now */
    private Future<Void> look(long target, long deadlineNanos) {
        return redis.apply(Request.cmd(Command.INFO).arg("replication")).compose(answer -> {
            Map<String, String> info = ServerCheck.fieldsOf(answer.toString());
            if (!"master".equals(info.get("role"))) {
                return Future.failedFuture(new RedisLink.Lost("it is a replica now"));
            }
            long goal = target < 0 ? Long.parseLong(info.getOrDefault("master_repl_offset", "0")) : target;
            long count = info.entrySet().stream()
                    .filter(field -> field.getKey().matches("slave\\d+") && offset(field.getValue()) >= goal)
                    .count();
            if (count >= asked) {
                return Future.succeededFuture();
            }
            if (System.nanoTime() - deadlineNanos >= 0) {
                return Future.failedFuture(new RedisLink.TooFewReplicas(sentence(count)));
            }
            Promise<Void> looked = Promise.promise();
            Future<Response> nudged =
                    redis.apply(Request.cmd(Command.WAIT).arg(NEVER).arg(WatchLimits.REPLICAS_NUDGE_MILLIS));
            // However that ends, the next look tells.
            nudged.onComplete(
                    done -> vertx.setTimer(WatchLimits.REPLICAS_LOOK_MILLIS, again -> look(goal, deadlineNanos)
                            .onComplete(looked)));
            return looked.future();
        });
    }

    /** Of a replica as {@code INFO} tells of it: {@code ip=…,port=…,state=online,offset=…,lag=…}. */
    private static long offset(String replica) {
        for (String field : replica.split(",", -1)) {
            if (field.startsWith("offset=")) {
                return Long.parseLong(field.substring("offset=".length()));
            }
        }
        return -1;
    }
}
