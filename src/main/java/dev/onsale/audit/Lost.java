package dev.onsale.audit;

import dev.onsale.config.BookLimits;
import dev.onsale.sale.Sale;
import java.util.List;

/**
 * What the order book knows and the ledger has lost, after a failover to a replica that did not have it, say.
 *
 * @param journals that do not lead to where the order book is
 * @param sales that the ledger does not know
 * @param orders of which the ledger knows less, or nothing; at most {@link BookLimits#AUDIT_LOST_ORDERS_MAX}
 */
public record Lost(List<String> journals, List<Sale> sales, List<LostOrder> orders) {

    /** Nothing. */
    public static final Lost NOTHING = new Lost(List.of(), List.of(), List.of());

    public Lost {
        journals = List.copyOf(journals);
        sales = List.copyOf(sales);
        orders = List.copyOf(orders);
    }
}
