package dev.onsale.ledger.redis;

import io.vertx.core.Future;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;

/**
 * The way to the server that holds what has one hash tag: a sale, or the list of all sales. On the event loop.
 *
 * <p>Calls are carried out in their order. One that fails with {@link RedisLink.Lost} may have been carried out or not; one that fails otherwise was refused by
 * Redis.
 */
interface RedisCalls {

    /** Whether there is a connection. */
    boolean isUp();

    /** Calls that wait for their answers. */
    int waiting();

    /** Makes a call that changes nothing, or nothing that must not be lost. */
    Future<Response> call(Request request);

    /** Makes a call, and answers when as many replicas as are asked for have what it changed, too. */
    Future<Response> callDurably(Request request);

    /** Looks for the server anew: the one that was reached is no longer the one to ask. */
    void renew(String why);
}
