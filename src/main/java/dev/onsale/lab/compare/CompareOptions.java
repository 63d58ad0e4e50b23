package dev.onsale.lab.compare;

import dev.onsale.config.CompareLimits;
import dev.onsale.config.InvalidOptionException;
import dev.onsale.config.Limits;
import dev.onsale.lab.rehearsal.Arrivals;
import dev.onsale.lab.rehearsal.RehearsalPlan;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;

/**
 * What is to be compared, checked once, up front.
 *
 * @param contenders in their order; empty for the usual ones
 * @param buyers distinct ones, up to {@link CompareLimits#COMPARE_BUYERS_MAX}; all come in the same moment
 * @param tickets on sale; fewer than the buyers who would pay, or nothing would sell out
 * @param abandonShare of the orders that are never paid, 0 … 0.9
 * @param holdSeconds in which an order of {@code hold} has to be paid
 * @param connections that the buyers share
 * @param seed of everything that is drawn by lot
 */
public record CompareOptions(
        List<Contender> contenders,
        int buyers,
        int tickets,
        double abandonShare,
        int holdSeconds,
        int connections,
        long seed) {

    private static final double ABANDON_SHARE_MAX = 0.9;

    /**
     * Checks every field.
     *
     * @throws InvalidOptionException naming the first one at fault
     */
    public CompareOptions {
        contenders = contenders.isEmpty() ? Contender.USUAL : List.copyOf(contenders);
        if (EnumSet.copyOf(contenders).size() < contenders.size()) {
            throw new InvalidOptionException("--only", "must name each contender once");
        }
        checkRange("--buyers", buyers, 2, CompareLimits.COMPARE_BUYERS_MAX);
        checkRange("--tickets", tickets, 1, Limits.TIER_SEATS_MAX);
        if (!(abandonShare >= 0 && abandonShare <= ABANDON_SHARE_MAX)) {
            throw new InvalidOptionException(
                    "--abandon", "must be 0 to " + ABANDON_SHARE_MAX + ", but is " + abandonShare);
        }
        if (tickets >= buyers * (1 - abandonShare)) {
            throw new InvalidOptionException(
                    "--tickets",
                    String.format(
                            Locale.ROOT,
                            "must be fewer than the buyers who would pay, or nothing sells out, but are %d for %d",
                            tickets,
                            (int) (buyers * (1 - abandonShare))));
        }
        checkRange("--hold", holdSeconds, 1, CompareLimits.COMPARE_HOLD_SECONDS_MAX);
        plan(buyers, tickets, "hold", abandonShare, holdSeconds, connections, seed);
    }

    /** What the crowd does at a contender. */
    RehearsalPlan plan(Contender contender) {
        return plan(buyers, tickets, contender.deduct(), abandonShare, holdSeconds, connections, seed);
    }

    /** What a smaller crowd does there before. Not the same one: the contender must have seen all it will have to do. */
    RehearsalPlan warmUp(Contender contender) {
        int some = Math.min(buyers, CompareLimits.COMPARE_WARM_UP_BUYERS_MAX);
        int few = Math.clamp(some / CompareLimits.COMPARE_WARM_UP_BUYERS_A_TICKET, 1, tickets);
        return plan(some, few, contender.deduct(), abandonShare, 1, connections, seed + 1);
    }

    /** Nobody asks again with an answer in the hand: a contender that keeps no orders would sell to them twice. */
    private static RehearsalPlan plan(
            int buyers, int tickets, String deduct, double abandon, int hold, int connections, long seed) {
        // Whoever means to pay does so in time.
        int think = (int) Math.min(CompareLimits.COMPARE_THINK_MILLIS_MAX, hold * 1_000L / 2);
        return new RehearsalPlan(
                buyers,
                tickets,
                0,
                1,
                deduct,
                hold,
                abandon,
                1,
                0,
                think,
                new Arrivals.AtOnce(),
                connections,
                CompareLimits.COMPARE_ANSWER_MILLIS_MAX,
                seed);
    }

    private static void checkRange(String option, int value, int min, int max) {
        if (value < min || value > max) {
            throw new InvalidOptionException(option, "must be " + min + " to " + max + ", but is " + value);
        }
    }
}
