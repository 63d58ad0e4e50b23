package dev.onsale.ledger.embedded;

import dev.onsale.config.Limits;

/**
 * Decides when to speak of the room that is left for the journal: a full disk ends the process, so somebody should hear of it while there
 * is time. Owned by one thread.
 */
final class RoomWatch {

    private long warnBelowBytes = Limits.JOURNAL_ROOM_BYTES_MIN;

    /** Whether that is little, and half of what it was when this was last said. Room that was made counts as new. */
    boolean isWorthSaying(long roomBytes) {
        if (roomBytes >= Limits.JOURNAL_ROOM_BYTES_MIN) {
            warnBelowBytes = Limits.JOURNAL_ROOM_BYTES_MIN;
        }
        if (roomBytes >= warnBelowBytes) {
            return false;
        }
        warnBelowBytes = roomBytes / 2;
        return true;
    }
}
