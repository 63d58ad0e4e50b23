package dev.onsale.ledger;

import java.util.List;
import java.util.function.Consumer;

/**
 * The stock of one moment, which stays as it is while its owner goes on. It shares the orders, which never change, with the running state, so it takes next to
 * no memory by itself: only what is replaced meanwhile is there twice. Any thread.
 */
public final class FrozenStock {

    private final List<Event> ofSales;
    private final OrderTable.Frozen orders;

    FrozenStock(List<Event> ofSales, OrderTable.Frozen orders) {
        this.ofSales = List.copyOf(ofSales);
        this.orders = orders;
    }

    /**
     * The shortest list of events that leads to this state. Each sale as it was opened and as it is, and each order as it is; histories are left
     * out, but for what the last commands about a sale came to.
     */
    public void compacted(Consumer<Event> sink) {
        ofSales.forEach(sink);
        orders.forEach(order -> sink.accept(new Event.OrderMoved(order.placedAt(), order)));
    }
}
