package dev.onsale.lab.report;

import dev.onsale.config.ReportLimits;
import java.util.ArrayList;
import java.util.List;

/**
 * One or more seconds of a rehearsal that share a row: a page of an hour has neither room nor readers for each second.
 *
 * @param from first second
 * @param to behind the last one
 * @param due buyers who arrived, of all of its seconds; likewise answered, placed, soldOut and paid
 * @param p50Micros of its worst second, or {@link Double#NaN} if there was no answer; likewise the others
 * @param stock its last second, for what was free, held and sold at its end
 */
record Stretch(
        int from,
        int to,
        long due,
        long answered,
        long placed,
        long soldOut,
        long paid,
        double p50Micros,
        double p99Micros,
        double maxMicros,
        Report.Second stock) {

    /** The timeline in at most {@link ReportLimits#PAGE_ROWS_MAX} rows of the same length, but for the last one. */
    static List<Stretch> of(List<Report.Second> timeline) {
        int length = Math.ceilDiv(timeline.size(), ReportLimits.PAGE_ROWS_MAX);
        List<Stretch> stretches = new ArrayList<>();
        for (int i = 0; i < timeline.size(); i += length) {
            stretches.add(of(timeline, i, Math.min(timeline.size(), i + length)));
        }
        return stretches;
    }

    private static Stretch of(List<Report.Second> timeline, int from, int to) {
        List<Report.Second> seconds = timeline.subList(from, to);
        long answered = seconds.stream().mapToLong(Report.Second::answered).sum();
        return new Stretch(
                seconds.getFirst().second(),
                seconds.getLast().second() + 1,
                seconds.stream().mapToLong(Report.Second::due).sum(),
                answered,
                seconds.stream().mapToLong(Report.Second::placed).sum(),
                seconds.stream().mapToLong(Report.Second::soldOut).sum(),
                seconds.stream().mapToLong(Report.Second::paid).sum(),
                answered == 0
                        ? Double.NaN
                        : seconds.stream()
                                .mapToLong(Report.Second::p50Micros)
                                .max()
                                .orElseThrow(),
                answered == 0
                        ? Double.NaN
                        : seconds.stream()
                                .mapToLong(Report.Second::p99Micros)
                                .max()
                                .orElseThrow(),
                answered == 0
                        ? Double.NaN
                        : seconds.stream()
                                .mapToLong(Report.Second::maxMicros)
                                .max()
                                .orElseThrow(),
                seconds.getLast());
    }

    int seconds() {
        return to - from;
    }

    double middle() {
        return (from + to) / 2.0;
    }

    boolean stockIsKnown() {
        return ReportFacts.stockIsKnown(stock);
    }
}
