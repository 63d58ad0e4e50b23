package dev.onsale.cli;

import dev.onsale.audit.AuditReport;
import dev.onsale.audit.Fault;
import dev.onsale.audit.Lost;
import dev.onsale.audit.LostOrder;
import dev.onsale.audit.repair.JournalReplay;
import dev.onsale.audit.repair.LedgerDesk;
import dev.onsale.audit.repair.Repair;
import dev.onsale.audit.repair.RepairedOrder;
import dev.onsale.config.BookLimits;
import dev.onsale.events.Journals;
import dev.onsale.events.LedgerIdentity;
import dev.onsale.ledger.Command;
import dev.onsale.ledger.Ledger;
import dev.onsale.ledger.Order;
import dev.onsale.ledger.Outcome;
import dev.onsale.orders.BookAnew;
import dev.onsale.orders.BookOwner;
import dev.onsale.orders.BookSnapshot;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The part of {@code onsale audit --repair} and {@code --accept} behind the audit: gives back what was lost, or gives it up, and lets selling go on.
 *
 * @param data folder of the ledger, where {@code ledger} is null, and of the order book, where {@code orders} is
 * @param ledger its URL, or null
 * @param orders URL of the order book, or null
 * @param password of its user, or null
 */
record AuditRepair(
        AuditSources sources,
        Path data,
        @Nullable String ledger,
        @Nullable String orders,
        @Nullable String password,
        Wish wish) {

    /**
     * What people want.
     *
     * @param isAccept whether to go on without what was lost, and not to give it back
     * @param isOtherLedger whether the book may belong to another ledger
     * @param isForGood whether anything is changed
     */
    record Wish(boolean isAccept, boolean isOtherLedger, boolean isForGood) {}

    private static final String GIVEN_UP = "somebody decided to go on without it";

    /** Gives back, or up, what the report says was lost, or only says what would become of it. */
    void run(AuditReport report, Journals journals, PrintWriter out) {
        if (report.faults().containsKey(Fault.JOURNAL_UNREADABLE)) {
            out.println("Nothing was done: the journal cannot be read to its end.");
        } else if (!wish.isAccept() && report.faults().containsKey(Fault.BOOK_UNREADABLE)) {
            out.println("Nothing was done: the order book cannot be read.");
        } else if (!wish.isOtherLedger() && isOfOther(report)) {
            out.println(
                    "Nothing was done: the order book belongs to another ledger. If it is this ledger's past all the same, say"
                            + " --other-ledger.");
        } else if (wish.isAccept()) {
            accept(report, journals, out);
        } else {
            repair(report, journals, out);
        }
        out.flush();
    }

    private static boolean isOfOther(AuditReport report) {
        return report.faults().containsKey(Fault.BOOK_OF_OTHER);
    }

    private void repair(AuditReport report, Journals journals, PrintWriter out) {
        Lost lost = report.lost();
        if (lost.journals().isEmpty() && !report.faults().containsKey(Fault.SELLING_STOPPED) && !isOfOther(report)) {
            out.println("Nothing to repair: the ledger has all that the order book has.");
            return;
        }
        if (!wish.isForGood()) {
            print(Repair.run(lost, new JournalReplay(journals), InstantSource.system()), out);
            out.println("Nothing was changed. With --yes it is done.");
            return;
        }
        List<RepairedOrder> repaired;
        try (Ledger opened = sources.ledger().apply(data, ledger)) {
            Function<Command, Outcome> desk = new LedgerDesk(opened);
            repaired = Repair.run(lost, desk, InstantSource.system());
        }
        print(repaired, out);
        if (isTooMany(lost)) {
            out.println(
                    "There is more to give back than is done at once, and the order book is left as it is. Repair again.");
            return;
        }
        Map<Order, String> whyNot = new HashMap<>();
        for (RepairedOrder order : repaired) {
            String why = order.whyNot();
            if (why != null) {
                whyNot.put(order.lost().order(), why);
            }
        }
        goOn(lost, whyNot, null, journals, out);
    }

    private void accept(AuditReport report, Journals journals, PrintWriter out) {
        Lost lost = report.lost();
        for (LostOrder order : lost.orders()) {
            out.println("  given up: " + order.sentence());
        }
        out.println(String.format(
                Locale.ROOT,
                wish.isForGood()
                        ? "%,d orders were given up."
                        : "%,d orders would be given up. Nothing was changed. With --yes it is" + " done.",
                lost.orders().size()));
        if (wish.isForGood()) {
            Map<Order, String> whyNot = new HashMap<>();
            lost.orders().forEach(order -> whyNot.put(order.order(), GIVEN_UP));
            goOn(lost, whyNot, isTooMany(lost) ? GIVEN_UP : null, journals, out);
        }
    }

    private static boolean isTooMany(Lost lost) {
        return lost.orders().size() >= BookLimits.AUDIT_LOST_ORDERS_MAX;
    }

    /** The book first: a node that hears that selling goes on looks at the book at once. */
    private void goOn(
            Lost lost, Map<Order, String> whyNot, @Nullable String whyAll, Journals journals, PrintWriter out) {
        LedgerIdentity identity = journals.identity();
        LedgerIdentity.Mark mark = identity.read();
        Optional<BookOwner> owner = owner();
        if (mark.id().isEmpty()) {
            mark = identity.make(owner.map(BookOwner::ledger)
                    .orElseGet(() -> UUID.randomUUID().toString()));
        }
        long now = Math.max(InstantSource.system().millis(), mark.accepted() + 1);
        if (owner.isPresent() || !lost.journals().isEmpty()) {
            String kept = sources.beginAnew()
                    .beginAnew(
                            data,
                            orders,
                            password,
                            new BookAnew(lost.journals(), whyNot, whyAll, new BookOwner(mark.id(), now), now));
            out.println(
                    "The order book is written anew from the journals by the nodes that are running. What could not be given"
                            + " back is kept in " + kept + ".");
        }
        identity.goOn(now);
        out.println("Selling goes on within a second on the nodes that are running. Run the audit again.");
    }

    private Optional<BookOwner> owner() {
        Optional<BookSnapshot> book = orders == null
                ? sources.localBook().apply(data)
                : sources.book().apply(orders, password);
        if (book.isEmpty()) {
            return Optional.empty();
        }
        try (BookSnapshot open = book.get()) {
            return open.owner();
        }
    }

    private void print(List<RepairedOrder> repaired, PrintWriter out) {
        long failed = 0;
        for (RepairedOrder order : repaired) {
            String why = order.whyNot();
            failed += why == null ? 0 : 1;
            out.println((why == null ? "  given back: " : "  NOT REPAIRABLE: ")
                    + order.lost().sentence()
                    + (why == null ? "" : "; " + why));
        }
        out.println(String.format(
                Locale.ROOT,
                wish.isForGood()
                        ? "%,d orders were given back, %,d could not be."
                        : "%,d orders would be given back, %,d could not be.",
                repaired.size() - failed,
                failed));
    }
}
