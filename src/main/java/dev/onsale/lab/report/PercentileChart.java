package dev.onsale.lab.report;

import dev.onsale.lab.chart.Axis;
import dev.onsale.lab.chart.CurveChart;
import dev.onsale.lab.chart.CurveChart.Join;
import dev.onsale.lab.chart.Tick;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Latency by percentile. Each nine takes as much room across as the one before, so that the slowest answers, the ones that are
 * remembered, are not squeezed into the last pixel. Stateless.
 */
final class PercentileChart {

    private static final double WHOLE = 100;
    private static final int NINES_MAX = 7;
    private static final double HALF_NINE = 0.5;
    private static final String[] LABELS = {"0", "90", "99", "99.9", "99.99", "99.999", "99.9999", "99.99999"};

    private PercentileChart() {}

    /** The chart as SVG, or null where there is nothing to draw. */
    static @Nullable String svg(List<Report.Latency> latencies) {
        List<Report.Latency> drawn = latencies.stream()
                .filter(latency -> latency.count() > 0 && !latency.curve().isEmpty())
                .toList();
        if (drawn.isEmpty()) {
            return null;
        }
        double lowest = micros(drawn).min().orElseThrow();
        double highest = micros(drawn).max().orElseThrow();
        long count = drawn.stream().mapToLong(Report.Latency::count).max().orElseThrow();
        int nines = Math.clamp((int) Math.ceil(Math.log10((double) count)), 1, NINES_MAX);
        CurveChart chart = new CurveChart(
                across(nines),
                "per cent of the answers took no longer",
                Axis.decades(Math.max(1, lowest), Math.max(2, highest), Amounts::time));
        for (int i = 0; i < drawn.size(); i++) {
            Report.Latency latency = drawn.get(i);
            double[] x = latency.curve().stream()
                    .mapToDouble(point -> nines(point.percentile(), latency.count()))
                    .toArray();
            double[] y = latency.curve().stream()
                    .mapToDouble(Report.Percentile::micros)
                    .toArray();
            chart.curve(style(i), Join.LINE, x, y);
        }
        for (int nine = 0; nine <= nines; nine++) {
            chart.hint(
                    Math.max(0, nine - HALF_NINE),
                    Math.min(nines, nine + HALF_NINE),
                    LABELS[nine] + Amounts.NO_BREAK + "%" + hint(drawn, WHOLE - WHOLE * Math.pow(10, -nine)));
        }
        return chart.svg("Latency by percentile for each kind of answer");
    }

    /** The class of the n-th curve in the page's style sheet. */
    static String style(int index) {
        return switch (index) {
            case 0 -> "first";
            case 1 -> "second";
            case 2 -> "third";
            default -> "due";
        };
    }

    private static Axis across(int nines) {
        List<Tick> ticks = new ArrayList<>();
        for (int nine = 0; nine <= nines; nine++) {
            ticks.add(new Tick(nine, LABELS[nine]));
        }
        return new Axis(0, nines, false, ticks);
    }

    /** The slowest answer of all has no nines of its own: it is put where one of so many belongs. */
    private static double nines(double percentile, long count) {
        double slowest = Math.log10((double) count);
        return percentile >= WHOLE ? slowest : Math.min(slowest, -Math.log10(1 - percentile / WHOLE));
    }

    private static String hint(List<Report.Latency> latencies, double percentile) {
        return latencies.stream()
                .map(latency -> "\n" + ReportFacts.words(latency.what()) + " "
                        + latency.curve().stream()
                                .filter(point -> point.percentile() >= percentile - 1e-9)
                                .findFirst()
                                .map(point -> Amounts.time(point.micros()))
                                .orElse("-"))
                .collect(Collectors.joining());
    }

    private static java.util.stream.DoubleStream micros(List<Report.Latency> latencies) {
        return latencies.stream().flatMap(latency -> latency.curve().stream()).mapToDouble(Report.Percentile::micros);
    }
}
