package dev.onsale.lab.report;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Report} as one HTML file that needs nothing else: no network, and no script but for comfort. Its charts are drawings in the page,
 * its figures are in it as JSON too. Stateless.
 */
public final class ReportPage {

    private static final String UNKNOWN = "-";

    private ReportPage() {}

    /** The whole file, to be written as UTF-8. */
    public static String of(Report report) {
        Headline headline = Headline.of(report);
        Map<String, Object> values = new HashMap<>();
        values.put("word", headline.word().english());
        values.put("wordChinese", headline.word().chinese());
        values.put("style", headline.word().style());
        values.put("sentence", headline.sentence());
        values.put("cutShort", report.cutShort() == null ? false : Amounts.plain(report.cutShort()));
        values.put("buyers", Amounts.count(report.buyers().total(), "buyer"));
        values.put("tickets", Amounts.count(report.rush().tickets(), "ticket"));
        values.put("startedAt", Amounts.when(report.startedAt()));
        values.put("tiles", tiles(report));
        values.put("hasChecks", !report.verdict().checks().isEmpty());
        values.put("checks", checks(report.verdict()));
        values.put("charts", charts(report));
        values.put("hasOutcomes", !report.requests().outcomes().isEmpty());
        values.put("outcomes", outcomes(report.requests()));
        values.put("throughput", ReportFacts.throughput(report));
        values.put("trouble", ReportFacts.trouble(report.requests()));
        values.put("hasDeaths", !report.deaths().isEmpty());
        values.put("deaths", report.deaths().stream().map(ReportFacts::death).toList());
        values.put("latencies", latencies(report.latencies()));
        values.put("server", ReportFacts.server(report.rush()));
        values.put("arrivals", ReportFacts.arrivals(report));
        values.put("habits", ReportFacts.habits(report.rush()));
        values.put("stock", ReportFacts.stock(report));
        values.put("machine", ReportFacts.machine(report.machine()));
        values.put("processes", processes(report));
        values.put("versions", ReportFacts.versions(report));
        values.put("version", Amounts.plain(report.version()));
        values.put("hasRows", !report.timeline().isEmpty());
        values.put(
                "rows",
                Stretch.of(report.timeline()).stream().map(ReportPage::row).toList());
        values.put("json", ReportJson.forScript(report));
        return PageTemplate.fill("report.html.mustache", values);
    }

    private static List<Map<String, String>> tiles(Report report) {
        Report.Buyers buyers = report.buyers();
        int answered = buyers.total() - buyers.unanswered() - buyers.absent();
        Optional<Report.Latency> order = report.latencies().stream()
                .filter(latency -> latency.what().equals("order") && latency.count() > 0)
                .findFirst();
        Optional<Report.Usage> server = report.processes().stream()
                .filter(usage -> usage.name().equals("server"))
                .findFirst();
        return List.of(
                tile("buyers answered", "已应答买家", Amounts.count(answered), Amounts.percent(answered, buyers.total())),
                tile(
                        report.rush().stops() > 0 ? "journeys paid" : "tickets paid",
                        "已售",
                        Amounts.count(buyers.paid()),
                        "of "
                                + Amounts.count(
                                        report.rush().tickets(), report.rush().stops() > 0 ? "seat" : "ticket")),
                tile(
                        "took",
                        "用时",
                        Amounts.seconds(report.seconds()),
                        "arrivals over " + Amounts.seconds(report.arrivalSeconds())),
                tile(
                        "answers a second",
                        "每秒应答",
                        report.seconds() > 0 ? Amounts.count(report.requests().answered() / report.seconds()) : UNKNOWN,
                        Amounts.count(report.requests().answered()) + " in all"),
                tile(
                        "order latency, p99",
                        "下单延迟",
                        order.map(latency -> Amounts.time(latency.p99Micros())).orElse(UNKNOWN),
                        order.map(latency -> "half within " + Amounts.time(latency.p50Micros()))
                                .orElse("no orders")),
                tile(
                        "server memory",
                        "服务器内存",
                        server.map(usage -> Amounts.mebibytes(usage.peakMemoryBytes()) + Amounts.NO_BREAK + "MiB")
                                .orElse(UNKNOWN),
                        server.map(usage -> "at most").orElse("not on this machine")));
    }

    private static Map<String, String> tile(String what, String chinese, String figure, String more) {
        return Map.of("what", what, "chinese", chinese, "figure", figure, "more", more);
    }

    private static List<Map<String, String>> checks(Verdict verdict) {
        return verdict.checks().stream()
                .map(check -> Map.of(
                        "style", check.result().name().toLowerCase(Locale.ROOT),
                        "result",
                                switch (check.result()) {
                                    case KEPT -> "ok";
                                    case BROKEN -> "broken";
                                    case UNKNOWN -> "unknown";
                                },
                        "law", Amounts.plain(check.law()),
                        "sentence", Amounts.plain(check.sentence())))
                .toList();
    }

