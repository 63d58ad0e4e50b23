package dev.onsale.witness;

import dev.onsale.config.BookLimits;
import dev.onsale.events.EventFeed;
import dev.onsale.events.EventLogException;
import dev.onsale.events.Journals;
import dev.onsale.events.LedgerIdentity;
import dev.onsale.events.LedgerIdentity.Mark;
import dev.onsale.ledger.Event;
import dev.onsale.ledger.Standstill;
import dev.onsale.ledger.Standstill.Witness;
import dev.onsale.orders.BookOwner;
import dev.onsale.orders.OrderBook;
import dev.onsale.orders.OrderBookException;
import dev.onsale.witness.BookCheck.Verdict;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds against each other what the ledger says of itself, what this node was told, and what the order book knows; where the ledger is another one or has lost
 * what it had told, nothing is sold.
 *
 * <p>Three can know. The <em>mark</em> in the ledger: an id that is gone or another one. The <em>feed</em>: events that this node was told and that are not there
 * any more. The <em>order book</em>, where it is the ledger's own and is ahead of it. Whoever finds that this very ledger has lost events writes so
 * into its mark, and all nodes read that. It is taken back by people alone, with a repair or on purpose. A book of another ledger stops only the nodes that
 * have it. A book that cannot be asked is no witness against the ledger; it is asked as soon as it is there.
 *
 * <p>Any thread. Two threads of its own ask: one the ledger, one the book, since a database that is away takes its time to say so.
 */
