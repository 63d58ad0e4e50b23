package dev.onsale.audit;

import dev.onsale.config.BookLimits;
import dev.onsale.ledger.OrderState;
import dev.onsale.sale.Tier;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * An {@link AuditReport} as people read it in a terminal. Its frame is plain ASCII. Names come last in their rows: they may be of any
 * script, and how wide a terminal draws them then moves no column. Stateless.
 */
public final class AuditText {

    private AuditText() {}

    /** The whole report, with a line break behind each line. */
    public static String of(AuditReport report) {
        StringBuilder text = new StringBuilder();
        text.append(String.format(Locale.ROOT, "Audit of %,d events%n%n", report.events()));
        if (report.notKept() > 0) {
            text.append(String.format(
                    Locale.ROOT,
                    "Of these %,d are kept no longer (--keep-events). Looked at was the state that they led to, and each event since.%n%n",
                    report.notKept()));
        }
        stock(text, report);
        orders(text, report);
        checks(text, report);
        findings(text, report);
        lost(text, report.lost());
        text.append(verdict(report)).append(System.lineSeparator());
        return text.toString();
    }

    /** The last line. */
    static String verdict(AuditReport report) {
        if (report.isClean()) {
            return "Clean: nothing was sold twice, lost or left over.";
        }
        if (report.faults().keySet().equals(Set.of(Fault.BOOK_UNREADABLE))) {
            return "NOT COMPARED: the journals are clean, but the order book cannot be read. Mend what is named above and audit again.";
        }
        long count = report.findingCount();
        return String.format(
                Locale.ROOT,
                "NOT CLEAN: %,d finding%s. Keep ledger and order book as they are, and do not sell from them.",
                count,
                count == 1 ? "" : "s");
    }

    private static void stock(StringBuilder text, AuditReport report) {
        Columns columns = new Columns("sale", "tier", "seats", "legs", "held", "paid", "free", "amount paid", "name");
        boolean trains = false;
        long seats = 0;
        long held = 0;
        long paid = 0;
        long free = 0;
        for (AuditReport.SaleFigures sale : report.sales()) {
            for (AuditReport.TierFigures tier : sale.tiers()) {
                seats += tier.tier().capacity();
                held += tier.held();
                paid += tier.paid();
                free += tier.free();
                trains |= tier.legs() > 1;
                columns.row(
                        sale.sale().id(),
                        tier.tier().id(),
                        count(tier.tier().capacity()),
                        count(tier.legs()),
                        count(tier.held()),
                        count(tier.paid()),
                        count(tier.free()),
                        money(tier.amountPaid(), tier.tier()),
                        plain(sale.sale().name() + ", " + tier.tier().name()));
            }
        }
        columns.total("total", "", count(seats), "", count(held), count(paid), count(free), "", "");
        columns.print(text);
        if (trains) {
            text.append(
                    String.format("A seat is held, paid or free on each leg by itself, and counts once for each.%n"));
        }
        text.append(System.lineSeparator());
    }

    private static void orders(StringBuilder text, AuditReport report) {
        List<String> head = new ArrayList<>(List.of("sale", "orders"));
        for (OrderState state : OrderState.values()) {
            head.add(state.word());
        }
        head.add(""); // no names here
        Columns columns = new Columns(head.toArray(String[]::new));
        long[] totals = new long[OrderState.values().length];
        long all = 0;
        for (AuditReport.SaleFigures sale : report.sales()) {
            List<String> row = new ArrayList<>(List.of(sale.sale().id(), count(sale.orderCount())));
            int column = 0;
            for (OrderState state : OrderState.values()) {
                long orders = sale.orders().getOrDefault(state, 0L);
                totals[column++] += orders;
                row.add(count(orders));
            }
            row.add("");
            all += sale.orderCount();
            columns.row(row.toArray(String[]::new));
        }
        List<String> total = new ArrayList<>(List.of("total", count(all)));
        for (long orders : totals) {
            total.add(count(orders));
        }
        total.add("");
        columns.total(total.toArray(String[]::new));
        columns.print(text);
        text.append(System.lineSeparator());
    }

    private static void checks(StringBuilder text, AuditReport report) {
        for (Check check : Check.values()) {
            text.append(String.format("%-24s%s%n", check.title(), result(report, check)));
        }
        text.append(System.lineSeparator());
    }

