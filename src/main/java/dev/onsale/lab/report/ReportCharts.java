package dev.onsale.lab.report;

import dev.onsale.lab.chart.Axis;
import dev.onsale.lab.chart.BarChart;
import dev.onsale.lab.chart.CurveChart;
import dev.onsale.lab.chart.CurveChart.Join;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The charts of a {@link Report}, each as SVG, or null where there is nothing to draw. Not for many threads. */
final class ReportCharts {

    private static final int TICKS_ACROSS = 6;
    private static final int TICKS_UP = 4;

    /** From so many seconds on, time is written as minutes and seconds. */
    private static final int MINUTES_FROM_SECONDS = 180;

    /** A second with more arrivals than so many times the most answers leaves the chart, or nothing else could be seen in it. */
    private static final double BEYOND_TIMES = 2;

    /**
     * How high the stacked stock reaches at some place: sold tickets, those that are held upon them, and the free ones on top.
     *
     * @param sold or {@link Double#NaN} where it is not known; likewise the others
     */
    private record Level(double place, double sold, double held, double free) {

        static Level opening(int tickets, Stretch first) {
            return first.stockIsKnown()
                    ? new Level(first.from(), 0, 0, tickets)
                    : new Level(first.from(), Double.NaN, Double.NaN, Double.NaN);
        }

        static Level of(Stretch stretch) {
            if (!stretch.stockIsKnown()) {
                return new Level(stretch.to(), Double.NaN, Double.NaN, Double.NaN);
            }
            double sold = stretch.stock().sold();
            double held = sold + stretch.stock().held();
            return new Level(stretch.to(), sold, held, held + stretch.stock().free());
        }
    }

    private final Report report;
    private final List<Stretch> stretches;
    private final boolean minutes;
    private final double[] middles;

    ReportCharts(Report report) {
        this.report = report;
        this.stretches = Stretch.of(report.timeline());
        this.minutes = !stretches.isEmpty() && stretches.getLast().to() > MINUTES_FROM_SECONDS;
        this.middles = values(Stretch::middle);
    }

    /** How long answers took, second by second. */
    @Nullable
    String latency() {
        double lowest = stretches.stream()
                .mapToDouble(Stretch::p50Micros)
                .filter(micros -> micros > 0)
                .min()
                .orElse(Double.NaN);
        if (Double.isNaN(lowest)) {
            return null;
        }
        double highest = stretches.stream()
                .mapToDouble(Stretch::maxMicros)
                .filter(micros -> micros > 0)
                .max()
                .orElse(lowest);
        CurveChart chart = new CurveChart(time(), timeTitle(), Axis.decades(lowest, highest, Amounts::time))
                .curve("longest", Join.LINE, middles, values(Stretch::maxMicros))
                .curve("second", Join.LINE, middles, values(Stretch::p99Micros))
                .curve("first", Join.LINE, middles, values(Stretch::p50Micros));
        for (Stretch stretch : stretches) {
            hint(
                    chart,
                    stretch,
                    Double.isNaN(stretch.p50Micros())
                            ? "no answers"
                            : "p50 " + Amounts.time(stretch.p50Micros()) + "\np99 "
                                    + Amounts.time(stretch.p99Micros()) + "\nmax "
                                    + Amounts.time(stretch.maxMicros()));
        }
        return marked(chart).svg("Latency in each second: median, 99th percentile and maximum");
    }

    /** Buyers who arrived against requests that were answered. */
    @Nullable
    String throughput() {
        if (stretches.isEmpty()) {
            return null;
        }
        CurveChart chart =
                new CurveChart(time(), timeTitle(), Axis.fromZero(throughputTop(), TICKS_UP, Amounts::count));
        double[] starts = new double[stretches.size() + 1];
        double[] due = new double[starts.length];
        double[] answered = new double[starts.length];
        for (int i = 0; i < stretches.size(); i++) {
            Stretch stretch = stretches.get(i);
            starts[i] = stretch.from();
            due[i] = perSecond(stretch.due(), stretch);
            answered[i] = perSecond(stretch.answered(), stretch);
            hint(
                    chart,
                    stretch,
                    "due " + Amounts.count(due[i]) + " a second\nanswered " + Amounts.count(answered[i])
                            + " a second\norders " + Amounts.count(stretch.placed()) + "\nsold out "
                            + Amounts.count(stretch.soldOut()) + "\npaid " + Amounts.count(stretch.paid()));
        }
        // A step ends where its stretch does.
        starts[stretches.size()] = stretches.getLast().to();
        due[stretches.size()] = due[stretches.size() - 1];
        answered[stretches.size()] = answered[stretches.size() - 1];
        return marked(chart)
                .area("due", Join.STEPS, starts, due)
                .curve("first", Join.STEPS, starts, answered)
                .svg("Buyers who arrived in each second, and requests that were answered in it");
    }

