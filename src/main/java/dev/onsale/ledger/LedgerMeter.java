package dev.onsale.ledger;

/** Told what a ledger does, for whoever keeps figures. Runs on the ledger's own thread: quick, never blocking, never throwing. */
public interface LedgerMeter {

    /** Keeps nothing. */
    LedgerMeter NONE = (commands, events, commitNanos, waiting) -> {};

    /**
     * A batch is durable, and its answers are about to be told.
     *
     * @param commands how many commands and look-ups it answers; 0 if only expiry was due
     * @param events how many events it made durable; 0 if it changed nothing, and nothing was written
     * @param commitNanos how long the commit took, in nanoseconds; 0 if nothing was written
     * @param waiting how many commands wait for the next batch already
     */
    void batch(int commands, int events, long commitNanos, int waiting);
}
