package dev.onsale.ledger.embedded;

import dev.onsale.events.EventEncoder;

/** Where the events of a batch become durable. A seam: tests put a store here that fails, or that takes its time. */
interface BatchStore extends AutoCloseable {

    /**
     * Makes the events of a batch durable, and returns when they are.
     *
     * @param batch at least one event; empty again afterwards
     * @return position of the last event
     * @throws RuntimeException if they may not be durable. Nothing may be appended after that
     */
    long append(EventEncoder batch);

    /**
     * Makes sure that what was appended can be found again; called before anything is told.
     *
     * @throws RuntimeException if it cannot: somebody removed or replaced the files
     */
    void confirm();

    /** Does what upkeep is due, quickly; called between batches, when nobody waits for an answer. */
    void tidy();

    /** Gives up the files. Nothing may be appended after that. */
    @Override
    void close();
}
