package dev.onsale.ledger;

import dev.onsale.sale.Status;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an operator changes of a sale; everything that is null or absent stays. Applied as a whole or not at all.
 *
 * @param status pause, resume or close; a closed sale stays closed
 * @param opensAt milliseconds since 1970
 * @param closesAt milliseconds since 1970, or {@link dev.onsale.sale.Sale#NEVER}
 * @param addStock seats to add, by tier id; at least 1 each
 */
public record SaleChange(
        @Nullable Status status,
        @Nullable Long opensAt,
        @Nullable Long closesAt,
        Map<String, Integer> addStock) {

    public SaleChange {
        addStock = Map.copyOf(addStock);
    }

    /** Only the status. */
    public static SaleChange to(Status status) {
        return new SaleChange(status, null, null, Map.of());
    }

    /** Only more seats. */
    public static SaleChange addStock(String tier, int seats) {
        return new SaleChange(null, null, null, Map.of(tier, seats));
    }
}
