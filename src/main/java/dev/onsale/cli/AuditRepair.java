package dev.onsale.cli;

import dev.onsale.audit.AuditReport;
import dev.onsale.audit.Fault;
import dev.onsale.audit.Lost;
import dev.onsale.events.Journals;
import dev.onsale.ledger.Command;
import dev.onsale.ledger.Ledger;
import dev.onsale.ledger.Order;
import dev.onsale.ledger.Outcome;
import dev.onsale.repair.JournalReplay;
import dev.onsale.repair.LedgerDesk;
import dev.onsale.repair.Repair;
import dev.onsale.repair.RepairedOrder;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The part of {@code onsale audit --repair} behind the audit.
 *
 * @param data folder of the ledger, where {@code ledger} is null
 * @param ledger its URL, or null
 * @param orders URL of the order book
 * @param password of its user, or null
 * @param isForGood whether anything is changed
 */
record AuditRepair(
        AuditSources sources,
        Path data,
        @Nullable String ledger,
        String orders,
        @Nullable String password,
        boolean isForGood) {

    /** Gives back what the report says was lost, or only says what would become of it. */
    void run(AuditReport report, Journals journals, PrintWriter out) {
        Lost lost = report.lost();
        if (report.faults().containsKey(Fault.JOURNAL_UNREADABLE)) {
            out.println("No repair: the journal cannot be read to its end.");
        } else if (lost.journals().isEmpty()) {
            out.println("Nothing to repair: the ledger has all that the order book has.");
        } else if (isForGood) {
            repair(lost, out);
        } else {
            print(Repair.run(lost, new JournalReplay(journals), InstantSource.system()), out);
            out.println("Nothing was changed. With --yes it is done.");
        }
        out.flush();
    }

    private void repair(Lost lost, PrintWriter out) {
        List<RepairedOrder> repaired;
        try (Ledger opened = sources.ledger().apply(data, ledger)) {
            Function<Command, Outcome> desk = new LedgerDesk(opened);
            repaired = Repair.run(lost, desk, InstantSource.system());
        }
        print(repaired, out);
        Map<Order, String> whyNot = new HashMap<>();
        for (RepairedOrder order : repaired) {
            String why = order.whyNot();
            if (why != null) {
                whyNot.put(order.lost().order(), why);
            }
        }
        sources.beginAnew()
                .beginAnew(
                        orders,
                        password,
                        lost.journals(),
                        whyNot,
                        InstantSource.system().millis());
        out.println(
                "The order book is written anew from the journals by the nodes that are running. What could not be given"
                        + " back is kept in its table lost_orders. Run the audit again.");
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
                isForGood
                        ? "%,d orders were given back, %,d could not be."
                        : "%,d orders would be given back, %,d could not be.",
                repaired.size() - failed,
                failed));
    }
}
