package dev.onsale.ledger.redis;

import io.vertx.core.Future;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;

/**
 * The way to the server that holds what has one hash tag: a sale, or the list of all sales. On the event loop.
 *
 * <p>Calls are carried out in their order. One that fails with {@link RedisLink.NotSent} was not carried out, and one that fails with {@link RedisLink.Lost} may
 * have been or not; what an answer of Redis that it failed means says {@link RedisTrouble}.
 */
interface RedisCalls {

    /** Whether there is a connection. */
    boolean isUp();

    /** Whether there is a connection, and what changes something may be sent over it. */
    boolean takesWrites();

    /** Whether the server has so little memory left that it takes no new orders. */
    boolean isFull();

    /** Calls that wait for their answers. */
    int waiting();

    /** Makes a call that changes nothing, or nothing that must not be lost. */
    Future<Response> call(Request request);

    /** Makes a call, and answers when as many replicas as are asked for have what it changed, too. Not sent where that cannot be relied on. */
    Future<Response> callDurably(Request request);

    /** Succeeds when as many replicas as are asked for have all that was there when this was called, whoever wrote it. To be asked before what was read is used. */
    Future<Void> confirm();

    /** Looks for the server anew: the one that was reached is no longer the one to ask. */
    void renew(String why);
}
