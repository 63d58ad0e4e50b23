package dev.onsale.ledger.redis;

import dev.onsale.config.Limits;
import dev.onsale.ledger.Order;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;

/**
 * Looks at one sale after the other, a few in each tick, and at the list of them once in a round. What was told to this node and lost on the way is found out so,
 * and sales that are over leave the list. Owned by the event loop.
 */
final class SaleSweep {

    private static final int TICKS_MIN = (int) (TimeUnit.SECONDS.toMillis(1) / Limits.REDIS_TICK_MILLIS);

    private final SaleDirectory directory;
    private final StockViews views;
    private final DueSales dueSales;
    private final PacedCalls reads;
    private final RedisCalls list;

    /** Those that are left of this round. */
    private final ArrayDeque<SaleLane> left = new ArrayDeque<>();

    private int ticks;

    SaleSweep(SaleDirectory directory, StockViews views, DueSales dueSales, PacedCalls reads, RedisCalls list) {
        this.directory = directory;
        this.views = views;
        this.dueSales = dueSales;
        this.reads = reads;
        this.list = list;
    }

    /** Looks at the next few. A round takes a second at the least. */
    void tick(long nowMillis) {
        ticks++;
        if (left.isEmpty()) {
            if (ticks < TICKS_MIN) {
                return;
            }
            ticks = 0;
            left.addAll(directory.lanes());
            directory.look();
        }
        for (int i = 0; i < Limits.REDIS_SWEEP_SALES && !left.isEmpty(); i++) {
            look(left.remove(), nowMillis);
        }
    }

    private void look(SaleLane lane, long nowMillis) {
        SaleReading known = views.reading(lane.id());
        boolean hasDeadline = lane.nextDeadline() != Order.NO_DEADLINE;
        if (directory.isOver(lane) && hasDeadline) {
            // A repair has given a hold back: every node has to know of it, also the next one that starts.
            list.callDurably(Calls.enlist(lane.id())).onSuccess(done -> directory.listedOneMore(lane));
        } else if (known != null && known.isOver(nowMillis) && !hasDeadline && lane.isIdle()) {
            if (directory.isOver(lane)) {
                forget(lane); // nobody asks for it any more
            } else {
                list.callDurably(Calls.over(lane.id())).onSuccess(done -> forget(lane));
            }
            return;
        }
        reads.call(() -> lane.link().call(Calls.position(lane.id()))).onSuccess(position -> {
            // A sale that is listed and was never opened has none.
            if (known == null ? position != null : position == null || Calls.number(position) != known.position()) {
                views.refresh(lane.id());
            }
        });
    }

    private void forget(SaleLane lane) {
        if (lane.isIdle()) {
            dueSales.remove(lane);
            directory.remove(lane);
            views.drop(lane.id());
        }
    }
}
