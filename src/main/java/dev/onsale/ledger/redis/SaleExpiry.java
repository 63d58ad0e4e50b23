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
    private int share = Limits.EXPIRY_FIRST_CALL_ORDERS_MAX;

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

    /** How many orders the next call may expire. */
    int share() {
        return share;
    }

    /** Whether another call may be sent: several where there is much to expire, so that Redis need not wait for this node, nor flush its disk for each. */
    boolean mayGoOn() {
        return link.takesWrites() && underWay < callsMax && lane.mayAsk();
    }

    /**
     * Expires what is due, up to the share.
     *
     * @return done when it is answered
     */
    Future<Void> expire(long now) {
        int ordersMax = share;
        underWay++;
        Future<Response> call = link.callDurably(
                Calls.expire(sale, now, ordersMax, keeper.terms().fixedTime()));
        return call.transform(answer -> {
            underWay--;
            if (answer.succeeded()) {
                expired(answer.result(), ordersMax);
            } else {
                lane.failed(answer.cause());
            }
            lane.goOn();
            return call.mapEmpty();
        });
    }

    private void expired(Response answer, int ordersMax) {
        try {
            boolean isFull = steps.expired(answer) == ordersMax;
            callsMax = isFull && ordersMax == Limits.EXPIRY_CALL_ORDERS_MAX ? Limits.EXPIRY_SALE_CALLS_MAX : 1;
            share = isFull ? Limits.EXPIRY_CALL_ORDERS_MAX : Limits.EXPIRY_FIRST_CALL_ORDERS_MAX;
            lane.worked();
        } catch (RuntimeException e) {
            lane.failed(e); // it was carried out, and what came of it cannot be read
        }
    }
}
