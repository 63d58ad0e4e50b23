package dev.onsale.events;

import java.util.Collection;
import java.util.List;

/**
 * All journals of a ledger. One that decides everything in one place has one journal; one that lets each sale go its own way has one for each,
 * and between the events of two of them there is no order. Any thread.
 */
public interface Journals extends AutoCloseable {

    /** The name of a journal that is the only one of its ledger. No sale can have it as its id. */
    String SOLE = "";

    /**
     * The names of those that there are by now: {@link #SOLE}, or ids of sales. There may be more later, never fewer.
     *
     * @throws EventLogException if that cannot be told now
     */
    Collection<String> names();

    /**
     * One of them. It is closed with all of them, and need not be closed by itself.
     *
     * @param name one of {@link #names}
     */
    EventLog journal(String name);

    /** Gives up the files and connections. */
    @Override
    void close();

    /** The journals of a ledger that has only this one. */
    static Journals sole(EventLog journal) {
        return new Journals() {
            @Override
            public Collection<String> names() {
                return List.of(SOLE);
            }

            @Override
            public EventLog journal(String name) {
                return journal;
            }

            @Override
            public void close() {
                journal.close();
            }
        };
    }
}
