package dev.onsale.audit;

import dev.onsale.ledger.CommandId;
import dev.onsale.ledger.Event;
import dev.onsale.ledger.Order;
import dev.onsale.ledger.OrderState;
import dev.onsale.sale.Sale;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the events of some journals, each up to one position, come to, and what is wrong with them. It shares no bookkeeping with the ledger: what both agree
 * upon was found in two ways. Owned by the audit's thread.
 */
final class JournalAudit {

    private final Findings findings;
    private final Fingerprints fingerprints;
    private final AuditedOrders orders = new AuditedOrders();
    private final OrderAudit orderAudit;
    private final Map<String, AuditedSale> sales = new TreeMap<>();

    JournalAudit(Findings findings, Fingerprints fingerprints) {
        this.findings = findings;
        this.fingerprints = fingerprints;
        this.orderAudit = new OrderAudit(findings, fingerprints, orders);
    }

    /** Follows the event at a position of a journal; those of one journal are to come in their order. */
    void follow(FollowedJournal journal, long position, Event event) {
        findings.in(journal.name());
        switch (event) {
            case Event.SaleOpened(long at, Sale sale, CommandId id) -> open(journal, position, sale);
            case Event.SaleChanged(long at, Sale sale, CommandId id) -> change(position, sale);
            case Event.OrderMoved(long at, Order order) -> move(position, at, order, false);
            case Event.OrderRestored(long at, Order order) -> move(position, at, order, true);
        }
    }

    private void open(FollowedJournal journal, long position, Sale sale) {
        if (sales.containsKey(sale.id())) {
            findings.add(Fault.OPENED_TWICE, position, () -> "Sale " + sale.id() + " is opened a second time.");
            return;
        }
        sales.put(sale.id(), new AuditedSale(sale, journal));
    }

    private void change(long position, Sale changed) {
        AuditedSale sale = sales.get(changed.id());
        if (sale == null) {
            findings.add(
                    Fault.UNKNOWN_SALE, position, () -> "Sale " + changed.id() + " is changed, but was never opened.");
            return;
        }
        String forbidden = sale.forbiddenChange(changed);
        if (forbidden != null) {
            findings.add(Fault.SALE_ALTERED, position, () -> "Sale " + changed.id() + " " + forbidden + ".");
        }
        if (sale.hasTheTiersOf(changed)) {
            sale.change(changed);
            sale.tiers().forEach(tier -> orderAudit.checkSums(position, sale, tier, 0, tier.legs()));
        }
    }

    private void move(long position, long at, Order order, boolean restored) {
        AuditedSale sale = sales.get(order.sale());
        AuditedTier tier = sale == null ? null : sale.tier(order.tier());
        if (sale == null || tier == null) {
            findings.add(
                    Fault.UNKNOWN_SALE,
                    position,
                    () -> "Order " + order.id() + " is of tier " + order.tier() + " of sale " + order.sale()
                            + ", which was never opened.");
        } else if (order.journey().to() > tier.legs()) {
            findings.add(
                    Fault.WRONG_JOURNEY,
                    position,
                    () -> "Order " + order.id() + " leads to stop "
                            + order.journey().to() + " of sale " + order.sale() + ", which ends at stop " + tier.legs()
                            + ".");
        } else {
            orderAudit.follow(position, at, sale, tier, order, restored);
        }
    }

    // ---- a base: the state that events led to which are kept no longer ----------------------------------------------

    /** Takes in a sale or an order as it is, perhaps once more, without asking how it came to be so. */
    void load(FollowedJournal journal, Event event) {
        switch (event) {
            case Event.SaleOpened(long at, Sale sale, CommandId id) ->
                sales.putIfAbsent(sale.id(), new AuditedSale(sale, journal));
            case Event.SaleChanged(long at, Sale sale, CommandId id) -> change(journal.position(), sale);
            case Event.OfOrder moved -> {
                AuditedSale sale = sales.get(moved.saleId());
                AuditedTier tier = sale == null ? null : sale.tier(moved.order().tier());
                if (sale == null || tier == null || moved.order().journey().to() > tier.legs()) {
                    follow(journal, journal.position(), event); // which says what is wrong with it
                } else {
                    orderAudit.load(journal.position(), sale, tier, moved.order());
                }
            }
        }
    }

    /** All is taken in: what do the orders of that journal come to? */
    void settle(FollowedJournal journal) {
        orders.forEach(order -> {
            if (order.sale().journal() == journal) {
                orderAudit.settle(journal.position(), order);
            }
        });
        for (AuditedSale sale : sales.values()) {
            if (sale.journal() == journal) {
                orderAudit.settle(journal.position(), sale);
            }
        }
    }

    /** Looks, at the last positions, for orders that should have expired. */
    void finish() {
        orders.forEach(order -> {
            FollowedJournal journal = order.sale().journal();
            if (order.state() == OrderState.HELD && journal.isOverdue(order.expiresAt())) {
                findings.in(journal.name());
                findings.add(
                        Fault.OVERDUE,
                        journal.position(),
                        () -> "Order " + order.id() + " is still held " + (journal.lastAt() - order.expiresAt())
                                + " ms after its deadline, and its seats are not for sale.");
            }
        });
    }

    AuditedOrders orders() {
        return orders;
    }

    Fingerprints fingerprints() {
        return fingerprints;
    }

    @Nullable
    AuditedSale sale(String id) {
        return sales.get(id);
    }

    Collection<AuditedSale> sales() {
        return Collections.unmodifiableCollection(sales.values());
    }
}
