package dev.onsale.audit;

import dev.onsale.config.BookLimits;
import dev.onsale.events.EventLog;
import dev.onsale.events.EventLogException;
import dev.onsale.ledger.Event;
import java.util.List;

/** Reads a journal event by event, and can stop between any two. Owned by the audit's thread. */
final class JournalCursor {

    private final EventLog log;
    private List<Event> page = List.of();
    private int next;
    private long position;

    JournalCursor(EventLog log) {
        this.log = log;
    }

    /** Position of the last event that was passed on, or 0. */
    long position() {
        return position;
    }

    /** Goes on from there, whatever lies before. */
    void beginBehind(long place) {
        page = List.of();
        next = 0;
        position = place;
    }

    /** Whoever follows the events. */
    interface Follower {
        void follow(long position, Event event);
    }

    /**
     * Passes on what lies up to and with the event {@code last}, but no more than about one page.
     *
     * @throws EventLogException if the journal cannot be read that far
     */
    void readTowards(long last, Follower follower) {
        if (next == page.size() && position < last) {
            page = log.read(position, BookLimits.AUDIT_PAGE_EVENTS_MAX).events();
            next = 0;
            if (page.isEmpty()) {
                throw new EventLogException("The journal has no events behind " + position + " any more, though it had "
                        + last + ". Was it cut while it was read? Run the audit again.");
            }
        }
        while (next < page.size() && position < last) {
            position++;
            follower.follow(position, page.get(next));
            next++;
        }
    }
}
