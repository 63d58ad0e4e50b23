package dev.onsale.orders;

import dev.onsale.config.Limits;
import dev.onsale.ledger.OrderId;
import dev.onsale.ledger.OrderState;
import org.jspecify.annotations.Nullable;

/**
 * Which orders are wanted. Every condition must hold; null sets none.
 *
 * @param sale the sale's id
 * @param buyer who ordered, as the shop names them
 * @param state where the orders stand
 * @param after the last order of the page before, as in {@link OrderPage#next()}; null for the first page
 * @param limit rows of a page, 1 … {@link Limits#PAGE_ROWS_MAX}
 */
public record OrderQuery(
        @Nullable String sale,
        @Nullable String buyer,
        @Nullable OrderState state,
        @Nullable OrderId after,
        int limit) {

    public OrderQuery {
        if (limit < 1 || limit > Limits.PAGE_ROWS_MAX) {
            throw new IllegalArgumentException("limit must be 1 to " + Limits.PAGE_ROWS_MAX + ", but is " + limit);
        }
    }
}
