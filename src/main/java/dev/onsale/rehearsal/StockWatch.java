package dev.onsale.rehearsal;

import dev.onsale.config.LoadLimits;
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

    private final boolean holds;
    private final int wholeWay;
    private final long ageNanosMax;
    private final long returnNanosMax;
    private final WaitingBuyers waiting;
    private long nextNanos;

    /** When an order was last placed or paid. */
    private long movedNanos;

    private long nowNanos;

    /** What was held of the whole way when that was read last, and when the reading was due. */
    private int held;

    private long heldReadNanos = -1;

    /** @param ageMillisMax how old a stock may be that the server, or a cache before it, tells */
    StockWatch(RehearsalPlan plan, Trips trips, int ageMillisMax) {
        this.holds = plan.deduct().equals("hold");
        this.wholeWay = trips.of(0, trips.legs());
        this.ageNanosMax = TimeUnit.MILLISECONDS.toNanos(ageMillisMax);
        this.returnNanosMax = TimeUnit.SECONDS.toNanos(plan.holdSeconds())
                + TimeUnit.MILLISECONDS.toNanos(LoadLimits.RETURN_MILLIS_MAX)
                + ageNanosMax;
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
    }

    /** The trips that are to be looked at now. */
    Set<Integer> due(long now) {
        nowNanos = now;
        if (now < nextNanos) {
            return Set.of();
        }
        nextNanos = now + PERIOD_NANOS;
        Set<Integer> trips = new LinkedHashSet<>();
        trips.add(wholeWay);
        trips.addAll(waiting.tripsToRead(LoadLimits.STOCK_JOURNEYS_MAX));
        return trips;
    }

    void read(int trip, Words.Stock stock, long dueNanos) {
        waiting.read(trip, stock.free(), dueNanos);
        if (trip == wholeWay) {
            held = stock.held();
            heldReadNanos = dueNanos;
        }
    }

    /** How many of those who wait for a trip are to be let go. */
    int toWake(int trip, Words.Stock stock) {
        return (int) Math.min(waiting.size(trip), (long) stock.free() * BUYERS_A_SEAT);
    }

    /**
     * Whether nothing more can come back: no order is held any more and nothing is free for those who wait, as read after all was quiet; or that is
     * so long ago that every hold should have ended, in which case something is wrong, and the check will tell.
     */
    boolean isSettled() {
        if (!holds) {
            return heldReadNanos >= movedNanos + ageNanosMax;
        }
        long quiet = movedNanos + ageNanosMax;
        boolean ended = held == 0 && heldReadNanos >= quiet && waiting.areInVain(quiet);
        return ended || nowNanos - movedNanos > returnNanosMax;
    }
}
