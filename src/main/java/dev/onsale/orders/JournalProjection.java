package dev.onsale.orders;

import dev.onsale.config.BookLimits;
import dev.onsale.events.EventLog;
import dev.onsale.events.Journals;
import dev.onsale.ledger.Event;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One journal on its way into the order book: how far it is, and what comes next. It goes on where the book stands.
 *
 * <p>A journal that does not lead to where the book stands has lost events, or is another one. The book is then left as it is, since it may be all that is
 * left of some orders: the journal is <em>astray</em>, is followed no further, and nothing is sold until people have seen to it. A journal that is not in a
 * file of this machine may lose events at any time, so there each read begins with the event that the book has last.
 *
 * <p>A journal whose first events are kept no longer is followed from its summary on, where the book does not have them yet. What the summary says may be newer
 * than the position that it gives, and the events behind that are whole orders: read once more, they lead to the same rows.
 *
 * <p>Of the projector's thread, but for what says otherwise.
 */
final class JournalProjection {

    private static final Logger LOG = LoggerFactory.getLogger(JournalProjection.class);

    private final String name;
    private final EventLog journal;
    private final OrderBook book;

    /** What the ledger told last. Written by its thread alone, but for the beginning. */
    private volatile long committed;

    /** How far the book is, or -1 while that is not known. Written by the projector's thread alone. */
    private volatile long position = -1;

    /** Where the book is, while the {@link #position} is known. */
    private Bookmark bookmark = Bookmark.START;

    /** Whether another node writes this journal, as far as this one knows. Written by the projector's thread alone. */
    private volatile boolean isOthers;

    /** Whether the journal does not lead to where the book is. Written by the projector's thread alone. */
    private volatile boolean isAstray;

    /** Of a clock that never goes back: when to say again that it is astray. */
    private long sayAtNanos;

    /** What was read from behind the position and is not written yet. */
    private List<Event> unwritten = List.of();

    /** Of a clock that never goes back: before this there is nothing to do unless the ledger tells of something. */
    private long lookAtNanos;

    private boolean failing;
    private long retryMillis = BookLimits.PROJECTOR_RETRY_MILLIS_MIN;

    /** @param committed position of the last event that is known by now */
    JournalProjection(String name, EventLog journal, OrderBook book, long committed) {
        this.name = name;
        this.journal = journal;
        this.book = book;
        this.committed = committed;
        this.lookAtNanos = System.nanoTime();
        this.sayAtNanos = lookAtNanos;
    }

    /** The ledger has committed up to this position. On the ledger's thread. */
    void committed(long last) {
        committed = last;
    }

    /** What the ledger told last. Any thread. */
    long committed() {
        return committed;
    }

    /** Position of the last event in the book; 0 while that is not known. Any thread. */
    long position() {
        return Math.max(0, position);
    }

    /** Events that are durable but not yet in the book, as far as this process knows; none where another node writes. Any thread. */
    long lag() {
        return isOthers ? 0 : Math.max(0, committed - position());
    }

    /** Whether the journal does not lead to where the book is, and is not followed. Any thread. */
    boolean isAstray() {
        return isAstray;
    }

    /** The journal's name. Any thread. */
    String name() {
        return name;
    }

    /** How long until a look into the journal is due although the ledger told of nothing; negative when it is. */
    long dueInNanos(long nowNanos) {
        return lookAtNanos - nowNanos;
    }

    /** Whether the ledger told of events that are not in the book, and nothing stands in the way of writing them now. */
    boolean isBehind() {
        return position >= 0 && committed > position;
    }

    /** Whether a look into the journal could find something that has to be written before the end. */
    boolean isOpen() {
        return position >= 0;
    }

    /** Whether the last try failed. */
    boolean isFailing() {
        return failing;
    }

