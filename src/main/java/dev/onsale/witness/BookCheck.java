package dev.onsale.witness;

import dev.onsale.events.EventLogException;
import dev.onsale.events.Journals;
import dev.onsale.events.LedgerIdentity.Mark;
import dev.onsale.orders.BookOwner;
import dev.onsale.orders.Bookmark;
import dev.onsale.orders.JournalFit;
import dev.onsale.orders.OrderBook;
import dev.onsale.orders.OrderBookException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether an order book is that of a ledger, and the ledger has all that the book knows. Stateless; blocks on both. */
final class BookCheck {

    private static final String WAYS_ON =
            " Nothing is sold, since seats that look free may be sold already. Bring the right data back,"
                    + " or run `onsale audit --repair` to give the ledger what the book knows, or `onsale audit --accept` to go on"
                    + " without it.";

    /** What a check comes to. */
    sealed interface Verdict {

        /**
         * They belong together.
         *
         * @param isNew whether the book does not say so yet
         */
        record Fits(boolean isNew) implements Verdict {}

        /** One of them cannot be asked now. */
        record Away(String why) implements Verdict {}

        /**
         * They do not.
         *
         * @param isLoss whether it is proved that this ledger has lost events, so that nobody may sell from it; else the book may be the wrong one
         */
        record Wrong(String why, boolean isLoss) implements Verdict {}
    }

    private BookCheck() {}

    /** Checks all of it. */
    static Verdict check(OrderBook book, Journals journals, Mark mark) {
        try {
            return judge(book, journals, mark);
        } catch (OrderBookException | EventLogException e) {
            return new Verdict.Away(String.valueOf(e.getMessage()));
        }
    }

    /**
     * Looks whether a book that was found to belong to the ledger still does: whose it is, and nothing more, since there may be a hundred thousand journals.
     * The projector looks at each of them before it writes.
     */
    static Verdict checkAgain(OrderBook book, Journals journals, Mark mark) {
        try {
            Optional<BookOwner> owner = book.owner();
            if (owner.map(BookOwner::ledger).equals(Optional.of(mark.id()))
                    && owner.map(BookOwner::accepted).equals(Optional.of(mark.accepted()))) {
                return new Verdict.Fits(false);
            }
        } catch (OrderBookException e) {
            return new Verdict.Away(String.valueOf(e.getMessage()));
        }
        return check(book, journals, mark);
    }

    private static Verdict judge(OrderBook book, Journals journals, Mark mark) {
        Optional<BookOwner> owner = book.owner();
        Map<String, Bookmark> bookmarks = book.bookmarks();
        boolean isEmpty = bookmarks.values().stream().allMatch(bookmark -> bookmark.position() == 0);
        if (isEmpty) {
            return new Verdict.Fits(
                    !owner.map(BookOwner::ledger).equals(Optional.of(mark.id()))); // whosever it was, it knows nothing
        }
        if (owner.isEmpty()) {
            return adopt(journals, bookmarks);
        }
        if (mark.id().isEmpty()) {
            return new Verdict.Wrong(
                    "The ledger is empty, but the order book knows its orders (it belongs to the ledger "
                            + owner.get().ledger()
                            + "): it was emptied, restored from an older copy, or is not the one that is meant."
                            + WAYS_ON,
                    false);
        }
        if (!owner.get().ledger().equals(mark.id())) {
            return new Verdict.Wrong(
                    "The order book belongs to another ledger: to "
                            + owner.get().ledger() + ", and this one is "
                            + mark.id()
                            + ". Nothing is sold, since seats that look free may be sold there. Name the right"
                            + " ledger or the right order book. If both are right, `onsale audit --repair` or `--accept`"
                            + " goes on with --other-ledger.",
                    false);
        }
        List<String> wrong = new ArrayList<>();
        String why = misfit(journals, bookmarks, false, wrong);
        if (why == null) {
            return new Verdict.Fits(owner.get().accepted() != mark.accepted());
        }
        if (owner.get().accepted() < mark.accepted() && book.setAside(wrong).isPresent()) {
            return new Verdict.Fits(true); // people have decided to go on without what only such books know
        }
        return new Verdict.Wrong(why, true);
    }

    private static Verdict adopt(Journals journals, Map<String, Bookmark> bookmarks) {
        String why = misfit(journals, bookmarks, true, new ArrayList<>());
        return why == null ? new Verdict.Fits(true) : new Verdict.Wrong(why, false);
    }

    /** Looks at some journals alone; what is wrong, or null. */
    static @Nullable String misfitOf(OrderBook book, Journals journals, Collection<String> names) {
        Map<String, Bookmark> bookmarks = book.bookmarks();
        bookmarks.keySet().retainAll(names);
        return misfit(journals, bookmarks, true, new ArrayList<>());
    }

    /**
     * What is wrong, or null.
     *
     * @param isThorough whether the event that the book has last is looked at in each journal; the projector does that too, before it writes
     * @param wrong the journals that are
     */
    private static @Nullable String misfit(
            Journals journals, Map<String, Bookmark> bookmarks, boolean isThorough, List<String> wrong) {
        String first = null;
        Map<String, Long> ends = journals.ends(bookmarks.keySet());
        for (Map.Entry<String, Bookmark> entry : bookmarks.entrySet()) {
            String name = entry.getKey();
            Bookmark bookmark = entry.getValue();
            long end = ends.getOrDefault(name, 0L);
            String why = bookmark.position() > end
                    ? "is at event " + bookmark.position() + ", but the journal ends at " + end
                    : isThorough && bookmark.position() > 0
                            ? JournalFit.whatIsWrong(journals.journal(name), bookmark)
                            : null;
            if (why != null) {
                wrong.add(name);
                first = first == null
                        ? "The ledger has lost events"
                                + (name.equals(Journals.SOLE) ? "" : " of sale " + name) + ", or is not the one that is"
                                + " meant: the order book " + why + "." + WAYS_ON
                        : first;
            }
        }
        return first;
    }
}
