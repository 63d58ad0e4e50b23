package dev.onsale.lab.rehearsal;

import dev.onsale.config.InvalidOptionException;
import dev.onsale.config.Limits;
import dev.onsale.config.LoadLimits;
import java.util.Locale;
import java.util.Set;

/**
 * What is to be rehearsed, checked once: an instance that exists is valid.
 *
 * @param buyers distinct ones, 1 … {@link LoadLimits#BUYERS_MAX}
 * @param tickets seats on sale, 1 … {@link Limits#TIER_SEATS_MAX}, on a train of several legs {@link Limits#TIER_TRAIN_SEATS_MAX}, and no
 *     more than buyers
 * @param stops of the train, 2 … {@link LoadLimits#STOPS_MAX}, or 0 for a concert
 * @param wholeWayShare of the buyers who go all the way on a train, 0 … 1; the others go one to three legs
 * @param deduct when seats leave the stock: {@code hold}, {@code order} or {@code payment}
 * @param holdSeconds in which an order has to be paid, 1 … {@link Limits#HOLD_SECONDS_MAX}
 * @param abandonShare of the orders that are never paid, 0 … 1
 * @param patientShare of the buyers who wait for tickets to come back when all are sold, 0 … 1
 * @param repeatShare of the buyers who ask again although they have their answer, 0 … 1
 * @param thinkMillisMax how long a buyer takes to pay, at most, in milliseconds
 * @param arrivals when buyers come
 * @param connections that they share, 1 … {@link LoadLimits#CONNECTIONS_MAX}
 * @param answerMillisMax how long a buyer waits for an answer before asking again, 1 … {@link LoadLimits#ANSWER_MILLIS_MAX}
 * @param seed of everything that is drawn by lot
 */
public record RehearsalPlan(
        int buyers,
        int tickets,
        int stops,
        double wholeWayShare,
        String deduct,
        int holdSeconds,
        double abandonShare,
        double patientShare,
        double repeatShare,
        int thinkMillisMax,
        Arrivals arrivals,
        int connections,
        int answerMillisMax,
        long seed) {

    private static final Set<String> POLICIES = Set.of("hold", "order", "payment");

    /**
     * Checks every field, in their order.
     *
     * @throws InvalidOptionException naming the first one at fault
     */
    public RehearsalPlan {
        checkRange("--buyers", buyers, 1, LoadLimits.BUYERS_MAX);
        checkRange("--tickets", tickets, 1, Limits.TIER_SEATS_MAX);
        if (tickets > buyers) {
            throw new InvalidOptionException(
                    "--tickets",
                    "must be no more than --buyers, or nothing could be told about a rush, but there are " + tickets
                            + " tickets for " + buyers + " buyers");
        }
        if (stops != 0) {
            checkRange("--stops", stops, 2, LoadLimits.STOPS_MAX);
        }
        if (stops > 2 && tickets > Limits.TIER_TRAIN_SEATS_MAX) {
            throw new InvalidOptionException(
                    "--tickets",
                    "must be at most " + Limits.TIER_TRAIN_SEATS_MAX + " on a train of several legs, but is "
                            + tickets);
        }
        checkShare("--journeys", wholeWayShare);
        if (!POLICIES.contains(deduct)) {
            throw new InvalidOptionException("--deduct", "must be hold, order or payment, but is \"" + deduct + "\"");
        }
        checkRange("--hold", holdSeconds, 1, Limits.HOLD_SECONDS_MAX);
        checkShare("--abandon", abandonShare);
        checkShare("--patient", patientShare);
        checkShare("--repeat", repeatShare);
        checkRange("--think", thinkMillisMax, 0, holdSeconds * 1000L);
        checkRange("--connections", connections, 1, LoadLimits.CONNECTIONS_MAX);
        checkRange("--timeout", answerMillisMax, 1, LoadLimits.ANSWER_MILLIS_MAX);
    }

    /** Stretches between neighbouring stops; a concert has one. */
    public int legs() {
        return stops == 0 ? 1 : stops - 1;
    }

    private static void checkRange(String option, long value, long min, long max) {
        if (value < min || value > max) {
            throw new InvalidOptionException(
                    option, String.format(Locale.ROOT, "must be %d to %d, but is %d", min, max, value));
        }
    }

    private static void checkShare(String option, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new InvalidOptionException(option, "must be a share, 0 to 1, but is " + value);
        }
    }
}
