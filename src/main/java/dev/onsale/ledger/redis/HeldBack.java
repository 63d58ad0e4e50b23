package dev.onsale.ledger.redis;

import dev.onsale.config.Limits;
import java.util.LinkedHashSet;
import java.util.SequencedSet;

/**
 * Lanes that may not send because too many calls wait for their answers. Whoever has waited longest goes first, and before those who come now. Owned by the event
 * loop.
 */
final class HeldBack {

    private final SequencedSet<SaleLane> lanes = new LinkedHashSet<>();
    private boolean isLettingGo;

    void add(SaleLane lane) {
        lanes.add(lane);
    }

    /** Lets go who may. */
    void letGo() {
        if (isLettingGo) {
            return;
        }
        isLettingGo = true;
        while (!lanes.isEmpty() && lanes.getFirst().link().waiting() < Limits.REDIS_CALLS_MAX) {
            lanes.removeFirst().pump();
        }
        isLettingGo = false;
    }
}