    /** What the throughput chart leaves out, in a sentence, or null if nothing. */
    @Nullable
    String beyond() {
        double top = throughputTop();
        double most = most(Stretch::due);
        return most > top
                ? "The chart ends at "
                        + Amounts.count(
                                Axis.fromZero(top, TICKS_UP, Amounts::count).to()) + " a second; up to "
                        + Amounts.count(most) + " buyers a second were due."
                : null;
    }

    /** Sold, held and free tickets upon each other. */
    @Nullable
    String stock() {
        if (stretches.stream().noneMatch(Stretch::stockIsKnown)) {
            return null;
        }
        // The sale was opened for the rehearsal: before the first second all is free.
        List<Level> levels = Stream.concat(
                        Stream.of(Level.opening(report.rush().tickets(), stretches.getFirst())),
                        stretches.stream().map(Level::of))
                .toList();
        double[] places = levels.stream().mapToDouble(Level::place).toArray();
        double[] sold = levels.stream().mapToDouble(Level::sold).toArray();
        double[] held = levels.stream().mapToDouble(Level::held).toArray();
        double[] free = levels.stream().mapToDouble(Level::free).toArray();
        double top = Math.max(
                1,
                levels.stream()
                        .mapToDouble(Level::free)
                        .filter(Double::isFinite)
                        .max()
                        .orElse(1));
        CurveChart chart = new CurveChart(time(), timeTitle(), Axis.fromZero(top, TICKS_UP, Amounts::count))
                .band("free", places, held, free)
                .band("held", places, sold, held)
                .band("sold", places, new double[places.length], sold);
        for (Stretch stretch : stretches) {
            hint(
                    chart,
                    stretch,
                    stretch.stockIsKnown()
                            ? "free " + Amounts.count(stretch.stock().free()) + "\nheld "
                                    + Amounts.count(stretch.stock().held()) + "\nsold "
                                    + Amounts.count(stretch.stock().sold())
                            : "not known");
        }
        return marked(chart).svg("Tickets sold, held and free at the end of each second");
    }

    /** How the buyers fared. */
    String buyers() {
        BarChart chart = new BarChart(BarChart.Size.HALF);
        for (ReportFacts.Fate fate : ReportFacts.fates(report.buyers())) {
            chart.bar(
                    fate.name(),
                    fate.style(),
                    fate.buyers(),
                    Amounts.count(fate.buyers()) + " · "
                            + Amounts.percent(fate.buyers(), report.buyers().total()));
        }
        return chart.svg("How the buyers fared");
    }

    /** Arrivals of "all at once" would flatten all else. */
    private double throughputTop() {
        double answered = most(Stretch::answered);
        double due = most(Stretch::due);
        return answered > 0 && due > BEYOND_TIMES * answered ? BEYOND_TIMES * answered : Math.max(due, answered);
    }

    private double most(ToDoubleFunction<Stretch> figure) {
        return stretches.stream()
                .mapToDouble(stretch -> figure.applyAsDouble(stretch) / stretch.seconds())
                .max()
                .orElse(0);
    }

    private static double perSecond(long count, Stretch stretch) {
        return (double) count / stretch.seconds();
    }

    private void hint(CurveChart chart, Stretch stretch, String words) {
        String when = stretch.seconds() == 1
                ? "second " + stretch.to()
                : "seconds " + (stretch.from() + 1) + " to " + stretch.to();
        chart.hint(stretch.from(), stretch.to(), when + "\n" + words);
    }

    /** With a line where something was killed. */
    private CurveChart marked(CurveChart chart) {
        for (Report.Death death : report.deaths()) {
            chart.mark(death.seconds(), Amounts.plain(death.name()) + " killed");
        }
        return chart;
    }

    private Axis time() {
        return Axis.upTo(stretches.getLast().to(), TICKS_ACROSS, seconds -> Amounts.clock(seconds, minutes));
    }

    private String timeTitle() {
        return minutes ? "minutes since the first buyer was due" : "seconds since the first buyer was due";
    }

    private double[] values(ToDoubleFunction<Stretch> value) {
        return stretches.stream().mapToDouble(value).toArray();
    }
}
