package dev.onsale.ledger.redis;

import dev.onsale.ledger.OrderId;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which sales there are, and which of them an order may be of. Sales are added and never removed, so their number tells whether any is missing
 * here. Owned by the event loop.
 */
final class SaleDirectory {

    private final Function<Request, Future<Response>> redis;
    private final Function<String, SaleLane> newLane;
    private final Map<String, SaleLane> lanes = new HashMap<>();
    private final Map<Integer, List<SaleLane>> lanesByTag = new HashMap<>();

    /** Sales of the list on Redis that are known here. A lane of a sale that nobody has opened yet is not among them. */
    private int listed;

    private boolean isLooking;
    private @Nullable Promise<Void> next;

    SaleDirectory(Function<Request, Future<Response>> redis, Function<String, SaleLane> newLane) {
        this.redis = redis;
        this.newLane = newLane;
    }

    @Nullable
    SaleLane lane(String sale) {
        return lanes.get(sale);
    }

    SaleLane laneOrNew(String sale) {
        SaleLane known = lanes.get(sale);
        if (known != null) {
            return known;
        }
        SaleLane lane = newLane.apply(sale);
        lanes.put(sale, lane);
        lanesByTag
                .computeIfAbsent(OrderId.tagOf(sale), tag -> new ArrayList<>())
                .add(lane);
        return lane;
    }

    /** A sale was put into the list from here. */
    void listedOneMore() {
        listed++;
    }

    Collection<SaleLane> lanes() {
        return Collections.unmodifiableCollection(lanes.values());
    }

    /** The sales that this order may be of. */
    List<SaleLane> lanesOf(OrderId order) {
        return lanesByTag.getOrDefault(order.tag(), List.of());
    }

    /** Makes sure that every sale that was opened up to now is known. Those who ask at the same time share one look. */
    Future<Void> look() {
        if (isLooking) {
            // The look that is under way may have begun before the sale in question was opened.
            if (next == null) {
                next = Promise.promise();
            }
            return next.future();
        }
        isLooking = true;
        return redis.apply(Calls.countSales())
                .compose(count -> Calls.number(count) == listed
                        ? Future.<Void>succeededFuture()
                        : redis.apply(Calls.listSales()).map(this::learn))
                .onComplete(done -> {
                    isLooking = false;
                    Promise<Void> waiting = next;
                    if (waiting != null) {
                        next = null;
                        look().onComplete(waiting);
                    }
                });
    }

    private @Nullable Void learn(Response sales) {
        for (Response sale : sales) {
            laneOrNew(sale.toString());
        }
        listed = sales.size();
        return null;
    }
}
