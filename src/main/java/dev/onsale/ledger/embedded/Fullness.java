package dev.onsale.ledger.embedded;

import dev.onsale.config.RoomLimits;
import dev.onsale.ledger.StockState;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How much of its room a ledger has used, for those who watch it. The writer measures, any thread asks. */
final class Fullness {

    private static final Logger LOG = LoggerFactory.getLogger(Fullness.class);

    private volatile double used;
    private volatile int orders;

    /** Of the writer's thread: whether it was told, and is still so. */
    private boolean isTold;

    /** Measures. The writer alone, or whoever starts it. */
    void measure(StockState state) {
        used = (double) state.bytes() / state.room().bytesMax();
        orders = state.orderCount();
        if (isNearlyFull() && !isTold) {
            LOG.warn("{}", sentence());
        }
        isTold = isNearlyFull();
    }

    /** From 0 to 1, and a little more when payments come to a full ledger. */
    double used() {
        return used;
    }

    private boolean isNearlyFull() {
        return used * 100 >= RoomLimits.LEDGER_FULL_WARN_PERCENT;
    }

    /** A sentence for whoever watches the node, while it is nearly full; or null. */
    @Nullable
    String note() {
        return isNearlyFull() ? sentence() : null;
    }

    private String sentence() {
        return "The ledger holds " + orders + " orders, which is " + Math.round(used * 100)
                + " % of what fits into this heap; at 100 % new orders are refused (ledger_full)."
                + " Start the node with more, such as ONSALE_JAVA_OPTS=-Xmx" + suggestedMegabytes() + "m.";
    }

    private static long suggestedMegabytes() {
        return 2 * (Runtime.getRuntime().maxMemory() >> 20);
    }
}
