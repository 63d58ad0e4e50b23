package dev.onsale.orders;

import dev.onsale.config.BookLimits;
import dev.onsale.events.EventFeed;
import dev.onsale.events.EventLogException;
import dev.onsale.events.Journals;
import dev.onsale.ledger.Event;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the order book from the events, on a thread of its own, and never in the path of an answer.
 *
 * <p>It asks each journal for what lies behind the book's position and writes that in one transaction with the new position; so it
 * goes on after a crash exactly where the book stands. The feed only wakes it: a signal that is lost costs a second, no order.
 * When the book cannot be written it says so and tries again, ever less often; the ledger goes on selling meanwhile. Where several nodes
 * have one book, each journal is written by one of them, and by another when that one is gone.
 *
 * <p>The public methods are for any thread. {@link #close} ends the thread; close the ledger before, so that the book ends where the
 * journal ends, and the journals and the book after.
 */
public final class OrderProjector implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OrderProjector.class);

    /** Told how far the book is; for those who keep a journal no longer than it is needed. */
    @FunctionalInterface
    public interface Listener {
        /**
         * The events of a journal up to a position are in the book for good. On the projector's thread; short, and without an
         * exception.
         */
        void written(String journal, long position);
    }

    private final Journals journals;
    private final OrderBook book;
    private final Listener listener;
    private final BooleanSupplier mayWrite;
    private final int pollMillis;
    private final Thread thread;

    /** By the journal's name. Added to by any thread; all else is the projector's. */
    private final ConcurrentMap<String, JournalProjection> projections = new ConcurrentHashMap<>();

    /** Counts tries that failed. */
    private final AtomicLong failures = new AtomicLong();

    /** Counts transactions that wrote the book. */
    private final AtomicLong writes = new AtomicLong();

    /** Whether the thread sleeps until there is something to do; a signal is worth its cost only then. */
    private volatile boolean idle;

    /** When to ask for journals that nobody told of. Of the projector's thread alone. */
    private long namesAtNanos;

    private final OverJournals over;

    /** When to look for sales that are over and not finished. Of the projector's thread alone. */
    private long overAtNanos = System.nanoTime();

    /** What was said last of a try that failed, and when to say it again. Of the projector's thread alone. */
    private String said = "";

    private long sayAtNanos;

    private volatile boolean closing;
    private volatile long closeByNanos;

    private OrderProjector(
            Journals journals, OrderBook book, Listener listener, BooleanSupplier mayWrite, int pollMillis) {
        this.journals = journals;
        this.book = book;
        this.listener = listener;
        this.mayWrite = mayWrite;
        this.pollMillis = pollMillis;
        this.over = new OverJournals(journals, book);
        lookForJournals();
        this.thread = new Thread(this::run, "order-projector");
        thread.setDaemon(true);
    }

    /**
     * Starts a projector, which goes on where the book stands.
     *
     * @param book for the projector's thread alone from now on, but for {@link OrderBook#list}
     */
    public static OrderProjector start(Journals journals, EventFeed feed, OrderBook book) {
        return start(journals, feed, book, (journal, position) -> {});
    }

    /** The same, with somebody who is told of each batch that was written. */
    public static OrderProjector start(Journals journals, EventFeed feed, OrderBook book, Listener listener) {
        return start(journals, feed, book, listener, () -> true);
    }

    /**
     * The same, which writes only while it may.
     *
     * @param mayWrite whether it is known that this is the ledger's own book; any thread
     */
    public static OrderProjector start(
            Journals journals, EventFeed feed, OrderBook book, Listener listener, BooleanSupplier mayWrite) {
        return start(journals, feed, book, listener, mayWrite, BookLimits.PROJECTOR_POLL_MILLIS);
    }

    /** The same, with a poll of its own, so that a test can tell a signal from a poll. */
    static OrderProjector start(Journals journals, EventFeed feed, OrderBook book, Listener listener, int pollMillis) {
        return start(journals, feed, book, listener, () -> true, pollMillis);
    }

    private static OrderProjector start(
            Journals journals,
            EventFeed feed,
            OrderBook book,
            Listener listener,
            BooleanSupplier mayWrite,
            int pollMillis) {
        OrderProjector projector = new OrderProjector(journals, book, listener, mayWrite, pollMillis);
        feed.onCommit(projector::committed);
        projector.thread.start();
        return projector;
    }

    /** Events that are durable but not yet in the book, as far as this process knows. */
    public long lag() {
        return projections.values().stream().mapToLong(JournalProjection::lag).sum();
    }

    /** Events that are in the book of the journals that this process writes; 0 until the book was first looked at. */
    public long position() {
        return projections.values().stream()
                .mapToLong(JournalProjection::position)
                .sum();
    }

    /** Journals that do not lead to where the book stands, so that it does not follow them until somebody repairs it. */
    public long astray() {
        return projections.values().stream().filter(JournalProjection::isAstray).count();
    }

    /** Their names. */
    public List<String> astrayJournals() {
        return projections.values().stream()
                .filter(JournalProjection::isAstray)
                .map(JournalProjection::name)
                .toList();
    }

    /** How often reading a journal or writing the book has failed since the start. */
    public long failures() {
        return failures.get();
    }

    /** How many transactions have written the book since the start. */
    public long writes() {
        return writes.get();
    }

    /** On the ledger's thread: leaves word, and wakes the projector if it sleeps. */
    private void committed(String journal, List<Event> events, long last) {
        projection(journal, 0).committed(last);
        if (idle) {
            LockSupport.unpark(thread);
        }
    }

    private JournalProjection projection(String journal, long committed) {
        JournalProjection known = projections.get(journal);
        return known != null
                ? known
                : projections.computeIfAbsent(
                        journal, name -> new JournalProjection(name, journals.journal(name), book, committed));
    }

    /**
     * Writes what the journal still has, for at most {@link BookLimits#PROJECTOR_CLOSE_MILLIS_MAX}, and ends. What is left is written after the
     * next start.
     */
    @Override
    public void close() {
        closeByNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(BookLimits.PROJECTOR_CLOSE_MILLIS_MAX);
        closing = true;
        LockSupport.unpark(thread);
        try {
            // A write that waits for another program's lock is let finish.
            thread.join(BookLimits.PROJECTOR_CLOSE_MILLIS_MAX + 2L * BookLimits.BOOK_BUSY_MILLIS_MAX);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            LOG.warn("The order book's disk does not answer. The book is {} events behind.", lag());
        }
    }

    private void run() {
        ProjectorPace pace = new ProjectorPace(committed(), System.nanoTime());
        while (!closing || System.nanoTime() - closeByNanos < 0) {
            // Asked before the journals are: what was committed in between would be missed otherwise.
            boolean isLastLook = closing;
            long begun = System.nanoTime();
            if (begun - namesAtNanos >= 0) {
                lookForJournals();
            }
            if (begun - overAtNanos >= 0 && !closing && mayWrite.getAsBoolean()) {
                lookForUnfinished(begun);
            }
            if (writeRound(isLastLook, begun)) {
                long now = System.nanoTime();
                rest(pace.restNanos(committed(), now, now - begun));
            } else if (isLastLook && projections.values().stream().noneMatch(JournalProjection::isFailing)) {
                return;
            } else {
                awaitSignal();
            }
        }
        LOG.warn("Stopped with the order book {} events behind; the next start goes on from there.", lag());
    }

    /** What the ledger told of, in all journals. */
    private long committed() {
        return projections.values().stream()
                .mapToLong(JournalProjection::committed)
                .sum();
    }

    /** Asks which journals there are, and how far they are, so that the lag is told from the beginning. */
    private void lookForJournals() {
        int polls = Math.min(rounds(), BookLimits.PROJECTOR_NAMES_POLLS_MAX);
        namesAtNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos((long) pollMillis * polls);
        try {
            List<String> fresh = journals.open().stream()
                    .filter(name -> !projections.containsKey(name))
                    .toList();
            Map<String, Long> ends =
                    fresh.size() <= BookLimits.PROJECTOR_ENDS_ASKED_MAX ? journals.ends(fresh) : Map.of();
            fresh.forEach(name -> projection(name, ends.getOrDefault(name, 0L)));
        } catch (EventLogException e) {
            failures.incrementAndGet();
            LOG.warn("{} The order book follows what it knows of.", e.getMessage());
        }
    }

    /** Looks at some of the sales that are over. */
    private void lookForUnfinished(long nowNanos) {
        long pauseMillis = pollMillis;
        try {
            over.nextUnfinished().forEach(this::projection);
            pauseMillis = over.isThrough() ? BookLimits.PROJECTOR_OVER_MILLIS : pollMillis;
        } catch (OrderBookException | EventLogException e) {
            failures.incrementAndGet();
            pauseMillis = BookLimits.PROJECTOR_RETRY_MILLIS_MAX;
            say(String.valueOf(e.getMessage()), pauseMillis);
        }
        overAtNanos = nowNanos + TimeUnit.MILLISECONDS.toNanos(pauseMillis);
    }

    /** How many polls it takes until each journal was looked at. */
    private int rounds() {
        return 1 + projections.size() / BookLimits.PROJECTOR_POLL_JOURNALS_MAX;
    }

    /**
     * Writes the next batch of each journal that the ledger told of, and of some of the others, which may have one that nobody told of; whether there was
     * any. Of 100,000 journals it would take minutes to look into all before those are written that sell.
     */
    private boolean writeRound(boolean isLastLook, long nowNanos) {
        boolean wrote = false;
        int looks = 0;
        if (!mayWrite.getAsBoolean()) {
            return false;
        }
        for (JournalProjection projection : projections.values()) {
            if (closing && System.nanoTime() - closeByNanos >= 0) {
                return false;
            }
            boolean isTold = projection.isBehind() || (isLastLook && projection.isOpen());
            boolean isDue =
                    !isTold && projection.dueInNanos(nowNanos) <= 0 && looks++ < BookLimits.PROJECTOR_POLL_JOURNALS_MAX;
            if (isTold || isDue) {
                wrote |= write(projection);
            }
        }
        return wrote;
    }

    private boolean write(JournalProjection projection) {
        try {
            if (projection.writeNext()) {
                writes.incrementAndGet();
                listener.written(projection.name(), projection.position());
                return true;
            }
            // The more journals, the more seldom each is looked at for what nobody told of.
            projection.rest(TimeUnit.MILLISECONDS.toNanos((long) pollMillis * rounds()));
        } catch (OrderBookException | EventLogException e) {
            failures.incrementAndGet();
            say(String.valueOf(e.getMessage()), projection.failed());
        }
        return false;
    }

    /** Says why a try failed. What fails one journal mostly fails them all, and there may be thousands: the same is said once. */
    private void say(String why, long pauseMillis) {
        long now = System.nanoTime();
        if (!why.equals(said) || now - sayAtNanos >= 0) {
            said = why;
            sayAtNanos = now + TimeUnit.MILLISECONDS.toNanos(BookLimits.PROJECTOR_RETRY_MILLIS_MAX);
            LOG.warn(
                    "{} The order book is {} events behind, and is tried again in {} ms; tickets are sold all the same.",
                    why,
                    lag(),
                    pauseMillis);
        }
    }

    private void awaitSignal() {
        idle = true;
        // Looked at after idle is seen: a commit before that is here already, a later one wakes. A journal that
        // cannot be read as far as the ledger told is asked again after a short rest.
        long now = System.nanoTime();
        long nanos = TimeUnit.MILLISECONDS.toNanos(pollMillis);
        boolean isBehind = false;
        boolean isFailing = false;
        for (JournalProjection projection : projections.values()) {
            nanos = Math.min(nanos, projection.dueInNanos(now));
            isBehind |= projection.isBehind();
            isFailing |= projection.isFailing();
        }
        if (isBehind) {
            nanos = Math.min(nanos, TimeUnit.MILLISECONDS.toNanos(BookLimits.PROJECTOR_REST_MILLIS_MIN));
        }
        if (closing) {
            // What cannot be written is tried until the end; what can be was looked at just before this.
            nanos = isFailing ? Math.min(nanos, closeByNanos - now) : 0;
        }
        if (nanos > 0) {
            LockSupport.parkNanos(this, nanos);
        }
        idle = false;
    }

    /** Leaves the core to others; not while the server waits for the end. */
    private void rest(long nanos) {
        long until = System.nanoTime() + nanos;
        long left = nanos;
        while (left > 0 && !closing) {
            LockSupport.parkNanos(this, left);
            left = until - System.nanoTime();
        }
    }
}
