package dev.onsale.events;

import org.jspecify.annotations.Nullable;

/**
 * Which ledger it is, as the ledger itself keeps it: an id that is made once, so that an order book can tell its own ledger from another, or from one
 * that was emptied. Any thread; a call may block.
 *
 * <p>Every method throws {@link EventLogException} if the ledger cannot be asked now.
 */
public interface LedgerIdentity {

    /**
     * What a ledger says of itself.
     *
     * @param id empty where it has none: it was never used, or was emptied
     * @param accepted when people last decided that selling goes on with the ledger as it is, in milliseconds since 1970; 0 for never
     * @param stopped why selling stands still on all nodes, or null
     */
    record Mark(String id, long accepted, @Nullable String stopped) {

        /** Of a ledger that has nothing to say. */
        public static final Mark NONE = new Mark("", 0, null);
    }

    /** A ledger that keeps none. */
    LedgerIdentity NONE = new LedgerIdentity() {
        @Override
        public Mark read() {
            return Mark.NONE;
        }

        @Override
        public Mark make(String id) {
            return Mark.NONE;
        }

        @Override
        public void stop(String id, String why) {}

        @Override
        public void goOn(long now) {}
    };

    /** What it says now. */
    Mark read();

    /** Gives the ledger this id for good, unless it has one; what it says then. Durable when this returns. */
    Mark make(String id);

    /**
     * Tells all nodes that nothing may be sold any more, until people have seen to it.
     *
     * @param id that the ledger has, or had when it was seen last
     */
    void stop(String id, String why);

    /**
     * People have seen to it: selling goes on with the ledger as it is.
     *
     * @param now milliseconds since 1970
     */
    void goOn(long now);
}