public final class LedgerWitness implements EventFeed.Listener, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LedgerWitness.class);

    private static final long BOOK_NANOS = TimeUnit.SECONDS.toNanos(BookLimits.WITNESS_BOOK_SECONDS);

    private static final String NOT_ASKED = "The ledger has not been asked yet whether it is the one of before.";

    private final Journals journals;
    private final LedgerIdentity identity;
    private final OrderBook book;
    private final Standstill standstill;
    private final Thread ledgerThread = new Thread(this::watchLedger, "ledger-witness");
    private final Thread bookThread = new Thread(this::watchBook, "book-witness");
    private volatile Supplier<Collection<String>> astray = List::of;
    private volatile boolean closing;

    /** Whether the book is known to be the ledger's. */
    private volatile boolean isBookOurs;

    /** What the ledger said last; null before it has said anything. */
    private volatile @Nullable Mark mark;

    /** Id of the ledger, once it has said so. */
    private volatile String known = "";

    /** The last decision of people that this node knows of. Guarded by this, like what follows. */
    private long accepted;

    /** What this ledger has lost, in a sentence, or null. */
    private @Nullable String lost;

    private LedgerWitness(Journals journals, OrderBook book, Standstill standstill) {
        this.journals = journals;
        this.identity = journals.identity();
        this.book = book;
        this.standstill = standstill;
        ledgerThread.setDaemon(true);
        bookThread.setDaemon(true);
    }

    /**
     * Asks both for the first time, and begins to watch. Nothing is sold while the ledger cannot be asked.
     *
     * @param journals of the ledger, for this alone; whoever opened them closes them
     * @throws OrderBookException if nothing may be sold from this ledger; the message says what to do
     */
    public static LedgerWitness start(Journals journals, OrderBook book, Standstill standstill) {
        LedgerWitness witness = new LedgerWitness(journals, book, standstill);
        standstill.say(Witness.LEDGER, NOT_ASKED);
        witness.begin(true);
        witness.ledgerThread.start();
        witness.bookThread.start();
        return witness;
    }

    /** Also asks for the journals that do not lead to where the book stands; as {@link dev.onsale.orders.OrderProjector#astrayJournals}. */
    public void watch(Supplier<Collection<String>> astrayJournals) {
        astray = astrayJournals;
    }

    /** Whether the order book is known to be the ledger's, so that it may be written. */
    public boolean mayWriteBook() {
        return isBookOurs;
    }

    // ---- the feed --------------------------------------------------------------------------------------------------

    @Override
    public void committed(String journal, List<Event> events, long position) {}

    @Override
    public void cut(String journal) {
        hasLost("The ledger has lost events of sale " + journal
                + " that this node was told. Nothing is sold, since seats that look"
                + " free may be sold already. Run `onsale audit --repair` with the order book to give the lost orders back, or"
                + " `onsale audit --accept` to go on without them.");
    }

    private void hasLost(String sentence) {
        synchronized (this) {
            lost = lost == null ? sentence : lost;
        }
        say(Witness.FEED, sentence);
        LockSupport.unpark(ledgerThread); // which tells the others
    }

    // ---- the ledger ------------------------------------------------------------------------------------------------

    private void watchLedger() {
        while (!closing) {
            try {
                if (mark == null) {
                    begin(false);
                } else {
                    judge(identity.read());
                }
            } catch (EventLogException e) {
                LOG.debug("The ledger could not be asked for its id", e); // the ledger itself says that it is away
            } catch (OrderBookException e) {
                say(Witness.LEDGER, String.valueOf(e.getMessage()));
            }
            LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(BookLimits.WITNESS_LOOK_MILLIS));
        }
    }

    /** The first look at both. Throws if nothing may be sold; a ledger that is away is asked again later. */
    private void begin(boolean isStart) {
        Mark first;
        Verdict verdict;
        try {
            first = identity.read();
            if (first.stopped() != null) {
                throw new OrderBookException(first.stopped());
            }
            verdict = BookCheck.check(book, journals, first);
            if (verdict instanceof Verdict.Wrong(String why, boolean isLoss)) {
                if (isLoss) {
                    identity.stop(first.id(), why); // the other nodes sell from it too
                }
                throw new OrderBookException(why);
            }
            if (first.id().isEmpty()) {
                first = identity.make(UUID.randomUUID().toString());
            }
        } catch (EventLogException e) {
            if (isStart) {
                LOG.debug("The ledger could not be asked for its id", e);
                return;
            }
            throw e;
        }
        synchronized (this) {
            accepted = first.accepted();
            known = first.id();
        }
        if (verdict instanceof Verdict.Fits(boolean isNew)) {
            ours(first, isNew);
        }
        mark = first;
        if (standstill.say(Witness.LEDGER, null) && !isStart) {
            LOG.info("The ledger says that it is {}.", first.id());
        }
    }

    private void judge(Mark now) {
        if (isAcceptedAnew(now)) {
            lookAnew(); // what the node remembers is of before
        }
        synchronized (this) {
            if (now.accepted() > accepted) {
                LOG.info("Selling goes on with the ledger as it is: somebody has decided so.");
                accepted = now.accepted();
                lost = null;
                known = now.id();
                isBookOurs = false; // looked at anew
                LockSupport.unpark(bookThread);
            }
        }
        mark = now;
        say(Witness.LEDGER, whyNot(now));
        say(Witness.FEED, lostNow());
    }

    private synchronized boolean isAcceptedAnew(Mark now) {
        return now.accepted() > accepted;
    }

    private void lookAnew() {
        CountDownLatch done = new CountDownLatch(1);
        standstill.lookAnew(done::countDown);
        try {
            // A ledger that is away by now looks when it is back, and is busy until then.
            boolean isDone = done.await(BookLimits.WITNESS_RENEW_MILLIS_MAX, TimeUnit.MILLISECONDS);
            LOG.debug("What the node remembers was held against the ledger: {}", isDone);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized @Nullable String lostNow() {
        return lost;
    }

    private @Nullable String whyNot(Mark now) {
        if (now.stopped() != null) {
            return now.stopped();
        }
        String gone = lostNow();
        if (now.id().equals(known)) {
            if (gone != null) {
                identity.stop(known, gone);
            }
            return gone;
        }
        if (now.id().isEmpty()) {
            String why = "The ledger was emptied while this node was selling from it (it was " + known
                    + "). Nothing is sold,"
                    + " since seats that look free may be sold already. Bring its data back, or run `onsale audit --repair`"
                    + " with the order book to give the lost orders back, or `onsale audit --accept` to go on without them.";
            identity.stop(known, why);
            return why;
        }
        return "Redis has another ledger by now: " + now.id() + ", and this node has sold from " + known
                + ". Nothing is sold. Name the right one, or start the node again if this is the right one.";
    }

    // ---- the order book --------------------------------------------------------------------------------------------

    private void watchBook() {
        long checkedNanos = System.nanoTime();
        while (!closing) {
            LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(BookLimits.WITNESS_LOOK_MILLIS));
            Mark now = mark;
            if (now == null || closing || !now.id().equals(known)) {
                continue;
            }
            try {
                if (!isBookOurs) {
                    checkedNanos = System.nanoTime();
                    judge(BookCheck.check(book, journals, now), now);
                } else if (System.nanoTime() - checkedNanos > BOOK_NANOS) {
                    checkedNanos = System.nanoTime();
                    judge(BookCheck.checkAgain(book, journals, now), now);
                } else {
                    lookForLoss(astray.get());
                }
            } catch (EventLogException | OrderBookException e) {
                LOG.debug("The order book could not be held against the ledger", e);
            }
        }
    }

    private void judge(Verdict verdict, Mark now) {
        switch (verdict) {
            case Verdict.Away(String why) -> {}
            case Verdict.Fits(boolean isNew) -> {
                ours(now, isNew);
                say(Witness.BOOK, null);
            }
            case Verdict.Wrong(String why, boolean isLoss) -> {
                isBookOurs = false;
                if (isLoss) {
                    hasLost(why);
                    say(Witness.BOOK, null);
                } else {
                    say(Witness.BOOK, why);
                }
            }
        }
    }

    /** What the projector has met may have been repaired since. */
    private void lookForLoss(Collection<String> names) {
        if (!names.isEmpty() && lostNow() == null) {
            String why = BookCheck.misfitOf(book, journals, names);
            if (why != null) {
                hasLost(why);
            }
        }
    }

    private void ours(Mark now, boolean isNew) {
        try {
            if (isNew && !now.id().isEmpty()) {
                book.belongTo(new BookOwner(now.id(), now.accepted()));
            }
            isBookOurs = true;
        } catch (OrderBookException e) {
            LOG.debug("The order book could not be told whose it is; it is told later", e);
        }
    }

    private void say(Witness witness, @Nullable String why) {
        if (standstill.say(witness, why)) {
            if (why != null) {
                LOG.error("SELLING STANDS STILL: {}", why);
            } else if (!standstill.standsStill()) {
                LOG.info("Selling goes on.");
            }
        }
    }

    /** Ends the watch; bounded by what a database takes to answer. */
    @Override
    public void close() {
        closing = true;
        try {
            for (Thread thread : List.of(ledgerThread, bookThread)) {
                LockSupport.unpark(thread);
                thread.join(BookLimits.WITNESS_CLOSE_MILLIS_MAX);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
