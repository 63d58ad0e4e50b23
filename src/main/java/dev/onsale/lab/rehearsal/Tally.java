package dev.onsale.lab.rehearsal;

import dev.onsale.lab.report.Report;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Counts what was sent and what came back, and how long that took. Owned by the crowd's thread. */
final class Tally {

    private static final int DIGITS = 3;
    private static final long MICROS_MAX = TimeUnit.HOURS.toMicros(1);
    private static final int CURVE_TICKS = 5;

    /** Kinds of answers whose latencies are told apart. */
    enum Kind {
        ORDER("order"),
        SOLD_OUT("sold out"),
        PAYMENT("payment");

        private final String word;

        Kind(String word) {
            this.word = word;
        }
    }

    private final Map<Kind, Histogram> latencies = new EnumMap<>(Kind.class);
    private final Map<Call, Map<String, long[]>> outcomes = new EnumMap<>(Call.class);
    private final long[] soldOut = outcome(Call.ORDER, "sold_out");
    private long sent;
    private long answered;
    private long repeats;
    private long timedOut;
    private long broken;

    Tally() {
        for (Kind kind : Kind.values()) {
            latencies.put(kind, new Histogram(1, MICROS_MAX, DIGITS));
        }
    }

    void sent(boolean again) {
        sent++;
        if (again) {
            repeats++;
        }
    }

    void timedOut() {
        timedOut++;
    }

    void broken() {
        broken++;
    }

    void answered(Call call, String word) {
        answered++;
        outcome(call, word)[0]++;
    }

    void soldOut(long micros) {
        answered++;
        soldOut[0]++;
        record(Kind.SOLD_OUT, micros);
    }

    void record(Kind kind, long micros) {
        Objects.requireNonNull(latencies.get(kind)).recordValue(Math.clamp(micros, 1, MICROS_MAX));
    }

    private long[] outcome(Call call, String word) {
        // A repetition is an order like any other to those who read the report.
        Call told = call == Call.REPEAT ? Call.ORDER : call;
        return outcomes.computeIfAbsent(told, any -> new TreeMap<>()).computeIfAbsent(word, any -> new long[1]);
    }

    Report.Requests requests() {
        List<Report.Outcome> all = new ArrayList<>();
        outcomes.forEach((call, words) -> words.forEach((word, count) -> {
            if (count[0] > 0) {
                all.add(new Report.Outcome(call.word(), word, count[0]));
            }
        }));
        return new Report.Requests(sent, answered, repeats, timedOut, broken, all);
    }

    List<Report.Latency> latencies() {
        List<Report.Latency> all = new ArrayList<>();
        latencies.forEach((kind, histogram) -> {
            if (histogram.getTotalCount() > 0) {
                all.add(latency(kind.word, histogram));
            }
        });
        return all;
    }

    private static Report.Latency latency(String what, Histogram histogram) {
        List<Report.Percentile> curve = new ArrayList<>();
        histogram
                .percentiles(CURVE_TICKS)
                .forEach(point -> curve.add(
                        new Report.Percentile(point.getPercentileLevelIteratedTo(), point.getValueIteratedTo())));
        return new Report.Latency(
                what,
                histogram.getTotalCount(),
                histogram.getValueAtPercentile(50),
                histogram.getValueAtPercentile(90),
                histogram.getValueAtPercentile(99),
                histogram.getValueAtPercentile(99.9),
                histogram.getMaxValue(),
                curve);
    }
}
