package dev.onsale.gate;

/**
 * How much of a journal the gate has learnt. What is told live is learnt at once when everything before it is; until then it is only noted, since
 * the journal has it too, and in its order.
 *
 * <p>Any thread, under its own lock; {@link #isWhole} takes none.
 */
final class JournalMemory {

    /** Whether everything up to the last commit that was told is learnt. Written under the lock. */
    private volatile boolean whole;

    /** Whether the journal is another one by now. */
    private volatile boolean forgotten;

    /** Position of the last event that was learnt. */
    private long learnt;

    /** Position of the last event that was told live. */
    private long told;

    /** Whether the gate may answer from what this journal has taught it. */
    boolean isWhole() {
        return whole;
    }

    /** What was learnt counts no more, for good: another memory takes this one's place. */
    synchronized void forget() {
        forgotten = true;
        whole = false;
    }

    /** There may be events that were not told: it has to be read again from what was learnt. */
    synchronized void miss() {
        whole = false;
    }

    boolean isForgotten() {
        return forgotten;
    }

    /** Position of the last event that was learnt. */
    synchronized long learnt() {
        return learnt;
    }

    /**
     * Some events are told live; {@code learn} is run if they are the next ones. After a gap the journal has to be read again from what was
     * learnt.
     */
    synchronized void told(int events, long position, Runnable learn) {
        told = position;
        if (position <= learnt) {
            return; // was read from the journal meanwhile
        }
        // A journal that is told from its first event need not be read.
        whole = !forgotten && (whole || learnt == 0) && position - events <= learnt;
        if (whole) {
            learn.run();
            learnt = position;
        }
    }

    /** Everything up to {@code position} was read from the journal, which ended at {@code end} before; whether that is all. */
    synchronized boolean read(long position, long end) {
        learnt = position;
        whole = !forgotten && position >= end && position >= told;
        return whole;
    }
}
