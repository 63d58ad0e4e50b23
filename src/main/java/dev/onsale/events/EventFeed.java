package dev.onsale.events;

import dev.onsale.ledger.Event;
import java.util.List;

/** Tells what was just committed. Nothing is repeated: who joins late, or falls behind, reads the {@link EventLog}. */
public interface EventFeed {

    /**
     * Joins. The listener is told every later commit once, those of one journal in their order, after it is durable and before any outcome that rests on it is told.
     * It runs on the ledger's own thread: it must be quick, must not block and must not throw.
     */
    void onCommit(Listener listener);

    /** Whoever listens. */
    @FunctionalInterface
    interface Listener {
        /**
         * Some events are durable.
         *
         * @param journal where they are, as in {@link Journals#names}
         * @param events of one commit, in order; not to be kept beyond the call unless copied
         * @param position of the last of them in that journal
         */
        void committed(String journal, List<Event> events, long position);

        /**
         * The journal is another one from here on: events that were told are not in it any more, since another server took over that had not got them. Whoever has
         * learnt from it forgets that, and reads it again from its beginning. On the ledger's own thread, like the rest.
         */
        default void cut(String journal) {}

        /**
         * Events of the journal may be there that cannot be told now. Whoever has learnt from it relies on that no more before they have read it again to its
         * end. On the ledger's own thread, like the rest.
         */
        default void late(String journal) {}
    }
}
