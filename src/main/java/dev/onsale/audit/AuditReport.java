package dev.onsale.audit;

import dev.onsale.ledger.OrderState;
import dev.onsale.sale.Sale;
import dev.onsale.sale.Tier;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an audit has found. Immutable.
 *
 * @param events how many events it has looked at
 * @param sales in the order of their ids
 * @param faults how many findings of each kind there are; kinds without any are left out
 * @param findings some of each kind, in words, in the order in which they were found
 * @param book what became of the comparison with the order book
 * @param lost what the order book knows and the ledger has lost; counted among the faults too
 * @param states of how many sales the state that the ledger decides by was held against the events
 * @param notKept how many events are kept no longer, so that only the state they led to was looked at; counted among the events too
 * @param snapshots how many of a data folder's snapshots were held against the events up to them
 */
public record AuditReport(
        long events,
        List<SaleFigures> sales,
        Map<Fault, Long> faults,
        List<Finding> findings,
        BookFigures book,
        Lost lost,
        int states,
        long notKept,
        int snapshots) {

    public AuditReport {
        sales = List.copyOf(sales);
        faults = Map.copyOf(faults);
        findings = List.copyOf(findings);
    }

    /** Whether nothing was found. */
    public boolean isClean() {
        return faults.isEmpty();
    }

    /** How many findings there are in all. */
    public long findingCount() {
        return faults.values().stream().mapToLong(Long::longValue).sum();
    }

    /** How many findings speak against {@code check}. */
    public long findingsOf(Check check) {
        return faults.entrySet().stream()
                .filter(fault -> fault.getKey().check() == check)
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /**
     * A sale at the end of the journal.
     *
     * @param sale as it is
     * @param orders how many there are in each state
     * @param tiers in the sale's order
     */
    public record SaleFigures(Sale sale, Map<OrderState, Long> orders, List<TierFigures> tiers) {

        public SaleFigures {
            orders = Map.copyOf(orders);
            tiers = List.copyOf(tiers);
        }

        /** How many orders there are in all. */
        public long orderCount() {
            return orders.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /**
     * A tier at the end of the journal. Its stock is counted in cells, a cell being a seat on one leg: {@code held}, {@code paid} and {@code free} add up
     * to the tier's capacity times its legs.
     *
     * @param tier as it is
     * @param legs of its sale
     * @param held cells of held orders
     * @param paid cells of paid orders
     * @param free the other cells
     * @param amountPaid what its paid orders cost, in minor units of its currency
     */
    public record TierFigures(Tier tier, int legs, long held, long paid, long free, BigInteger amountPaid) {}

    /**
     * The comparison with the order book.
     *
     * @param position up to which they were compared; 0 if they were not
     * @param whyNot why they were not compared, in words; null if they were
     */
    public record BookFigures(long position, @Nullable String whyNot) {

        static BookFigures compared(long position) {
            return new BookFigures(position, null);
        }

        static BookFigures notCompared(String why) {
            return new BookFigures(0, why);
        }
    }
}
