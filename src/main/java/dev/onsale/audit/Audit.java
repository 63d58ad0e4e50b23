package dev.onsale.audit;

import dev.onsale.events.EventLog;
import dev.onsale.events.EventLogException;
import dev.onsale.events.Journals;
import dev.onsale.events.LedgerIdentity;
import dev.onsale.orders.BookOwner;
import dev.onsale.orders.BookSnapshot;
import dev.onsale.orders.Bookmark;
import dev.onsale.orders.OrderBookException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Proves, from the journals alone, that the ledger's laws were kept, and that the order book says the same. It may run beside a live server:
 * it fixes the journal's end when it begins, and compares the book with the journal as it was at the book's own position. Owned by the thread that runs
 * it.
 *
 * <p>The book is looked at twice. A snapshot makes the book's file grow while it is open, so the journal is first read up to about where
 * the book is; then a snapshot is taken, the few events in between are read, and the two are compared.
 */
public final class Audit {

    private final Journals journals;
    private final Supplier<Optional<BookSnapshot>> books;
    private final Progress progress;
    private final Findings findings = new Findings();
    private final JournalAudit audit;

    /** By name. */
    private final Map<String, FollowedJournal> followed = new TreeMap<>();

    private final LedgerIdentity.Mark mark;
    private Lost lost = Lost.NOTHING;

    private final CopyAudit copies;
    private int states;
    private int snapshots;

    /** Where the journal that was read last was before that. */
    private long unreadableAt;

    /** Told how far an audit is. */
    @FunctionalInterface
    public interface Progress {
        /**
         * So many events were looked at, of all journals together.
         *
         * @param events that were looked at
         * @param end how many there will be
         */
        void at(long events, long end);
    }

    private Audit(Journals journals, Supplier<Optional<BookSnapshot>> books, Progress progress) {
        this.journals = journals;
        this.books = books;
        this.progress = progress;
        this.audit = new JournalAudit(findings, new Fingerprints(RandomGenerator.of("SecureRandom")));
        this.copies = new CopyAudit(journals.copies(), audit, findings); // before the journal's end is fixed
        this.mark = journals.identity().read();
        for (String name : journals.names()) {
            follow(name);
        }
    }

    private FollowedJournal follow(String name) {
        return followed.computeIfAbsent(name, added -> new FollowedJournal(added, journals.journal(added)));
    }

    /**
     * Audits a ledger's journals and its order book. Takes about a hundred bytes of memory for each order, and a few bits for
     * each seat and leg.
     *
     * @param books opens the order book as it is now; empty when there is none
     * @param progress told now and then, on the calling thread
     * @throws EventLogException if the journals and their ends cannot be told; what goes wrong later is a finding
     */
    public static AuditReport run(Journals journals, Supplier<Optional<BookSnapshot>> books, Progress progress) {
        return new Audit(journals, books, progress).run();
    }

    /** The same for a ledger with a single journal. */
    public static AuditReport run(EventLog log, Supplier<Optional<BookSnapshot>> books, Progress progress) {
        return run(Journals.sole(log), books, progress);
    }

    private AuditReport run() {
        AuditReport.BookFigures book;
        String stopped = mark.stopped();
        if (stopped != null) {
            findings.in(Journals.SOLE);
            findings.add(Fault.SELLING_STOPPED, 0, () -> "Selling stands still: " + stopped);
        }
        try {
            book = followToBook();
            readBases(Map.of());
            for (FollowedJournal journal : followed.values()) {
                readTo(journal, journal.end());
            }
            findings.in(Journals.SOLE);
            snapshots = copies.finish(position());
            states = new StateAudit(journals, audit, findings, this::followTo).run();
        } catch (EventLogException e) {
            findings.add(Fault.JOURNAL_UNREADABLE, unreadableAt, e::getMessage);
            book = AuditReport.BookFigures.notCompared("the journal cannot be read that far");
        }
        audit.finish();
        return new AuditReport(
                position(),
                audit.sales().stream().map(AuditedSale::figures).toList(),
                findings.counts(),
                findings.kept(),
                book,
                lost,
                states,
                followed.values().stream().mapToLong(FollowedJournal::notKept).sum(),
                snapshots);
    }

