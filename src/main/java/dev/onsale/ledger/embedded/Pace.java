package dev.onsale.ledger.embedded;

/** Run now and then by a work that takes long: to say how far it is, to rest, or to give it up by throwing. */
@FunctionalInterface
interface Pace {

    /** No haste, no rest, no word. */
    Pace ANY = (done, all) -> {};

    /** Events between two steps. */
    int STEP_EVENTS = 8192;

    /**
     * So much is done.
     *
     * @param done position of the last event
     * @param all position of the event that will be the last
     */
    void step(long done, long all);
}
