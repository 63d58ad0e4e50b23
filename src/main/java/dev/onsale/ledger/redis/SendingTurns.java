package dev.onsale.ledger.redis;

import dev.onsale.config.Limits;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;

/**
 * Which lane may send next. There may be thousands with a question at once, and only so many calls wait for their answers: whoever has waited longest goes first,
 * and before those who come now. Of a cluster, a lane behind one of a server that does not answer goes at a tick, as every lane does in which something waits.
 * Owned by the event loop.
 */
final class SendingTurns {

    /** Those that were given something and have not been looked at since. */
    private final List<SaleLane> fed = new ArrayList<>();

    /** Those that there was no room for. */
    private final SequencedSet<SaleLane> heldBack = new LinkedHashSet<>();

    private boolean isLettingGo;

    void fed(SaleLane lane) {
        fed.add(lane);
    }

    void heldBack(SaleLane lane) {
        heldBack.add(lane);
    }

    /** Lets go all that may: first who was held back, and then who was given something. */
    void letGo() {
        letGoHeldBack();
        List<SaleLane> lanes = List.copyOf(fed);
        fed.clear();
        lanes.forEach(SaleLane::pump);
    }

    /** Lets go who was held back, as far as there is room. */
    void letGoHeldBack() {
        if (isLettingGo) {
            return; // within the answer to one that was let go
        }
        isLettingGo = true;
        try {
            while (!heldBack.isEmpty() && heldBack.getFirst().link().waiting() < Limits.REDIS_CALLS_MAX) {
                heldBack.removeFirst().pump();
            }
        } finally {
            isLettingGo = false;
        }
    }
}