    private static String result(AuditReport report, Check check) {
        long findings = report.findingsOf(check);
        if (findings > 0) {
            return String.format(Locale.ROOT, "BROKEN, %,d finding%s", findings, findings == 1 ? "" : "s");
        }
        if (check == Check.STATE && report.states() == 0) {
            return report.snapshots() == 0
                    ? "not looked at: there is nothing but events"
                    : "ok, in " + report.snapshots() + (report.snapshots() == 1 ? " snapshot" : " snapshots");
        }
        if (check != Check.BOOK && check != Check.DURABLE) {
            return "ok";
        }
        String whyNot = report.book().whyNot();
        if (whyNot != null) {
            return "not compared" + (check == Check.DURABLE ? " with an order book" : ": " + whyNot);
        }
        if (check == Check.DURABLE) {
            return "ok, the ledger has all that the order book has";
        }
        long behind = report.events() - report.book().position();
        return behind == 0
                ? "ok"
                : String.format(
                        Locale.ROOT,
                        "ok for %,d events; the other %,d are to follow",
                        report.book().position(),
                        behind);
    }

    private static void findings(StringBuilder text, AuditReport report) {
        for (Finding finding : report.findings()) {
            text.append(String.format(
                    Locale.ROOT,
                    "%s, event %,d%s: %s%n",
                    finding.fault().word(),
                    finding.position(),
                    finding.journal().isEmpty() ? "" : " of sale " + plain(finding.journal()),
                    plain(finding.sentence())));
        }
        long silent = report.findingCount()
                - report.findings().size()
                - report.lost().orders().size();
        if (silent > 0) {
            text.append(String.format(Locale.ROOT, "... and %,d more of the same kinds%n", silent));
        }
        if (!report.isClean()) {
            text.append(System.lineSeparator());
        }
    }

    /** Every one of them: somebody was told that they have it. */
    private static void lost(StringBuilder text, Lost lost) {
        if (lost.orders().isEmpty()) {
            return;
        }
        text.append(String.format("Lost by the ledger (`onsale audit --repair` says what can be given back to it):%n"));
        for (LostOrder order : lost.orders()) {
            text.append(String.format("  %s%n", plain(order.sentence())));
        }
        text.append(System.lineSeparator());
    }

    private static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String money(BigInteger minorUnits, Tier tier) {
        int digits = Currency.getAvailableCurrencies().stream()
                .filter(currency -> currency.getCurrencyCode().equals(tier.currency()))
                .mapToInt(Currency::getDefaultFractionDigits)
                .findFirst()
                .orElse(0);
        // A currency without a minor unit, such as gold, says -1.
        return new BigDecimal(minorUnits, Math.max(0, digits)).toPlainString() + " " + plain(tier.currency());
    }

    /** A journal that is not clean may say anything; a terminal shall show it and not obey it. */
    private static String plain(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }

    /** A table: first column and last one to the left, numbers to the right, and no more rows than anybody reads. */
    private static final class Columns {
        private final String[] head;
        private final List<String[]> rows = new ArrayList<>();
        private int unseen;

        Columns(String... head) {
            this.head = head;
            rows.add(head);
        }

        void row(String... cells) {
            if (rows.size() > BookLimits.AUDIT_TABLE_ROWS_MAX) {
                unseen++;
            } else {
                rows.add(cells);
            }
        }

        void total(String... cells) {
            if (unseen > 0) {
                String[] more = new String[head.length];
                java.util.Arrays.fill(more, "");
                more[0] = String.format(Locale.ROOT, "... %,d more", unseen);
                rows.add(more);
            }
            if (rows.size() > 2) {
                rows.add(cells);
            }
        }

        void print(StringBuilder text) {
            int[] widths = new int[head.length];
            for (String[] row : rows) {
                for (int i = 0; i < row.length - 1; i++) {
                    widths[i] = Math.max(widths[i], row[i].length());
                }
            }
            for (String[] row : rows) {
                StringBuilder line = new StringBuilder();
                for (int i = 0; i < row.length - 1; i++) {
                    boolean left = i == 0 || head[i].equals("tier");
                    String padding = " ".repeat(widths[i] - row[i].length());
                    line.append(left ? row[i] + padding : padding + row[i]).append("  ");
                }
                text.append((line + row[row.length - 1]).stripTrailing()).append(System.lineSeparator());
            }
        }
    }
}
