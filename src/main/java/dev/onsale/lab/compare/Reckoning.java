package dev.onsale.lab.compare;

import dev.onsale.lab.report.Comparison;
import dev.onsale.lab.report.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/** What came of a contender, from what its buyers were told. Stateless. */
final class Reckoning {

    private static final Set<String> ACCEPTED = Set.of("held", "placed", "paid");
    private static final double MICROS = TimeUnit.SECONDS.toMicros(1);
    private static final double PERCENT = 100;

    private Reckoning() {}

    /**
     * The figures.
     *
     * @param writes that the contender's database had to keep for it
     */
    static Comparison.Figures figures(Contender contender, Report report, long writes) {
        int tickets = report.rush().tickets();
        int sold = report.buyers().paid();
        return new Comparison.Figures(
                sold,
                Math.max(0, promised(contender, report) - tickets),
                count(report, "order", Set.of("sold_out")) > 0 ? Math.max(0, tickets - sold) : 0,
                count(report, "payment", Set.of("refund_due")),
                ordersPerSecond(report),
                sold == 0 ? Comparison.Figures.UNKNOWN : (double) writes / sold,
                percentile(report, 50),
                percentile(report, 99),
                percentile(report, 99.9));
    }

    /** Tickets that buyers were promised: a promise without a deadline stands, whatever the buyer does with it. */
    private static int promised(Contender contender, Report report) {
        return contender == Contender.HOLD ? report.buyers().paid() : count(report, "order", ACCEPTED);
    }

    private static int count(Report report, String call, Set<String> words) {
        long sum = 0;
        for (Report.Outcome outcome : report.requests().outcomes()) {
            if (outcome.call().equals(call) && words.contains(outcome.word())) {
                sum += outcome.count();
            }
        }
        return Math.toIntExact(sum);
    }

    /** All came in the same moment, so the longest wait is the time in which all had their answer. */
    private static double ordersPerSecond(Report report) {
        int answered = report.buyers().total()
                - report.buyers().unanswered()
                - report.buyers().absent();
        long longest = orders(report).stream()
                .mapToLong(Report.Latency::maxMicros)
                .max()
                .orElse(0);
        return longest == 0 ? 0 : answered / (longest / MICROS);
    }

    /** Answers to orders, yes and no. */
    private static List<Report.Latency> orders(Report report) {
        return report.latencies().stream()
                .filter(latency ->
                        latency.what().equals("order") || latency.what().equals("sold out"))
                .toList();
    }

    /** Of yes and no together, rounded up to a point of their curves. */
    private static long percentile(Report report, double wanted) {
        List<Report.Latency> latencies = orders(report);
        long total = latencies.stream().mapToLong(Report.Latency::count).sum();
        TreeSet<Long> points = new TreeSet<>();
        latencies.forEach(latency -> latency.curve().forEach(point -> points.add(point.micros())));
        latencies.forEach(latency -> points.add(latency.maxMicros()));
        for (long point : points) {
            double within = 0;
            for (Report.Latency latency : latencies) {
                within += latency.count() * reached(latency, point);
            }
            if (within >= total * wanted / PERCENT) {
                return point;
            }
        }
        return 0;
    }

    /** The part of the answers that took no longer, 0 … 1. */
    private static double reached(Report.Latency latency, long micros) {
        if (micros >= latency.maxMicros()) {
            return 1;
        }
        double percentile = 0;
        for (Report.Percentile point : latency.curve()) {
            if (point.micros() <= micros) {
                percentile = Math.max(percentile, point.percentile());
            }
        }
        return percentile / PERCENT;
    }

    /** What to see in the figures. */
    static String remark(Contender contender, Report report, Comparison.Figures figures) {
        List<String> remarks = new ArrayList<>();
        int accepted = count(report, "order", ACCEPTED);
        int tickets = report.rush().tickets();
        switch (contender) {
            case HOLD -> {
                if (accepted > tickets) {
                    remarks.add(number(accepted - tickets) + " tickets came back unpaid and were sold again.");
                }
                if (!report.verdict().isClean()) {
                    remarks.add("Its audit is not clean.");
                }
            }
            case ORDER, POSTGRES, SQLITE -> {
                if (figures.undersold() > 0) {
                    remarks.add(number(figures.undersold())
                            + " tickets belong to buyers who never pay, while others were told that all is sold.");
                }
            }
            case PAYMENT -> {
                if (figures.oversold() > 0) {
                    remarks.add(number(accepted) + " orders were accepted for " + number(tickets) + " tickets.");
                }
                if (figures.refundsDue() > 0) {
                    remarks.add(number(figures.refundsDue()) + " buyers paid and get their money back.");
                }
            }
            case SCRIPT -> {
                if (figures.oversold() > 0) {
                    remarks.add(number(accepted) + " tickets were given out, and there are " + number(tickets) + ".");
                }
                if (figures.undersold() > 0) {
                    remarks.add("What is not paid never comes back, for no order is kept.");
                }
            }
        }
        if (report.buyers().unanswered() > 0) {
            remarks.add(number(report.buyers().unanswered()) + " buyers never had an answer.");
        }
        return String.join(" ", remarks);
    }

    private static String number(int figure) {
        return String.format(Locale.ROOT, "%,d", figure);
    }
}
