package dev.onsale.audit;

import dev.onsale.config.BookLimits;
import dev.onsale.events.EventLog;
import dev.onsale.ledger.Event;
import dev.onsale.ledger.OrderId;
import dev.onsale.orders.Bookmark;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
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

    /** Where the book is, if it is compared at its position. */
    private long bookPosition;

    private @Nullable Event last;
    private long lastAt;

    /** Position of the last event that is kept no longer; 0 where all are kept. */
    private long begin;

    /** Where the book may be at the earliest to be compared. */
    private long comparedFrom;

    /** What moved in the events that lead from there to the end of the base, and where last; empty where all events are kept. */
    private final Map<OrderId, Long> lastMoves = new HashMap<>();

    private long saleMovedAt;

    /** Begin of the last stretch of time in which the ledger was surely running. */
    private long runningSince;

    /** Fixes the journal's end. */
    FollowedJournal(String name, EventLog log) {
        this.name = name;
        this.log = log;
        this.cursor = new JournalCursor(log);
        this.end = log.end();
        this.begin = log.begin();
    }

    // ---- a journal whose first events are kept no longer ------------------------------------------------------------

    /** Whether the audit has to begin with a base: with the state to which events led that are kept no longer. */
    boolean isTrimmed() {
        return begin > 0;
    }

    /** Events that are kept no longer. */
    long notKept() {
        return begin;
    }

    /**
     * Reads the base. What is read of the state while the ledger goes on may be of a later moment than the rest, so the events of that time are read behind it:
     * each is the whole order, and with the last of them the base is that of one position, where the journal is followed on from.
     *
     * @param bookmark where the order book is: what moved behind that cannot be compared with it unless the journal is followed further
     * @param loader takes in the state, page by page
     */
    void readBase(Bookmark bookmark, Consumer<List<Event>> loader) {
        long reached = log.summarize(loader);
        long to = Math.max(reached, log.end());
        begin = log.begin();
        comparedFrom = Math.max(begin, Math.min(reached, bookmark.position()) - 1);
        cursor.beginBehind(comparedFrom);
        while (cursor.position() < to) {
            readTowards(to, (at, event) -> {
                if (at > reached) {
                    loader.accept(List.of(event));
                }
                if (event instanceof Event.OfOrder moved) {
                    lastMoves.put(moved.order().id(), at);
                } else {
                    saleMovedAt = at;
                }
            });
        }
        runningSince = lastAt; // what was before that is not known
        end = Math.max(end, to);
    }

    /** Whether the book can be compared where it is, although the journal was followed further. */
    boolean isComparedAt(Bookmark bookmark) {
        if (!isTrimmed() || bookmark.position() <= comparedFrom || bookmark.position() >= position()) {
            return false;
        }
        List<Event> there = log.read(bookmark.position() - 1, 1).events();
        return !there.isEmpty() && bookmark.matches(there.getFirst());
    }

    /** Whether an order came into its state behind a position of the base. */
    boolean hasMovedBehind(OrderId order, long bookPosition) {
        return lastMoves.getOrDefault(order, 0L) > bookPosition;
    }

    /** The same of the sale. */
    boolean hasSaleMovedBehind(long bookPosition) {
        return saleMovedAt > bookPosition;
    }

    // ---- as far as it is kept ---------------------------------------------------------------------------------------

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
        bookPosition = position();
    }

    /** The same, of a book that is before the position that was followed to. */
    void comparedAt(Bookmark bookmark) {
        bookSide = BookSide.AT_ITS_POSITION;
        bookPosition = bookmark.position();
    }

    long bookPosition() {
        return bookPosition;
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
