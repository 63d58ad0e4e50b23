package dev.onsale.ledger.redis;

import dev.onsale.config.Limits;
import io.vertx.core.Future;
import io.vertx.redis.client.Response;

/**
 * The calls that expire orders of one sale. They go beside those of its commands and in their order; what they did is in the stream, should an answer be
 * lost. Owned by the event loop.
 */
final class SaleExpiry {

    private final String sale;
    private final RedisCalls link;
    private final LaneKeeper keeper;
    private final SaleSteps steps;
    private final SaleLane lane;
    private int underWay;

    /** Whether the last call expired as many as it might. */
    private boolean hasMore;

    /** Several only once a large one was full: else all but one would find nothing. */
    private int callsMax = 1;

    SaleExpiry(String sale, RedisCalls link, LaneKeeper keeper, SaleSteps steps, SaleLane lane) {
        this.sale = sale;
        this.link = link;
        this.keeper = keeper;
        this.steps = steps;
        this.lane = lane;
    }

    /** Whether any call is under way. */
    boolean isUnderWay() {
        return underWay > 0;
    }

    /** Whether there is certainly much to expire: the last call expired as many orders as it might. */
    boolean hasMore() {
        return hasMore;
    }

    /** Whether another call may be sent: several where there is much to expire, so that Redis need not wait for this node, nor flush its disk for each. */
    boolean mayGoOn() {
        return link.takesWrites() && underWay < callsMax && lane.mayAsk();
    }

    /**
     * Expires what is due.
     *
     * @return how many orders have expired, when that is known
     */
    Future<Integer> expire(long now, int ordersMax) {
        underWay++;
        Future<Response> call = link.callDurably(
                Calls.expire(sale, now, ordersMax, keeper.terms().fixedTime()));
        return call.transform(answer -> {
            underWay--;
            Future<Integer> expired =
                    answer.succeeded() ? expired(answer.result(), ordersMax) : Future.failedFuture(answer.cause());
            if (expired.failed()) {
                lane.failed(expired.cause());
            } else {
                lane.worked();
            }
            lane.goOn();
            return expired;
        });
    }

    private Future<Integer> expired(Response answer, int ordersMax) {
        try {
            int orders = steps.expired(answer);
            hasMore = orders == ordersMax;
            callsMax = hasMore && ordersMax == Limits.EXPIRY_CALL_ORDERS_MAX ? Limits.EXPIRY_SALE_CALLS_MAX : 1;
            return Future.succeededFuture(orders);
        } catch (RuntimeException e) {
            return Future.failedFuture(e); // it was carried out, and what came of it cannot be read
        }
    }
}
