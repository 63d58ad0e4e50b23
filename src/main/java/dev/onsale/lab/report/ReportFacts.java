package dev.onsale.lab.report;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a {@link Report} says, in sentences that terminal and page share. Stateless. */
final class ReportFacts {

    private ReportFacts() {}

    /**
     * How some of the buyers fared.
     *
     * @param name in English
     * @param chinese the same
     * @param style its class in the page's style sheet
     * @param buyers how many
     */
    record Fate(String name, String chinese, String style, int buyers) {}

    static List<Fate> fates(Report.Buyers buyers) {
        return List.of(
                new Fate("paid", "已支付", "sold", buyers.paid()),
                new Fate("abandoned", "放弃支付", "held", buyers.abandoned()),
                new Fate("sold out", "已售罄", "quiet", buyers.soldOut()),
                new Fate("refused", "被拒绝", "worse", buyers.refused()),
                new Fate("unanswered", "未获应答", "broken", buyers.unanswered()),
                new Fate("not done", "未完成", "worse", buyers.absent()));
    }

    /** A word of the interface as people write it. */
    static String words(String word) {
        return Amounts.plain(word.replace('_', ' '));
    }

    /** The last second whose stock is known. */
    static Optional<Report.Second> lastStock(Report report) {
        return report.timeline().reversed().stream()
                .filter(ReportFacts::stockIsKnown)
                .findFirst();
    }

    static boolean stockIsKnown(Report.Second second) {
        return second.free() != Report.Second.UNKNOWN
                && second.held() != Report.Second.UNKNOWN
                && second.sold() != Report.Second.UNKNOWN;
    }

    static String stock(Report report) {
        String stock = report.rush().stops() > 0
                ? Amounts.count(report.rush().tickets(), "seat") + ", "
                        + report.rush().stops() + " stops"
                : Amounts.count(report.rush().tickets(), "ticket");
        return stock
                + lastStock(report)
                        .map(last -> "; at the end " + Amounts.count(last.free()) + " free, "
                                + Amounts.count(last.held()) + " held, " + Amounts.count(last.sold()) + " sold"
                                + (report.rush().stops() > 0 ? " for the whole way" : ""))
                        .orElse("; the server did not tell what was left");
    }

    static String throughput(Report report) {
        long answered = report.requests().answered();
        int best = report.timeline().stream()
                .mapToInt(Report.Second::answered)
                .max()
                .orElse(0);
        return Amounts.count(answered, "answer") + " in " + Amounts.seconds(report.seconds())
                + (report.seconds() > 0 ? ": " + Amounts.count(answered / report.seconds()) + " a second" : "")
                + (best > 0 ? ", " + Amounts.count(best) + " in the busiest" : "");
    }

    static String trouble(Report.Requests requests) {
        return Amounts.count(requests.repeats()) + " sent again with the same key, "
                + Amounts.count(requests.timedOut()) + " given up after too long, "
                + Amounts.count(requests.broken()) + " on connections that broke";
    }

    /** When something was killed, and what that did. */
    static String death(Report.Death death) {
        return Amounts.plain(death.sentence()) + " after " + Amounts.seconds(death.seconds()) + ", with "
                + Amounts.count(death.sold(), "ticket") + " sold; "
                + (death.sellingSeconds() == Report.Death.NEVER
                        ? "no further order was placed"
                        : "the next order was placed " + Amounts.time(death.sellingSeconds() * 1e6) + " later")
                + "; from then on " + failures(death.failures()) + ", and "
                + Amounts.count(death.brokenConnections(), "connection") + " broke";
    }

    private static String failures(List<Report.Outcome> failures) {
        return failures.isEmpty()
                ? "no request failed"
                : "requests failed as follows: "
                        + failures.stream()
                                .map(failure -> Amounts.plain(failure.call()) + " " + words(failure.word()) + " "
                                        + Amounts.count(failure.count()))
                                .collect(Collectors.joining(", "));
    }

    static String server(Report.Rush rush) {
        return Amounts.plain(rush.url()) + (rush.ownServer() ? " (started for it)" : "") + ", sale "
                + Amounts.plain(rush.sale());
    }

    static String arrivals(Report report) {
        Report.Rush rush = report.rush();
        return Amounts.plain(rush.arrivals()) + " over " + Amounts.seconds(report.arrivalSeconds()) + ", at most "
                + Amounts.count(rush.connections(), "connection") + ", seed " + rush.seed();
    }

    static String habits(Report.Rush rush) {
        return Amounts.share(rush.abandonShare()) + " of the orders never paid (held for "
                + Amounts.count(rush.holdSeconds()) + Amounts.NO_BREAK + "s), " + Amounts.share(rush.patientShare())
                + " wait for returned tickets, " + Amounts.share(rush.repeatShare()) + " ask again"
                + (rush.stops() > 0 ? ", " + Amounts.share(rush.wholeWayShare()) + " go all the way" : "");
    }

    static String machine(Report.Machine machine) {
        return Amounts.plain(machine.processor()) + ", " + Amounts.count(machine.cores(), "core") + ", "
                + Amounts.gibibytes(machine.memoryBytes()) + ", " + Amounts.plain(machine.system());
    }

    static String versions(Report report) {
        return "onsale " + Amounts.plain(report.version()) + ", "
                + Amounts.plain(report.machine().java()) + "; started at " + Amounts.when(report.startedAt());
    }

    /** Processor time as a share of what all cores could have given. */
    static String cpu(Report report, Report.Usage usage) {
        return String.format(Locale.ROOT, "%,.1f", usage.cpuSeconds()) + Amounts.NO_BREAK + "s, "
                + Amounts.percent(
                        usage.cpuSeconds(), report.seconds() * report.machine().cores());
    }
}
