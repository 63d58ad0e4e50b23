package dev.onsale.ledger.redis;

import dev.onsale.config.Limits;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * This node's part in the weight of all nodes that live. Each tells Redis of itself once a second, by Redis' own clock, and one that has not for
 * {@link Limits#NODE_SILENCE_MILLIS_MAX} counts no more: its share falls to the others. While Redis is away the share stays as it was.
 *
 * <p>{@link #now} is for any thread, all else for the event loop.
 */
final class NodeShare {

    private static final String NODES = "{onsale}:nodes";

    private final Function<Request, Future<Response>> redis;
    private final int weight;

    /** How Redis knows this node: the weight is a part of it, so that one look tells all. */
    private final String member;

    private boolean isUnderWay;
    private volatile double share = 1;

    /** @param weight 1 … {@link Limits#NODE_WEIGHT_MAX} */
    NodeShare(int weight, Function<Request, Future<Response>> redis) {
        this.redis = redis;
        this.weight = weight;
        this.member = weight + " " + UUID.randomUUID();
    }

    /** Above 0, up to 1. */
    double now() {
        return share;
    }

    /** Tells of this node, and looks who else there is. One that is not answered is simply followed by the next. */
    void beat() {
        if (isUnderWay) {
            return;
        }
        isUnderWay = true;
        redis.apply(Request.cmd(Command.TIME))
                .compose(time -> {
                    long now = TimeUnit.SECONDS.toMillis(Calls.number(time.get(0)));
                    return redis.apply(Request.cmd(Command.ZADD)
                                    .arg(NODES)
                                    .arg(now + Limits.NODE_SILENCE_MILLIS_MAX)
                                    .arg(member))
                            .compose(added -> redis.apply(Request.cmd(Command.ZREMRANGEBYSCORE)
                                    .arg(NODES)
                                    .arg("-inf")
                                    .arg("(" + now)));
                })
                .compose(removed -> redis.apply(
                        Request.cmd(Command.ZRANGE).arg(NODES).arg(0).arg(Limits.NODES_MAX)))
                .onComplete(nodes -> {
                    isUnderWay = false;
                    if (nodes.succeeded()) {
                        learn(nodes.result());
                    }
                });
    }

    private void learn(Response nodes) {
        long sum = 0;
        boolean isThere = false;
        for (Response node : nodes) {
            String text = node.toString();
            sum += Long.parseLong(text.substring(0, text.indexOf(' ')));
            isThere |= text.equals(member);
        }
        share = (double) weight / (isThere ? sum : sum + weight);
    }
}
