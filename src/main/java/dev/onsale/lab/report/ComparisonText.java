package dev.onsale.lab.report;

import java.util.ArrayList;
import java.util.List;

/** A {@link Comparison} as people read it in a terminal: one table, and below it what to see in it. Stateless. */
public final class ComparisonText {

    private static final int COLUMNS = 100;
    private static final String NONE = "-";

    private ComparisonText() {}

    /** The whole comparison, with a line break behind each line. */
    public static String of(Comparison comparison) {
        StringBuilder text = new StringBuilder();
        text.append(TextTable.wrapped(ComparisonFacts.headline(comparison), COLUMNS, 0));
        text.append(TextTable.wrapped(ComparisonFacts.crowd(comparison), COLUMNS, 0))
                .append(System.lineSeparator());
        // Two lines of head, so that eleven columns stay within the width of a terminal.
        TextTable table = new TextTable("", "", "over", "under", "refunds", "orders", "writes a", "ms", "ms", "ms");
        table.row("deducts by", "sold", "sold", "sold", "due", "a second", "ticket", "p50", "p99", "p99.9");
        for (Comparison.Contender contender : comparison.contenders()) {
            row(table, contender);
        }
        table.print(text);
        text.append(System.lineSeparator());
        int width = comparison.contenders().stream()
                .mapToInt(contender -> contender.name().length())
                .max()
                .orElse(0);
        for (Comparison.Contender contender : comparison.contenders()) {
            text.append(TextTable.wrapped(
                    TextTable.padded(Amounts.plain(contender.name()), width) + "  " + words(contender),
                    COLUMNS,
                    width + 2));
        }
        text.append(System.lineSeparator());
        text.append(TextTable.wrapped(
                ReportFacts.machine(comparison.machine()) + "; " + ComparisonFacts.versions(comparison), COLUMNS, 0));
        return text.toString().replace(Amounts.NO_BREAK, ' ');
    }

    private static String words(Comparison.Contender contender) {
        String remark = ComparisonFacts.remark(contender);
        return Amounts.plain(contender.what()) + (remark.isEmpty() ? "" : " " + remark);
    }

    private static void row(TextTable table, Comparison.Contender contender) {
        Comparison.Figures figures = contender.figures();
        String name = Amounts.plain(contender.name());
        List<String> row = new ArrayList<>(List.of(name));
        row.addAll(
                figures == null
                        ? List.of("not run", NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE)
                        : ComparisonFacts.cells(figures));
        table.row(row.toArray(String[]::new));
    }
}
