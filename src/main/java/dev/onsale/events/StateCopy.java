package dev.onsale.events;

import dev.onsale.ledger.Event;
import java.util.function.Consumer;

/** What a ledger with one journal was at a position of it, as a file beside the journal has it: for an audit, which holds it against the events up to there. */
public interface StateCopy {

    /** What it is called, as in "the snapshot x". */
    String name();

    /** Position of the journal's last event that is in it; 0 where it does not say. */
    long position();

    /**
     * Tells the events that lead to that state: of each sale the last one is how it is, and each order comes once.
     *
     * @return false if it is gone, since a newer one has taken its place
     * @throws EventLogException if it is damaged or of another journal, with what is wrong as half a sentence
     */
    boolean read(Consumer<Event> sink);
}
