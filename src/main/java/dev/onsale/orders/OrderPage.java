package dev.onsale.orders;

import dev.onsale.ledger.Order;
import dev.onsale.ledger.OrderId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of a listing. Pages are told apart by ids, not by counting rows, so orders that come in between neither shift
 * a page nor repeat an order.
 *
 * @param orders the highest id, and so the newest, first
 * @param next to be given as {@link OrderQuery#after()} for the next page; null when this is the last one
 */
public record OrderPage(List<Order> orders, @Nullable OrderId next) {

    public OrderPage {
        orders = List.copyOf(orders);
    }
}