    /**
     * Writes one batch, if there is any.
     *
     * @return whether something was written
     * @throws dev.onsale.events.EventLogException if the journal cannot be read
     * @throws OrderBookException if the book cannot be written
     */
    boolean writeNext() {
        if (position < 0 && !findPosition()) {
            succeeded();
            return false;
        }
        if (unwritten.isEmpty()) {
            unwritten = readOn();
            if (unwritten.isEmpty()) {
                succeeded();
                return false;
            }
        }
        int count = Math.min(unwritten.size(), BookLimits.PROJECTOR_BATCH_EVENTS_MAX);
        long reached = position + count;
        book.apply(name, unwritten.subList(0, count), reached);
        bookmark = Bookmark.behind(unwritten.get(count - 1), reached);
        position = reached;
        unwritten = unwritten.subList(count, unwritten.size());
        succeeded();
        return true;
    }

    private List<Event> readOn() {
        if (name.equals(Journals.SOLE) || position == 0) {
            // In a file of this machine's, which changes behind nobody's back.
            return journal.read(position, BookLimits.PROJECTOR_BATCH_EVENTS_MAX).events();
        }
        List<Event> events = journal.read(position - 1, BookLimits.PROJECTOR_BATCH_EVENTS_MAX + 1)
                .events();
        if (events.isEmpty() || !bookmark.matches(events.getFirst())) {
            position = -1; // what to do about it is found out with the position
            return List.of();
        }
        return events.subList(1, events.size());
    }

    private void succeeded() {
        failing = false;
        retryMillis = BookLimits.PROJECTOR_RETRY_MILLIS_MIN;
    }

    /** There was nothing to do; the next look is due in so many nanoseconds. */
    void rest(long nanos) {
        lookAtNanos = System.nanoTime() + nanos;
    }

    /**
     * A try failed. What the book has is for the book to say again, since whether the last transaction was kept is not known.
     *
     * @return milliseconds until the next try, each time twice as many up to {@link BookLimits#PROJECTOR_RETRY_MILLIS_MAX}
     */
    long failed() {
        failing = true;
        position = -1;
        unwritten = List.of();
        long pause = retryMillis;
        retryMillis = Math.min(2 * retryMillis, BookLimits.PROJECTOR_RETRY_MILLIS_MAX);
        rest(TimeUnit.MILLISECONDS.toNanos(pause));
        return pause;
    }

    /** Finds out where the book stands; false if another node writes this journal. */
    private boolean findPosition() {
        unwritten = List.of();
        isOthers = !book.claim(name);
        if (isOthers) {
            isAstray = false;
            return false;
        }
        bookmark = book.bookmark(name);
        if (bookmark.position() < journal.begin()) {
            restate();
        }
        String why = JournalFit.whatIsWrong(journal, bookmark);
        isAstray = why != null;
        if (why != null) {
            sayAstray(why);
            return false;
        }
        position = bookmark.position();
        return true;
    }

    /** Writes what the journal comes to, in place of the events that are kept no longer. */
    private void restate() {
        LOG.info(
                "The first events of {} are kept no longer: the order book is written from the state that they led to.",
                title());
        long reached = journal.summarize(events -> book.write(name, events));
        List<Event> last = journal.read(reached - 1, 1).events();
        if (last.isEmpty()) {
            return; // what is wrong with it is found out next
        }
        Bookmark to = Bookmark.behind(last.getFirst(), reached);
        book.leap(name, bookmark, to);
        bookmark = to;
    }

    private String title() {
        return name.equals(Journals.SOLE) ? "the journal" : "sale " + name;
    }

    private void sayAstray(String why) {
        long now = System.nanoTime();
        if (now - sayAtNanos >= 0) {
            sayAtNanos = now + TimeUnit.SECONDS.toNanos(BookLimits.PROJECTOR_ASTRAY_REMINDER_SECONDS);
            LOG.error(
                    "THE LEDGER HAS LOST EVENTS{}: the order book {}. The book is left as it is, since it knows orders that"
                            + " the ledger does not, and does not follow any further. Run `onsale audit` to see which orders"
                            + " differ, and `onsale audit --repair` to give them back.",
                    name.equals(Journals.SOLE) ? "" : " of sale " + name,
                    why);
        }
    }
}
