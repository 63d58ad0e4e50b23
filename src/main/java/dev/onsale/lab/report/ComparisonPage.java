package dev.onsale.lab.report;

import dev.onsale.lab.chart.BarChart;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleFunction;
import java.util.function.ToDoubleFunction;

/** A {@link Comparison} as one HTML file that needs nothing else; made like {@link ReportPage}. Stateless. */
public final class ComparisonPage {

    private static final String NONE = "-";

    private ComparisonPage() {}

    /** The whole file, to be written as UTF-8. */
    public static String of(Comparison comparison) {
        Map<String, Object> values = new HashMap<>();
        values.put("startedAt", Amounts.when(comparison.startedAt()));
        values.put("headline", ComparisonFacts.headline(comparison));
        values.put("crowd", ComparisonFacts.crowd(comparison));
        values.put("charts", charts(comparison));
        values.put(
                "rows",
                comparison.contenders().stream().map(ComparisonPage::row).toList());
        values.put("machine", ReportFacts.machine(comparison.machine()));
        values.put("versions", ComparisonFacts.versions(comparison));
        values.put("version", Amounts.plain(comparison.version()));
        values.put("json", ComparisonJson.forScript(comparison));
        return PageTemplate.fill("comparison.html.mustache", values);
    }

    /** Each figure by itself, on a scale of its own: one oversold ticket would not be seen beside a thousand refunds. */
    private static List<Map<String, Object>> charts(Comparison comparison) {
        return List.of(
                chart(
                        comparison,
                        "Oversold",
                        "超卖",
                        "oversold",
                        "Tickets that were promised, and are more than there are.",
                        Comparison.Figures::oversold,
                        Amounts::count),
                chart(
                        comparison,
                        "Undersold",
                        "少卖",
                        "undersold",
                        "Tickets left, although buyers had been told that all is sold.",
                        Comparison.Figures::undersold,
                        Amounts::count),
                chart(
                        comparison,
                        "Refunds due",
                        "待退款",
                        "refunds",
                        "Payments that were taken and got no ticket.",
                        Comparison.Figures::refundsDue,
                        Amounts::count),
                chart(
                        comparison,
                        "Orders a second",
                        "每秒订单",
                        "first",
                        "Answered, yes or no, until everybody had an answer.",
                        Comparison.Figures::ordersPerSecond,
                        Amounts::count),
                chart(
                        comparison,
                        "Latency, p99",
                        "延迟",
                        "first",
                        "99 of 100 orders were answered within this time.",
                        Comparison.Figures::p99Micros,
                        Amounts::time),
                chart(
                        comparison,
                        "Database writes a ticket",
                        "每票写入",
                        "first",
                        "Commits and commands that changed something.",
                        figures -> figures.writesPerTicket() == Comparison.Figures.UNKNOWN
                                ? Double.NaN
                                : figures.writesPerTicket(),
                        writes -> String.format(Locale.ROOT, "%,.2f", writes)));
    }

    private static Map<String, Object> chart(
            Comparison comparison,
            String title,
            String chinese,
            String style,
            String note,
            ToDoubleFunction<Comparison.Figures> value,
            DoubleFunction<String> label) {
        BarChart chart = new BarChart(BarChart.Size.THIRD);
        for (Comparison.Contender contender : comparison.contenders()) {
            Comparison.Figures figures = contender.figures();
            double length = figures == null ? Double.NaN : value.applyAsDouble(figures);
            boolean known = !Double.isNaN(length);
            chart.bar(
                    Amounts.plain(contender.name()),
                    style,
                    known ? length : 0,
                    known ? label.apply(length) : figures == null ? "not run" : "unknown");
        }
        return Map.of(
                "title", title,
                "chinese", chinese,
                "svg", chart.isEmpty() ? false : chart.svg(title + " of each contender"),
                "note", note);
    }

    private static Map<String, Object> row(Comparison.Contender contender) {
        Comparison.Figures figures = contender.figures();
        return Map.of(
                "name",
                Amounts.plain(contender.name()),
                "what",
                Amounts.plain(contender.what()),
                "remark",
                ComparisonFacts.remark(contender),
                "cells",
                figures == null
                        ? List.of("not run", NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE)
                        : ComparisonFacts.cells(figures));
    }
}
