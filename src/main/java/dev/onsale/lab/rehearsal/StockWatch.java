package dev.onsale.lab.rehearsal;

import dev.onsale.config.LoadLimits;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Looks at what is free, as a page that shows it does, and says who may come back and when nothing more is to come. Owned by the crowd's
 * thread.
 */
final class StockWatch {

    private static final long PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(LoadLimits.STOCK_MILLIS);

    /** Of those who wait, so many for each free seat are let go: others may be quicker than they. */
    private static final int BUYERS_A_SEAT = 2;

    private static final long UNKNOWN = -1;

    private final boolean holds;
    private final int wholeWay;
    private final long ageNanosMax;
    private final long returnNanosMax;
    private final WaitingBuyers waiting;
    private long nextNanos;

    /** Trips whose stock was asked for and not told yet: there is one question for each at most, however long the server takes. */
    private final BitSet asked = new BitSet();

    /** When an order was last placed or paid. */
    private long movedNanos;

    /** When an order was last placed or paid, or a buyer came. */
    private long newsNanos;

    private long nowNanos;

    /** Since when it is known of all that moved that nothing is held any more, or, without holds, that the stock was read; -1: it is not. */
    private long endedNanos = UNKNOWN;

    /** @param ageMillisMax how old a stock may be that the server, or a cache before it, tells */
    StockWatch(RehearsalPlan plan, Trips trips, int ageMillisMax) {
        this.holds = plan.deduct().equals("hold");
        this.wholeWay = trips.of(0, trips.legs());
        this.ageNanosMax = TimeUnit.MILLISECONDS.toNanos(ageMillisMax);
        this.returnNanosMax = TimeUnit.SECONDS.toNanos(plan.holdSeconds())
                + TimeUnit.MILLISECONDS.toNanos(LoadLimits.RETURN_MILLIS_MAX)
                // a look that sees it, and then one at each trip
                + 2 * ageNanosMax
                + PERIOD_NANOS * (1 + Math.ceilDiv(trips.count(), LoadLimits.STOCK_JOURNEYS_MAX));
        this.waiting = new WaitingBuyers(trips.count());
    }

    /** The trip whose stock is that of the whole sale. */
    int wholeWay() {
        return wholeWay;
    }

    WaitingBuyers waiting() {
        return waiting;
    }

    /** An order was placed or paid. */
    void moved(long now) {
        movedNanos = now;
        newsNanos = now;
        endedNanos = UNKNOWN;
    }

    /** A buyer has come. */
    void came(long now) {
        newsNanos = now;
    }

    /** The trips that are to be looked at now; of each it wants to hear when it was {@link #looked} at. */
    Set<Integer> due(long now) {
        nowNanos = now;
        if (now < nextNanos) {
            return Set.of();
        }
        nextNanos = now + PERIOD_NANOS;
        Set<Integer> trips = new LinkedHashSet<>();
        trips.add(wholeWay);
        trips.addAll(waiting.tripsToRead(LoadLimits.STOCK_JOURNEYS_MAX));
        trips.removeIf(asked::get);
        trips.forEach(asked::set);
        return trips;
    }

    /** A look at a trip is over, whatever came of it. */
    void looked(int trip) {
        asked.clear(trip);
    }

    /**
     * What a look has shown.
     *
     * @param dueNanos when it was due
     * @param now when it was answered
     */
    void read(int trip, Words.Stock stock, long dueNanos, long now) {
        waiting.read(trip, stock.free(), dueNanos);
        if (trip == wholeWay && dueNanos >= movedNanos + ageNanosMax) {
            if (holds && stock.held() > 0) {
                endedNanos = UNKNOWN;
            } else if (endedNanos == UNKNOWN) {
                endedNanos = now;
            }
        }
    }

    /** How many of those who wait for a trip are to be let go: none any more once it is overdue, or a server that is wrong could keep them busy. */
    int toWake(int trip, Words.Stock stock) {
        return isOverdue() ? 0 : (int) Math.min(waiting.size(trip), (long) stock.free() * BUYERS_A_SEAT);
    }

    /**
     * Whether nothing more can come back: no order is held any more, and then nothing was free for those who wait; or that is so long ago that
     * every hold should have ended, in which case something is wrong, and the check will tell. Without holds nothing comes back by
     * itself.
     *
     * <p>Each trip has to be read after the last hold was seen to have ended: what was read before that may not have what came back.
     */
    boolean isSettled() {
        boolean ended = endedNanos != UNKNOWN && (!holds || waiting.areInVain(endedNanos + ageNanosMax));
        return ended || isOverdue();
    }

    private boolean isOverdue() {
        return nowNanos - newsNanos > returnNanosMax;
    }
}
