package dev.onsale.lab.rehearsal;

import dev.onsale.lab.report.Report;
import dev.onsale.lab.report.Verdict.Check;
import dev.onsale.lab.report.Verdict.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Notices the moment at which half of the tickets are sold, when something may be killed, and follows what that does to the buyers. Times are
 * nanoseconds since the first buyer was due. Owned by the crowd's thread.
 */
final class Deaths {

    /** Not yet, or never. */
    private static final long NEVER = -1;

    private static final double NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final String LAW = "selling goes on after the death";

    private final int tickets;
    private final int legs;
    private final LongConsumer onHalf;

    /** Seats, each counted on each of its legs, of which buyers were told. */
    private long toldLegs;

    private boolean half;
    private Backstage.@Nullable Victim victim;
    private long diedNanos = NEVER;
    private long soldThen;
    private long brokenBefore;
    private long soldOnNanos = NEVER;
    private final Map<String, Map<String, long[]>> troubles = new TreeMap<>();

    /** @param onHalf told when half of the tickets are sold, once, with the time */
    Deaths(RehearsalPlan plan, LongConsumer onHalf) {
        this.tickets = plan.tickets();
        this.legs = plan.legs();
        this.onHalf = onHalf;
    }

    /** A buyer was told of an order for a seat over some legs, and had asked for it at that time. */
    void told(int ofLegs, long askedNanos, long nowNanos) {
        toldLegs += ofLegs;
        if (victim != null && soldOnNanos == NEVER && askedNanos >= diedNanos) {
            soldOnNanos = nowNanos;
        }
        checkHalf(toldLegs * 2 >= (long) tickets * legs, nowNanos);
    }

    /** The server has shown what is free of the whole way. */
    void shown(int free, long nowNanos) {
        // On a train that says little: one short trip takes a seat off the whole way.
        checkHalf(legs == 1 && free * 2L <= tickets, nowNanos);
    }

    private void checkHalf(boolean now, long nowNanos) {
        if (now && !half) {
            half = true;
            onHalf.accept(nowNanos);
        }
    }

    /**
     * Something was killed.
     *
     * @param brokenSoFar connections that have broken until now
     */
    void died(Backstage.Victim who, long nowNanos, long brokenSoFar) {
        victim = who;
        diedNanos = nowNanos;
        soldThen = toldLegs / legs;
        brokenBefore = brokenSoFar;
    }

    /** A request had no answer, or one that says to ask again. */
    void trouble(Call call, String word) {
        if (victim != null) {
            troubles.computeIfAbsent(call.word(), any -> new TreeMap<>())
                    .computeIfAbsent(word, any -> new long[1])[0]++;
        }
    }

    /** What was killed, and what became of it; empty where nothing was. */
    List<Report.Death> rows(long brokenSoFar) {
        Backstage.Victim who = victim;
        if (who == null) {
            return List.of();
        }
        List<Report.Outcome> failed = new ArrayList<>();
        troubles.forEach(
                (call, words) -> words.forEach((word, count) -> failed.add(new Report.Outcome(call, word, count[0]))));
        return List.of(new Report.Death(
                who.name(),
                who.sentence(),
                diedNanos / NANOS,
                (int) soldThen,
                soldOnNanos == NEVER ? Report.Death.NEVER : (soldOnNanos - diedNanos) / NANOS,
                failed,
                brokenSoFar - brokenBefore));
    }

    /** Whether selling went on; nothing where nothing was killed. */
    List<Check> checks(boolean isCutShort) {
        Backstage.Victim who = victim;
        if (who == null) {
            return List.of();
        }
        if (soldOnNanos == NEVER) {
            return List.of(new Check(
                    LAW,
                    isCutShort ? Result.UNKNOWN : Result.BROKEN,
                    "no order was placed after " + who.name() + " was killed"));
        }
        return List.of(new Check(
                LAW,
                Result.KEPT,
                String.format(
                        Locale.ROOT,
                        "%.2f s after %s was killed the next order was placed",
                        (soldOnNanos - diedNanos) / NANOS,
                        who.name())));
    }
}
