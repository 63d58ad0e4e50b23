package dev.onsale.audit;

import dev.onsale.config.BookLimits;
import dev.onsale.events.EventLog;
import dev.onsale.ledger.Event;
import dev.onsale.orders.Bookmark;
import org.jspecify.annotations.Nullable;

/** One journal on its way through an audit: how far it was read, when its ledger ran, and how the order book stands to it. Owned by the audit's thread. */
final class FollowedJournal {

    /** How the order book's rows of a journal are to be compared. */
    enum BookSide {
        /** Not at all: the book has none of it, or is changing too quickly. */
        NOT_COMPARED,
        /** Row for row, at the book's own position. */
        AT_ITS_POSITION,
        /** The journal does not lead to where the book is: what the book knows and the ledger does not is lost. */
        ASTRAY
    }

    private final String name;
    private final EventLog log;
    private final JournalCursor cursor;
    private long end;
    private BookSide bookSide = BookSide.NOT_COMPARED;
    private @Nullable Event last;
    private long lastAt;

    /** Begin of the last stretch of time in which the ledger was surely running. */
    private long runningSince;

    /** Fixes the journal's end. */
    FollowedJournal(String name, EventLog log) {
        this.name = name;
        this.log = log;
        this.cursor = new JournalCursor(log);
        this.end = log.end();
    }

    String name() {
        return name;
    }

    /** Position of the last event that was looked at, or 0. */
    long position() {
        return cursor.position();
    }

    /** Position of the last event that will be. */
    long end() {
        return end;
    }

    /** Takes in what came since the end was fixed, as far as {@code position}; whether the journal goes so far by now. */
    boolean reaches(long position) {
        if (position > end) {
            long now = log.end();
            end = Math.min(Math.max(end, now), position);
        }
        return position <= end;
    }

    BookSide bookSide() {
        return bookSide;
    }

    void bookSide(BookSide side) {
        bookSide = side;
    }

    /** Looks at what lies up to {@code position}, but no more than about one page. */
    void readTowards(long position, JournalCursor.Follower follower) {
        cursor.readTowards(position, (at, event) -> {
            if (event.at() - lastAt >= BookLimits.AUDIT_STOPPED_MILLIS_MIN) {
                runningSince = event.at();
            }
            lastAt = Math.max(lastAt, event.at());
            last = event;
            follower.follow(at, event);
        });
    }

    /** Whether the event that was looked at last is the one that the book has at its position. */
    boolean isAt(Bookmark bookmark) {
        Event event = last;
        return bookmark.position() == cursor.position()
                && (event == null ? bookmark.position() == 0 : bookmark.matches(event));
    }

    /** Milliseconds since 1970 of the latest event. */
    long lastAt() {
        return lastAt;
    }

    /** Whether a deadline was left behind for so long that its order was forgotten. */
    boolean isOverdue(long deadline) {
        return deadline < lastAt // also keeps the sum from wrapping around
                && Math.max(deadline, runningSince) + BookLimits.AUDIT_OVERDUE_MILLIS_MAX < lastAt;
    }
}
