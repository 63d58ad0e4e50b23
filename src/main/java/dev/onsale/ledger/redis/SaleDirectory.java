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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which sales there are, and which of them an order may be of. There may be 100,000, and any number of others that are over.
 *
 * <p>Redis has two lists. Those that are open, or ended lately, all have a lane here; the list is read a page at a time. Those that are over are only looked up one by
 * one, when somebody asks for one or for an order that none of the others has; they have a lane as long as it is used. A sale is never removed
 * but from the one list into the other, so a count of both tells whether any is missing here. Owned by the event loop.
 */
final class SaleDirectory {

    /** Makes lanes. */
    interface NewLane {
        /**
         * Makes the lane of a sale.
         *
         * @param isFromBefore whether the sale may be older than this node
         */
        SaleLane of(String sale, boolean isFromBefore);
    }

    private final Function<Request, Future<Response>> redis;
    private final NewLane newLane;
    private final Map<String, SaleLane> lanes = new HashMap<>();
    private final Map<Integer, List<SaleLane>> lanesByTag = new HashMap<>();

    /** Lanes of sales that are over. */
    private final Set<SaleLane> over = new HashSet<>();

    /** What the count was when the list was read last; -1 before the first time. */
    private long counted = -1;

    /** How many sales are over, as far as is known. */
    private long overCount;

    private boolean isLooking;
    private @Nullable Promise<Void> next;

    SaleDirectory(Function<Request, Future<Response>> redis, NewLane newLane) {
        this.redis = redis;
        this.newLane = newLane;
    }

    // ---- those that are known here ----------------------------------------------------------------------------------

    @Nullable
    SaleLane lane(String sale) {
        return lanes.get(sale);
    }

    SaleLane laneOrNew(String sale) {
        SaleLane known = lanes.get(sale);
        if (known != null) {
            return known;
        }
        return add(sale, counted < 0);
    }

    private SaleLane add(String sale, boolean isFromBefore) {
        SaleLane lane = newLane.of(sale, isFromBefore);
        lanes.put(sale, lane);
        lanesByTag
                .computeIfAbsent(OrderId.tagOf(sale), tag -> new ArrayList<>(1))
                .add(lane);
        return lane;
    }

    Collection<SaleLane> lanes() {
        return Collections.unmodifiableCollection(lanes.values());
    }

    /** The sales that this order may be of. */
    List<SaleLane> lanesOf(OrderId order) {
        return lanesByTag.getOrDefault(order.tag(), List.of());
    }

    /** Whether it is the lane of a sale that is over. */
    boolean isOver(SaleLane lane) {
        return over.contains(lane);
    }

    /** Forgets an idle lane. */
    void remove(SaleLane lane) {
        over.remove(lane);
        lanes.remove(lane.id(), lane);
        List<SaleLane> ofTag = lanesByTag.get(OrderId.tagOf(lane.id()));
        if (ofTag != null) {
            ofTag.remove(lane);
        }
    }

    // ---- those on Redis ---------------------------------------------------------------------------------------------

    /** A sale was put into the list from here. */
    void listedOneMore(SaleLane lane) {
        counted++;
        over.remove(lane);
    }

    /** Makes sure that every sale that was opened up to now is known, but for those that are over. Those who ask at the same time share one look. */
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
                .compose(counts -> {
                    overCount = Calls.number(counts.get(1));
                    long count = Calls.number(counts.get(0));
                    return count == counted ? Future.<Void>succeededFuture() : list(count);
                })
                .onComplete(done -> {
                    isLooking = false;
                    Promise<Void> waiting = next;
                    if (waiting != null) {
                        next = null;
                        look().onComplete(waiting);
                    }
                });
    }

    private Future<Void> list(long count) {
        return page("0").onSuccess(all -> counted = count);
    }

    private Future<Void> page(String cursor) {
        return redis.apply(Calls.listSales(cursor)).compose(page -> {
            for (Response sale : page.get(1)) {
                over.remove(laneOrNew(sale.toString()));
            }
            String after = page.get(0).toString();
            return after.equals("0") ? Future.<Void>succeededFuture() : page(after);
        });
    }

    /** Whether any sale is over, as far as is known. */
    boolean hasOver() {
        return overCount > 0;
    }

    /** The lane of a sale that is over; empty if it is none of those. */
    Future<Optional<SaleLane>> findOver(String sale) {
        return overCount == 0
                ? Future.succeededFuture(Optional.empty())
                : redis.apply(Calls.overSale(sale))
                        .map(tag -> Optional.ofNullable(tag).map(found -> overLane(sale)));
    }

    /** The lanes of the sales that are over and that this order may be of. */
    Future<List<SaleLane>> findOver(OrderId order) {
        return overCount == 0
                ? Future.succeededFuture(List.of())
                : redis.apply(Calls.overSales(order.tag())).map(sales -> {
                    List<SaleLane> found = new ArrayList<>();
                    for (Response sale : sales) {
                        found.add(overLane(sale.toString()));
                    }
                    return found;
                });
    }

    private SaleLane overLane(String sale) {
        SaleLane known = lanes.get(sale);
        if (known != null) {
            return known;
        }
        SaleLane lane = add(sale, true);
        over.add(lane);
        return lane;
    }
}
