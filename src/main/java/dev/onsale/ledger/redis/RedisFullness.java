package dev.onsale.ledger.redis;

import dev.onsale.config.RoomLimits;
import dev.onsale.config.WatchLimits;
import java.util.Collection;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How much of its memory the fullest server has used, for those who watch a node. The event loop measures, any thread asks. */
final class RedisFullness {

    private static final Logger LOG = LoggerFactory.getLogger(RedisFullness.class);

    private volatile double used;
    private volatile String place = "";

    /** The event loop's: whether it was told, and is still so. */
    private boolean isTold;

    void measure(Collection<RedisLink> links) {
        double most = 0;
        for (RedisLink link : links) {
            if (link.used() > most) {
                most = link.used();
                place = link.place();
            }
        }
        used = most;
        if (isNearlyFull() && !isTold) {
            LOG.warn("{}", sentence());
        }
        isTold = isNearlyFull();
    }

    /** From 0 to 1; 0 where no server has a bound. */
    double used() {
        return used;
    }

    private boolean isNearlyFull() {
        return used * 100 >= RoomLimits.LEDGER_FULL_WARN_PERCENT;
    }

    /** A sentence for whoever watches the node, while a server is nearly full; or null. */
    @Nullable
    String note() {
        return isNearlyFull() ? sentence() : null;
    }

    private String sentence() {
        return "Redis at " + place + " has used " + Math.round(used * 100) + " % of its maxmemory; from "
                + WatchLimits.REDIS_FULL_PERCENT
                + " % on new orders are refused (ledger_full). Give it more memory, or take ended sales to another Redis.";
    }
}
