package dev.onsale.lab.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A {@link Report} as people read it in a terminal, {@value #COLUMNS} columns wide. Its frame is plain ASCII. Stateless. */
public final class ReportText {

    private static final int COLUMNS = 100;
    private static final int LABEL = 13;
    private static final int RESULT = 9;

    private ReportText() {}

    /** The whole report, with a line break behind each line. The first line is the verdict. */
    public static String of(Report report) {
        StringBuilder text = new StringBuilder();
        Headline headline = Headline.of(report);
        text.append(headline.word().english() + ": " + headline.sentence()).append(System.lineSeparator());
        if (report.cutShort() != null) {
            text.append(TextTable.wrapped("Cut short: " + Amounts.plain(report.cutShort()), COLUMNS, 0));
        }
        text.append(System.lineSeparator());
        buyers(text, report.buyers());
        latencies(text, report.latencies());
        line(text, "Stock", ReportFacts.stock(report));
        line(text, "Throughput", ReportFacts.throughput(report));
        line(text, "Answers", answers(report.requests().outcomes()));
        line(text, "Trouble", ReportFacts.trouble(report.requests()));
        for (Report.Death death : report.deaths()) {
            line(text, "Death", ReportFacts.death(death));
        }
        text.append(System.lineSeparator());
        processes(text, report);
        checks(text, report.verdict());
        line(text, "Server", ReportFacts.server(report.rush()));
        line(text, "Arrivals", ReportFacts.arrivals(report));
        line(text, "Buyers", ReportFacts.habits(report.rush()));
        line(text, "Machine", ReportFacts.machine(report.machine()));
        line(text, "Versions", ReportFacts.versions(report));
        return text.toString().replace(Amounts.NO_BREAK, ' ');
    }

    private static void buyers(StringBuilder text, Report.Buyers buyers) {
        TextTable table = new TextTable("buyers", Amounts.count(buyers.total()), "share");
        for (ReportFacts.Fate fate : ReportFacts.fates(buyers)) {
            table.row("  " + fate.name(), Amounts.count(fate.buyers()), Amounts.percent(fate.buyers(), buyers.total()));
        }
        table.print(text);
        text.append(System.lineSeparator());
    }

    private static void latencies(StringBuilder text, List<Report.Latency> latencies) {
        TextTable table = new TextTable("latency in ms", "answers", "p50", "p90", "p99", "p99.9", "max");
        for (Report.Latency latency : latencies) {
            if (latency.count() == 0) {
                table.row("  " + ReportFacts.words(latency.what()), "0", "-", "-", "-", "-", "-");
                continue;
            }
            table.row(
                    "  " + ReportFacts.words(latency.what()),
                    Amounts.count(latency.count()),
                    Amounts.millis(latency.p50Micros()),
                    Amounts.millis(latency.p90Micros()),
                    Amounts.millis(latency.p99Micros()),
                    Amounts.millis(latency.p999Micros()),
                    Amounts.millis(latency.maxMicros()));
        }
        if (latencies.isEmpty()) {
            table.row("  none", "0", "-", "-", "-", "-", "-");
        }
        table.print(text);
        text.append(System.lineSeparator());
    }

    private static String answers(List<Report.Outcome> outcomes) {
        return outcomes.isEmpty()
                ? "none"
                : outcomes.stream()
                        .map(outcome -> Amounts.plain(outcome.call()) + " " + ReportFacts.words(outcome.word()) + " "
                                + Amounts.count(outcome.count()))
                        .collect(Collectors.joining(", "));
    }

    private static void processes(StringBuilder text, Report report) {
        if (report.processes().isEmpty()) {
            line(text, "Processes", "none of the rehearsal's were on this machine, so their use of it is not known");
            text.append(System.lineSeparator());
            return;
        }
        int cores = report.machine().cores();
        TextTable table = new TextTable("process", "CPU s", "of " + Amounts.count(cores, "core"), "peak MiB");
        for (Report.Usage usage : report.processes()) {
            table.row(
                    "  " + Amounts.plain(usage.name()),
                    String.format(Locale.ROOT, "%,.1f", usage.cpuSeconds()),
                    Amounts.percent(usage.cpuSeconds(), report.seconds() * cores),
                    Amounts.mebibytes(usage.peakMemoryBytes()));
        }
        table.print(text);
        text.append(System.lineSeparator());
    }

    private static void checks(StringBuilder text, Verdict verdict) {
        int width = verdict.checks().stream()
                .mapToInt(check -> check.law().length())
                .max()
                .orElse(0);
        for (Verdict.Check check : verdict.checks()) {
            String result =
                    switch (check.result()) {
                        case KEPT -> "ok";
                        case BROKEN -> "BROKEN";
                        case UNKNOWN -> "unknown";
                    };
            text.append(TextTable.wrapped(
                    TextTable.padded(result, RESULT) + TextTable.padded(Amounts.plain(check.law()), width) + "  "
                            + Amounts.plain(check.sentence()),
                    COLUMNS,
                    RESULT + width + 2));
        }
        if (!verdict.checks().isEmpty()) {
            text.append(System.lineSeparator());
        }
    }

    private static void line(StringBuilder text, String what, String sentence) {
        text.append(TextTable.wrapped(TextTable.padded(what, LABEL) + sentence, COLUMNS, LABEL));
    }
}
