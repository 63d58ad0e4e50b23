package dev.onsale.ledger.redis;

import dev.onsale.config.Limits;
import dev.onsale.ledger.Event;
import dev.onsale.ledger.OrderId;
import io.vertx.core.Future;
import io.vertx.redis.client.Response;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the lane of a sale that is not at hand: one that was opened elsewhere, one that is over, or the one of several that has an order. Owned by the event
 * loop.
 */
final class SaleSearch {

    private final SaleDirectory directory;

    /** Each search may ask some dozens of sales, and thousands may be looked for at once. */
    private final PacedCalls searches = new PacedCalls(Limits.REDIS_READS_MAX);

    /** Where orders of crowded tags are that were told of lately, in two generations: so a command keeps its place behind the order that it is about. */
    private Map<OrderId, SaleLane> recent = new HashMap<>();

    private Map<OrderId, SaleLane> before = new HashMap<>();

    SaleSearch(SaleDirectory directory) {
        this.directory = directory;
    }

    /** The sale of that id; empty if there is none. */
    Future<Optional<SaleLane>> bySale(String sale) {
        return searches.call(() -> directory.look().compose(looked -> {
            SaleLane lane = directory.lane(sale);
            return lane != null ? Future.succeededFuture(Optional.of(lane)) : directory.findOver(sale);
        }));
    }

    /** Reads a sale that is not kept in mind, if there is one. */
    Future<?> show(String sale, StockViews views) {
        return views.sale(sale) != null
                ? Future.succeededFuture()
                : bySale(sale)
                        .compose(lane -> lane.isEmpty()
                                ? Future.succeededFuture()
                                : views.refresh(sale).mapEmpty());
    }

    /** The lane of a sale that was heard of for the first time; empty if it is one that is over, of which nothing is told. */
    Future<Optional<SaleLane>> newSale(String sale, long position) {
        return position > 1 && directory.hasOver()
                ? directory
                        .findOver(sale)
                        .map(over -> over.isPresent() ? Optional.empty() : Optional.of(directory.laneOrNew(sale)))
                : Future.succeededFuture(Optional.of(directory.laneOrNew(sale)));
    }

    /** Events of a sale were told of. */
    void noticed(List<Event> events, SaleLane lane) {
        for (Event event : events) {
            if (event instanceof Event.OfOrder moved) {
                noticed(moved.order().id(), lane);
            }
        }
    }

    private void noticed(OrderId order, SaleLane lane) {
        if (!isCrowded(order)) {
            return;
        }
        if (recent.size() >= Limits.REDIS_TAG_ORDERS_REMEMBERED_MAX) {
            before = recent;
            recent = new HashMap<>();
        }
        recent.put(order, lane);
    }

    private boolean isCrowded(OrderId order) {
        return directory.lanesOf(order).size() > Limits.REDIS_TAG_SALES_ASKED_MAX;
    }

    /**
     * The sales to ask about an order at once: all of its tag, at most one of which knows it. Where too many have the tag, the one that is known to have it, or
     * those at which something is under way.
     */
    List<SaleLane> toAsk(OrderId order) {
        List<SaleLane> ofTag = directory.lanesOf(order);
        if (!isCrowded(order)) {
            return List.copyOf(ofTag);
        }
        SaleLane lane = recent.getOrDefault(order, before.get(order));
        return lane != null && ofTag.contains(lane)
                ? List.of(lane)
                : ofTag.stream().filter(one -> !one.isIdle()).toList();
    }

    /** The sale that has an order, which some are known not to have: of those that are known here, and then of the others; empty if none has it. */
    Future<Optional<SaleLane>> byOrder(OrderId order, List<SaleLane> without) {
        return searches.call(() -> search(order, without));
    }

    private Future<Optional<SaleLane>> search(OrderId order, List<SaleLane> without) {
        List<SaleLane> known = directory.lanesOf(order).stream()
                .filter(lane -> !without.contains(lane))
                .toList();
        return holder(known, order).compose(holder -> {
            if (holder.isPresent()) {
                return Future.succeededFuture(holder);
            }
            return directory.look().compose(looked -> directory.findOver(order)).compose(over -> {
                Set<SaleLane> others = new LinkedHashSet<>(directory.lanesOf(order));
                others.addAll(over);
                others.removeAll(known);
                others.removeAll(without);
                return holder(others, order);
            });
        });
    }

    private static Future<Optional<SaleLane>> holder(Collection<SaleLane> sales, OrderId order) {
        List<SaleLane> asked = List.copyOf(sales);
        if (asked.isEmpty()) {
            return Future.succeededFuture(Optional.empty());
        }
        List<Future<Response>> answers = asked.stream()
                .map(lane -> lane.link().call(Calls.hasOrder(lane.id(), order)))
                .toList();
        return Future.all(answers).map(all -> {
            for (int i = 0; i < asked.size(); i++) {
                if (Calls.number(answers.get(i).result()) == 1) {
                    return Optional.of(asked.get(i));
                }
            }
            return Optional.empty();
        });
    }
}