    private static List<Map<String, Object>> charts(Report report) {
        ReportCharts charts = new ReportCharts(report);
        List<Map<String, String>> kinds = java.util.stream.IntStream.range(
                        0, report.latencies().size())
                .mapToObj(i -> legend(
                        PercentileChart.style(i),
                        ReportFacts.words(report.latencies().get(i).what())))
                .toList();
        return List.of(
                chart(
                        "Tickets over time",
                        "库存变化",
                        charts.stock(),
                        "The server did not tell its stock.",
                        report.rush().stops() > 0 ? "Free, held and sold for the whole way." : null,
                        List.of(legend("sold", "sold"), legend("held", "held, unpaid"), legend("free", "free"))),
                chart(
                        "Arrivals and answers a second",
                        "到达与应答",
                        charts.throughput(),
                        "Nobody had come yet.",
                        charts.beyond(),
                        List.of(legend("first", "requests answered"), legend("due", "buyers due"))),
                chart(
                        "Latency over time",
                        "延迟变化",
                        charts.latency(),
                        "Nothing was answered.",
                        null,
                        List.of(
                                legend("first", "half within (p50)"),
                                legend("second", "99 of 100 within (p99)"),
                                legend("longest", "longest"))),
                chart(
                        "Latency by percentile",
                        "延迟百分位",
                        PercentileChart.svg(report.latencies()),
                        "Nothing was answered.",
                        null,
                        kinds),
                chart("How the buyers fared", "买家结果", charts.buyers(), "", null, List.of()));
    }

    private static Map<String, Object> chart(
            String title,
            String chinese,
            @Nullable String svg,
            String none,
            @Nullable String note,
            List<Map<String, String>> legend) {
        return Map.of(
                "title", title,
                "chinese", chinese,
                "svg", orFalse(svg),
                "none", none,
                "note", orFalse(note),
                "legend", legend);
    }

    private static Map<String, String> legend(String style, String name) {
        return Map.of("style", style, "name", name);
    }

    private static List<Map<String, String>> outcomes(Report.Requests requests) {
        long all = requests.outcomes().stream().mapToLong(Report.Outcome::count).sum();
        return requests.outcomes().stream()
                .map(outcome -> Map.of(
                        "call", Amounts.plain(outcome.call()),
                        "word", ReportFacts.words(outcome.word()),
                        "count", Amounts.count(outcome.count()),
                        "share", Amounts.percent(outcome.count(), all)))
                .toList();
    }

    private static List<Map<String, String>> latencies(List<Report.Latency> latencies) {
        return latencies.stream()
                .map(latency -> Map.of(
                        "what", ReportFacts.words(latency.what()),
                        "count", Amounts.count(latency.count()),
                        "p50", millis(latency, latency.p50Micros()),
                        "p90", millis(latency, latency.p90Micros()),
                        "p99", millis(latency, latency.p99Micros()),
                        "p999", millis(latency, latency.p999Micros()),
                        "max", millis(latency, latency.maxMicros())))
                .toList();
    }

    private static String millis(Report.Latency latency, long micros) {
        return latency.count() == 0 ? UNKNOWN : Amounts.millis(micros);
    }

    private static List<Map<String, String>> processes(Report report) {
        return report.processes().stream()
                .map(usage -> Map.of(
                        "name", Amounts.plain(usage.name()),
                        "cpu", ReportFacts.cpu(report, usage),
                        "memory", Amounts.mebibytes(usage.peakMemoryBytes())))
                .toList();
    }

    private static Map<String, Object> row(Stretch stretch) {
        Report.Second stock = stretch.stock();
        return Map.of(
                "cells",
                List.of(
                        stretch.seconds() == 1
                                ? Amounts.count(stretch.to())
                                : Amounts.count(stretch.from() + 1) + " to " + Amounts.count(stretch.to()),
                        Amounts.count(stretch.due()),
                        Amounts.count(stretch.answered()),
                        Amounts.count(stretch.placed()),
                        Amounts.count(stretch.soldOut()),
                        Amounts.count(stretch.paid()),
                        millis(stretch.p50Micros()),
                        millis(stretch.p99Micros()),
                        millis(stretch.maxMicros()),
                        tickets(stock.free()),
                        tickets(stock.held()),
                        tickets(stock.sold())));
    }

    private static String millis(double micros) {
        return Double.isNaN(micros) ? UNKNOWN : Amounts.millis(Math.round(micros));
    }

    private static String tickets(int count) {
        return count == Report.Second.UNKNOWN ? UNKNOWN : Amounts.count(count);
    }

    /** A template leaves a section out where its value is false. */
    private static Object orFalse(@Nullable String text) {
        return text == null ? false : text;
    }
}
