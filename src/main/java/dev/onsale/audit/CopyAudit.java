package dev.onsale.audit;

import dev.onsale.events.EventLogException;
import dev.onsale.events.StateCopy;
import dev.onsale.ledger.Event;
import dev.onsale.ledger.Order;
import dev.onsale.sale.Sale;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Holds copies of a ledger's state, its snapshots, against what the events up to their positions come to: a start takes such a copy for the truth. To be told of
 * each of these positions when the journal has been followed to it. Owned by the audit's thread.
 */
final class CopyAudit {

    private final List<StateCopy> left;
    private final JournalAudit audit;
    private final Findings findings;
    private int compared;

    CopyAudit(List<StateCopy> copies, JournalAudit audit, Findings findings) {
        left = new ArrayList<>(copies);
        left.sort(Comparator.comparingLong(StateCopy::position));
        this.audit = audit;
        this.findings = findings;
    }

    /** The first position behind that one at which there is one to be compared; {@link Long#MAX_VALUE} if there is none. */
    long nextBehind(long position) {
        return left.stream()
                .mapToLong(StateCopy::position)
                .filter(next -> next > position)
                .findFirst()
                .orElse(Long.MAX_VALUE);
    }

    /** The journal has been followed to there and no further. */
    void at(long position) {
        while (!left.isEmpty() && left.getFirst().position() <= position) {
            StateCopy copy = left.removeFirst();
            if (copy.position() == position) {
                compare(copy);
            } else {
                name(copy, position, "it does not say at which event of this journal it was made");
            }
        }
    }

    /** The journal has been followed to its end. Returns how many copies were compared. */
    int finish(long position) {
        at(position);
        for (StateCopy copy : left) {
            name(copy, position, "it is of event " + copy.position() + ", and the journal ends at " + position);
        }
        left.clear();
        return compared;
    }

    private void name(StateCopy copy, long position, String what) {
        findings.add(Fault.STATE_SNAPSHOT, position, () -> sentence(copy, what));
    }

    private static String sentence(StateCopy copy, String what) {
        String name = copy.name();
        return Character.toUpperCase(name.charAt(0)) + name.substring(1) + ": " + what + ".";
    }

    private void compare(StateCopy copy) {
        Comparison comparison = new Comparison(copy);
        try {
            if (!copy.read(comparison::take)) {
                return; // a running node has made a newer one meanwhile
            }
            comparison.finish();
            compared++;
        } catch (EventLogException e) {
            name(copy, copy.position(), String.valueOf(e.getMessage()));
        } finally {
            audit.orders().forEach(order -> order.forget(AuditedOrder.Trace.SNAPSHOT));
        }
    }

    /** One of them. */
    private final class Comparison {
        private final StateCopy copy;
        private final Map<String, Sale> sales = new HashMap<>();
        private int orders;

        Comparison(StateCopy copy) {
            this.copy = copy;
        }

        void take(Event event) {
            switch (event) {
                case Event.SaleOpened(var at, Sale sale, var id) -> sales.put(sale.id(), sale);
                case Event.SaleChanged(var at, Sale sale, var id) -> sales.put(sale.id(), sale);
                case Event.OfOrder moved -> order(moved.order());
            }
        }

        private void order(Order found) {
            AuditedOrder order = audit.orders().find(found.id());
            if (order == null) {
                add("it has order " + found.id() + " of sale " + found.sale() + ", which follows from no event");
                return;
            }
            if (order.isSeen(AuditedOrder.Trace.SNAPSHOT)) {
                add("it has order " + found.id() + " twice");
                return;
            }
            order.see(AuditedOrder.Trace.SNAPSHOT);
            orders++;
            List<String> differences = OrderDifferences.of(order, found, audit.fingerprints());
            if (!differences.isEmpty()) {
                add("its order " + found.id() + " differs: " + String.join("; ", differences));
            }
        }

        void finish() {
            for (AuditedSale due : audit.sales()) {
                Sale found = sales.remove(due.sale().id());
                if (found == null) {
                    add("it lacks sale " + due.sale().id());
                } else if (!found.equals(due.sale())) {
                    add("its sale " + due.sale().id() + " is " + found + ", and by the events " + due.sale());
                }
            }
            sales.keySet().forEach(sale -> add("it has sale " + sale + ", which follows from no event"));
            if (orders < audit.orders().count()) {
                audit.orders().forEach(order -> {
                    if (!order.isSeen(AuditedOrder.Trace.SNAPSHOT)) {
                        add("it lacks order " + order.id());
                    }
                });
            }
        }

        private void add(String what) {
            name(copy, copy.position(), what);
        }
    }
}
