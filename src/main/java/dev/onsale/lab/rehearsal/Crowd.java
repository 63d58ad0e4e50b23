package dev.onsale.lab.rehearsal;

import java.util.concurrent.TimeUnit;

/**
 * Who the buyers are and what they are like, drawn by lot from the seed and a buyer's number alone: nothing is kept for them, and the same
 * crowd can come again. Immutable; any thread.
 *
 * <p>The lots are those of SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, OOPSLA 2014), whose states may
 * be computed in any order.
 */
final class Crowd {

    /** What is drawn; each has lots of its own. */
    private enum Lot {
        ABANDONS(0),
        IS_PATIENT(1),
        REPEATS(2),
        PAUSE(3),
        RETRY(4),
        GOES_ALL_THE_WAY(5),
        LENGTH(6),
        FIRST_STOP(7);

        private static final int COUNT = 8;

        private final int number;

        Lot(int number) {
            this.number = number;
        }
    }

    private static final int SHORT_TRIP_LEGS_MAX = 3;
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;
    private static final double LOTS = 0x1.0p53;

    private final RehearsalPlan plan;

    Crowd(RehearsalPlan plan) {
        this.plan = plan;
    }

    /** Whether this buyer never pays. */
    boolean abandons(int buyer) {
        return lot(buyer, Lot.ABANDONS, 0) < plan.abandonShare();
    }

    /** Whether this buyer waits when told that all is sold. */
    boolean isPatient(int buyer) {
        return lot(buyer, Lot.IS_PATIENT, 0) < plan.patientShare();
    }

    /** Whether this buyer asks again with an answer in the hand. */
    boolean repeats(int buyer) {
        return lot(buyer, Lot.REPEATS, 0) < plan.repeatShare();
    }

    /** How long this buyer takes before the next step, in nanoseconds. */
    long pauseNanos(int buyer, int step) {
        return (long) (lot(buyer, Lot.PAUSE, step) * TimeUnit.MILLISECONDS.toNanos(plan.thinkMillisMax()));
    }

    /** Spreads those who would otherwise come back in the same moment: 0 (inclusive) … 1. */
    double fraction(int buyer, int attempt) {
        return lot(buyer, Lot.RETRY, attempt);
    }

    /** Where this buyer wants to go, as a number for {@link Trips}. */
    int trip(int buyer, Trips trips) {
        int legs = trips.legs();
        if (legs == 1 || lot(buyer, Lot.GOES_ALL_THE_WAY, 0) < plan.wholeWayShare()) {
            return trips.of(0, legs);
        }
        int longest = Math.min(SHORT_TRIP_LEGS_MAX, legs);
        int length = 1 + (int) (lot(buyer, Lot.LENGTH, 0) * longest);
        int from = (int) (lot(buyer, Lot.FIRST_STOP, 0) * (legs - length + 1));
        return trips.of(from, from + length);
    }

    /** A number of 0 (inclusive) … 1. */
    private double lot(int buyer, Lot lot, int step) {
        long index = ((long) step * Lot.COUNT + lot.number) * (plan.buyers() + 1L) + buyer;
        long z = plan.seed() + (index + 1) * GOLDEN_GAMMA;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        z ^= z >>> 31;
        return (z >>> 11) / LOTS;
    }
}
