package dev.onsale.audit;

import dev.onsale.ledger.OrderState;
import dev.onsale.ledger.Seats;
import dev.onsale.sale.Tier;
import java.math.BigInteger;
import java.util.BitSet;

/**
 * The stock of one tier, kept twice and in the most simple-minded way: each cell of the grid as a bit, and free, held and paid seats as
 * three sums for each leg. The free ones follow from the cells and the other two from the orders, so that they add up only if both agree.
 * Owned by the audit's thread.
 */
final class AuditedTier {

    private Tier tier;
    private final BitSet[] takenByLeg;
    private final long[] free;
    private final long[] held;
    private final long[] paid;
    private final boolean[] wrong;
    private BigInteger amountPaid = BigInteger.ZERO;

    AuditedTier(Tier tier, int legs) {
        this.tier = tier;
        takenByLeg = new BitSet[legs];
        free = new long[legs];
        held = new long[legs];
        paid = new long[legs];
        wrong = new boolean[legs];
        for (int leg = 0; leg < legs; leg++) {
            takenByLeg[leg] = new BitSet();
            free[leg] = tier.capacity();
        }
    }

    Tier tier() {
        return tier;
    }

    int legs() {
        return free.length;
    }

    /** The tier as a change of its sale made it. */
    void change(Tier changed) {
        for (int leg = 0; leg < free.length; leg++) {
            free[leg] += changed.capacity() - tier.capacity();
        }
        tier = changed;
    }

    boolean has(int seat) {
        return seat >= 1 && seat <= tier.capacity();
    }

    /** Takes a seat that the tier has; the first leg of {@code from … to - 1} on which it was taken already, or -1. */
    int take(int seat, int from, int to) {
        int conflict = -1;
        for (int leg = from; leg < to; leg++) {
            if (takenByLeg[leg].get(seat)) {
                conflict = conflict < 0 ? leg : conflict;
            } else {
                takenByLeg[leg].set(seat);
                free[leg]--;
            }
        }
        return conflict;
    }

    /** Gives a seat back that the tier has. */
    void giveBack(int seat, int from, int to) {
        for (int leg = from; leg < to; leg++) {
            if (takenByLeg[leg].get(seat)) {
                takenByLeg[leg].clear(seat);
                free[leg]++;
            }
        }
    }

    /** Counts seats of an order in that state; negative numbers when it leaves the state. */
    void count(OrderState state, int seats, int from, int to) {
        long[] counts =
                switch (state) {
                    case HELD -> held;
                    case PAID -> paid;
                    case PLACED, RELEASED, EXPIRED, REFUND_DUE, REFUNDED -> new long[legs()];
                };
        for (int leg = from; leg < to; leg++) {
            counts[leg] += seats;
        }
    }

    void countAmount(long minorUnits) {
        amountPaid = amountPaid.add(BigInteger.valueOf(minorUnits));
    }

    /** Seats that are free on every leg of the stretch. */
    int freeAllAlong(int from, int to) {
        BitSet taken = (BitSet) takenByLeg[from].clone();
        for (int leg = from + 1; leg < to; leg++) {
            taken.or(takenByLeg[leg]);
        }
        return tier.capacity() - taken.cardinality();
    }

    /** Seats of held orders on a leg. */
    long heldOn(int leg) {
        return held[leg];
    }

    /** Seats of paid orders on a leg. */
    long paidOn(int leg) {
        return paid[leg];
    }

    /** The highest number of a seat that is taken on some leg, or 0. */
    int highestTaken() {
        int highest = 0;
        for (BitSet taken : takenByLeg) {
            highest = Math.max(highest, taken.length() - 1);
        }
        return highest;
    }

    /** Told of each stretch of legs on which a seat is free and that cannot be longer. */
    interface RunVisitor {
        /** Free from a leg to before another. */
        void run(int from, int to);
    }

    /** Shows the free runs of a seat. */
    void runsOf(int seat, RunVisitor visitor) {
        int from = -1;
        for (int leg = 0; leg <= legs(); leg++) {
            boolean isFree = leg < legs() && !takenByLeg[leg].get(seat);
            if (isFree && from < 0) {
                from = leg;
            } else if (!isFree && from >= 0) {
                visitor.run(from, leg);
                from = -1;
            }
        }
    }

    /** A seat's legs as in {@code ..xx.}, where x is taken. */
    String legsOf(int seat) {
        StringBuilder text = new StringBuilder(legs());
        for (BitSet taken : takenByLeg) {
            text.append(taken.get(seat) ? 'x' : '.');
        }
        return text.toString();
    }

    /** Whether the sums of that leg have just gone wrong; they may be right again later, and wrong once more. */
    boolean goesWrong(int leg) {
        boolean isWrong =
                free[leg] < 0 || held[leg] < 0 || paid[leg] < 0 || free[leg] + held[leg] + paid[leg] != tier.capacity();
        boolean isNew = isWrong && !wrong[leg];
        wrong[leg] = isWrong;
        return isNew;
    }

    /** The sums of a leg, in words. */
    String sums(int leg) {
        return free[leg] + " free, " + held[leg] + " held and " + paid[leg] + " paid of " + tier.capacity();
    }

    /** Whether every seat lies in the tier and none stands twice. */
    static boolean areDistinct(Seats seats) {
        return seats.stream().distinct().count() == seats.count();
    }

    AuditReport.TierFigures figures() {
        return new AuditReport.TierFigures(tier, legs(), sum(held), sum(paid), sum(free), amountPaid);
    }

    private static long sum(long[] counts) {
        long sum = 0;
        for (long count : counts) {
            sum += count;
        }
        return sum;
    }
}
