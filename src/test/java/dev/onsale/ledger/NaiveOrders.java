package dev.onsale.ledger;

import dev.onsale.sale.Sale;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The orders of the model, and what can be found out by looking at all of them. */
final class NaiveOrders {

    private final List<Order> orders = new ArrayList<>();

    /** The order, or null. */
    @Nullable
    Order find(OrderId id) {
        return orders.stream().filter(o -> o.id().equals(id)).findFirst().orElse(null);
    }

    @Nullable
    Order withKey(String sale, String buyer, String key) {
        return orders.stream()
                .filter(order -> order.sale().equals(sale)
                        && order.buyer().equals(buyer)
                        && order.key().equals(key))
                .findFirst()
                .orElse(null);
    }

    int seatsOf(Sale sale, String buyer) {
        return orders.stream()
                .filter(order -> order.sale().equals(sale.id()) && order.buyer().equals(buyer))
                .filter(order -> order.state().countsForBuyer())
                .mapToInt(Order::quantity)
                .sum();
    }

    /** Whatever became of them. */
    long madeBy(Sale sale, String buyer) {
        return orders.stream()
                .filter(order -> order.sale().equals(sale.id()) && order.buyer().equals(buyer))
                .count();
    }

    boolean exceedsLimit(Sale sale, String buyer, int quantity) {
        return sale.perBuyer() != Sale.NO_LIMIT && seatsOf(sale, buyer) + quantity > sale.perBuyer();
    }

    int seatsOn(Sale sale, int tier, int leg, OrderState state) {
        String tierId = sale.tiers().get(tier).id();
        return orders.stream()
                .filter(order -> order.sale().equals(sale.id()) && order.tier().equals(tierId))
                .filter(order -> order.state() == state
                        && order.journey().from() <= leg
                        && leg < order.journey().to())
                .mapToInt(Order::quantity)
                .sum();
    }

    /** The number that the next order of a sale has. */
    long nextNumber(String sale) {
        return 1 + orders.stream().filter(order -> order.sale().equals(sale)).count();
    }

    /** Those whose holds have ended, in the order in which they expire. */
    List<Order> due(long now) {
        return orders.stream()
                .filter(order -> order.state() == OrderState.HELD && order.expiresAt() <= now)
                .sorted(Comparator.comparingLong(Order::expiresAt)
                        .thenComparing(Order::sale)
                        .thenComparingLong(Order::number))
                .toList();
    }

    void add(Order order) {
        orders.add(order);
    }

    void replace(Order before, Order after) {
        orders.set(orders.indexOf(before), after);
    }
}