    private AuditReport.BookFigures followToBook() {
        try {
            Optional<BookSnapshot> first = books.get();
            if (first.isEmpty()) {
                return AuditReport.BookFigures.notCompared("there is none yet");
            }
            Map<String, Bookmark> bookmarks = new TreeMap<>();
            try (BookSnapshot book = first.get()) {
                followed.keySet().forEach(name -> bookmarks.put(name, book.bookmark(name)));
            }
            readBases(bookmarks);
            for (FollowedJournal journal : followed.values()) {
                Bookmark bookmark = bookmarks.getOrDefault(journal.name(), Bookmark.START);
                readTo(journal, Math.min(journal.end(), bookmark.position()));
            }
            Optional<BookSnapshot> second = books.get();
            if (second.isEmpty()) {
                return AuditReport.BookFigures.notCompared("it was taken away");
            }
            try (BookSnapshot book = second.get()) {
                return compare(book);
            }
        } catch (OrderBookException e) {
            findings.in(Journals.SOLE);
            findings.add(Fault.BOOK_UNREADABLE, position(), e::getMessage);
            return AuditReport.BookFigures.notCompared("it cannot be read");
        }
    }

    private AuditReport.BookFigures compare(BookSnapshot book) {
        long compared = 0;
        String whyNot = null;
        for (FollowedJournal journal : followed.values()) {
            Bookmark bookmark = book.bookmark(journal.name());
            if (journal.isComparedAt(bookmark)) {
                journal.comparedAt(bookmark);
                compared += bookmark.position();
                continue;
            }
            if (bookmark.position() < journal.position()) {
                whyNot = "it is being written anew; run the audit again later";
                continue;
            }
            // A live server may have gone on since this audit began, and the book with it.
            boolean reached = journal.reaches(bookmark.position());
            if (reached) {
                readTo(journal, bookmark.position());
            }
            if (reached && journal.isAt(bookmark)) {
                journal.bookSide(FollowedJournal.BookSide.AT_ITS_POSITION);
                compared += bookmark.position();
            } else {
                readTo(journal, journal.end());
                journal.bookSide(FollowedJournal.BookSide.ASTRAY);
                addAhead(journal, bookmark, reached);
                whyNot = "it is ahead of the journal";
            }
        }
        checkOwner(book);
        lost = BookAudit.compare(book, audit, followed, findings);
        return new AuditReport.BookFigures(compared, compared > 0 ? null : whyNot);
    }

    /** Begins with the state where a journal's first events are kept no longer, once for each. */
    private void readBases(Map<String, Bookmark> bookmarks) {
        for (FollowedJournal journal : followed.values()) {
            if (journal.isTrimmed() && journal.position() == 0) {
                findings.in(journal.name());
                unreadableAt = journal.notKept();
                journal.readBase(
                        bookmarks.getOrDefault(journal.name(), Bookmark.START),
                        events -> events.forEach(event -> audit.load(journal, event)));
                audit.settle(journal);
            }
        }
    }

    private void checkOwner(BookSnapshot book) {
        Optional<BookOwner> owner = book.owner();
        String id = mark.id();
        findings.in(Journals.SOLE);
        if (owner.isPresent() && !owner.get().ledger().equals(id)) {
            findings.add(
                    id.isEmpty() ? Fault.BOOK_AHEAD : Fault.BOOK_OF_OTHER,
                    position(),
                    () -> "The order book belongs to the ledger " + owner.get().ledger() + ", and this one "
                            + (id.isEmpty() ? "has no id: it is empty, or was emptied." : "is " + id + "."));
        }
    }

    private void addAhead(FollowedJournal journal, Bookmark bookmark, boolean reached) {
        findings.in(journal.name());
        findings.add(
                Fault.BOOK_AHEAD,
                journal.position(),
                () -> "The order book is at event " + bookmark.position()
                        + (reached
                                ? ", where it has \"" + bookmark.event() + "\" and the journal has not"
                                : ", but the journal ends at " + journal.end())
                        + ": it lost events, or was restored from an older copy.");
    }

    private void followTo(FollowedJournal journal, long position) {
        if (position < journal.position() || !journal.reaches(position)) {
            throw new EventLogException("The journal " + journal.name() + " was at event " + journal.position()
                    + " and is at " + position + " now: another server took over. Run the audit again.");
        }
        readTo(journal, position);
    }

    private void readTo(FollowedJournal journal, long position) {
        findings.in(journal.name());
        while (journal.position() < position) {
            unreadableAt = journal.position();
            journal.readTowards(
                    Math.min(position, copies.nextBehind(journal.position())),
                    (at, event) -> audit.follow(journal, at, event));
            copies.at(journal.position());
            progress.at(position(), end());
        }
    }

    /** Events of all journals that were looked at. */
    private long position() {
        return followed.values().stream().mapToLong(FollowedJournal::position).sum();
    }

    private long end() {
        return followed.values().stream().mapToLong(FollowedJournal::end).sum();
    }
}
