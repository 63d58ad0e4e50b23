package dev.onsale.orders;

import dev.onsale.events.EventLog;
import dev.onsale.ledger.Event;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether a journal leads to where a book is. Stateless. */
public final class JournalFit {

    private JournalFit() {}

    /** Why it does not; null if it does. What a journal keeps no longer speaks for nothing. */
    public static @Nullable String whatIsWrong(EventLog journal, Bookmark found) {
        if (found.position() == 0) {
            return null;
        }
        long end = journal.end();
        if (found.position() > end) {
            return "is at event " + found.position() + ", but the journal ends at " + end;
        }
        if (found.position() <= journal.begin()) {
            return null;
        }
        List<Event> events = journal.read(found.position() - 1, 1).events();
        return !events.isEmpty() && found.matches(events.getFirst())
                ? null
                : "has \"" + found.event() + "\" at event " + found.position() + ", but the journal has not";
    }
}
