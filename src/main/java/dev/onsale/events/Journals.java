package dev.onsale.events;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

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
     * The names of those in which something may still happen every day. All of them, but where sales that are over for good are kept apart.
     *
     * @throws EventLogException if that cannot be told now
     */
    default Collection<String> open() {
        return names();
    }

    /**
     * Some of those that are not among {@link #open}.
     *
     * @param names of journals; one may come twice
     * @param next where to go on, or empty when these were the last ones
     */
    record Over(Collection<String> names, String next) {}

    /**
     * Those that are not among {@link #open}, a page at a time. None, but where sales that are over for good are kept apart.
     *
     * @param from what the page before said, or empty for the first one
     * @throws EventLogException if that cannot be told now
     */
    default Over over(String from) {
        return new Over(List.of(), "");
    }

    /**
     * One of them. It is closed with all of them, and need not be closed by itself.
     *
     * @param name one of {@link #names}
     */
    EventLog journal(String name);

    /** Which ledger they are of. Given up with the journals. */
    default LedgerIdentity identity() {
        return LedgerIdentity.NONE;
    }

    /**
     * Where some journals end; 0 for one that is not there.
     *
     * @throws EventLogException if that cannot be told now
     */
    default Map<String, Long> ends(Collection<String> names) {
        Collection<String> known = names();
        Map<String, Long> ends = new HashMap<>();
        for (String name : names) {
            ends.put(name, known.contains(name) ? journal(name).end() : 0L);
        }
        return ends;
    }

    /** Sales that the ledger keeps something of and that are not in its list, so that there is no journal of them here. */
    default Collection<String> unlisted() {
        return List.of();
    }

    /** What the ledger decides by of the sale whose journal that is; empty where it keeps nothing but the journal. */
    default Optional<StoredState> state(String name) {
        return Optional.empty();
    }

    /** What there is beside the only journal of how the ledger was at some positions of it. */
    default List<StateCopy> copies() {
        return List.of();
    }

    /** Gives up the files and connections. */
    @Override
    void close();

    /** The journals of a ledger that has only this one. */
    static Journals sole(EventLog journal) {
        return sole(journal, LedgerIdentity.NONE);
    }

    /** The same, of a ledger that says which one it is. */
    static Journals sole(EventLog journal, LedgerIdentity identity) {
        return sole(journal, identity, List::of);
    }

    /** The same, with copies of its state beside it. */
    static Journals sole(EventLog journal, LedgerIdentity identity, Supplier<List<StateCopy>> copies) {
        return new Journals() {
            @Override
            public List<StateCopy> copies() {
                return copies.get();
            }

            @Override
            public LedgerIdentity identity() {
                return identity;
            }

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
