package dev.onsale.ledger;

import dev.onsale.sale.Journey;
import dev.onsale.sale.Sale;
import java.util.List;

/**
 * A sale and its stock as they were at one moment. Immutable, any thread.
 *
 * @param sale as it is
 * @param version grows with every change of the view; equal versions of one ledger run mean equal views
 * @param tiers in the order of the sale's tiers
 */
public record SaleView(Sale sale, long version, List<TierView> tiers) {

    public SaleView {
        tiers = List.copyOf(tiers);
    }

    /**
     * The stock of one tier. Seats are counted for each journey, since a seat that is taken on one leg is still free on the
     * others.
     */
    public static final class TierView {
        private final int legs;
        private final int[] freeByJourney;
        private final int[] heldByLeg;
        private final int[] paidByLeg;

        /**
         * @param freeByJourney seats free on the whole of {@code from → to}, at {@code from * (legs + 1) + to}; not copied
         * @param heldByLeg seats in held orders; not copied
         * @param paidByLeg seats in paid orders; not copied
         */
        public TierView(int legs, int[] freeByJourney, int[] heldByLeg, int[] paidByLeg) {
            this.legs = legs;
            this.freeByJourney = freeByJourney;
            this.heldByLeg = heldByLeg;
            this.paidByLeg = paidByLeg;
        }

        /** Seats that are free on every leg of {@code journey}. */
        public int free(Journey journey) {
            return freeByJourney[journey.from() * (legs + 1) + journey.to()];
        }

        /** Seats in held orders on that leg, 0 … legs - 1. */
        public int held(int leg) {
            return heldByLeg[leg];
        }

        /** Seats in paid orders on that leg, 0 … legs - 1. */
        public int paid(int leg) {
            return paidByLeg[leg];
        }
    }
}
