package dev.onsale.lab.report;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.Writer;
import java.util.List;

/**
 * A {@link Report} as JSON, for programs; {@code rehearsal/report.schema.json} among the resources says what is in it. Fields have the
 * names of the record's, times are RFC 3339 UTC, and what is not known is {@code null}. Stateless.
 */
public final class ReportJson {

    private ReportJson() {}

    /** Writes the report and a line break; leaves {@code out} open. */
    public static void write(Report report, Writer out) throws IOException {
        JsonWords.writePretty(json -> write(report, json), out);
    }

    /** The same as one line that may stand within {@code <script>}. */
    static String forScript(Report report) {
        return JsonWords.forScript(json -> write(report, json));
    }

    private static void write(Report report, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("version", report.version());
        json.writeStringField("startedAt", report.startedAt().toString());
        JsonWords.number(json, "seconds", report.seconds());
        JsonWords.number(json, "arrivalSeconds", report.arrivalSeconds());
        JsonWords.text(json, "cutShort", report.cutShort());
        write(report.verdict(), json);
        write(report.rush(), json);
        write(report.buyers(), json);
        write(report.requests(), json);
        json.writeArrayFieldStart("latencies");
        for (Report.Latency latency : report.latencies()) {
            write(latency, json);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("deaths");
        for (Report.Death death : report.deaths()) {
            write(death, json);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("processes");
        for (Report.Usage usage : report.processes()) {
            json.writeStartObject();
            json.writeStringField("name", usage.name());
            JsonWords.number(json, "cpuSeconds", usage.cpuSeconds());
            json.writeNumberField("peakMemoryBytes", usage.peakMemoryBytes());
            json.writeEndObject();
        }
        json.writeEndArray();
        JsonWords.machine(json, report.machine());
        json.writeArrayFieldStart("timeline");
        for (Report.Second second : report.timeline()) {
            write(second, json);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void write(Report.Death death, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", death.name());
        json.writeStringField("sentence", death.sentence());
        JsonWords.number(json, "seconds", death.seconds());
        json.writeNumberField("sold", death.sold());
        if (death.sellingSeconds() == Report.Death.NEVER) {
            json.writeNullField("sellingSeconds");
        } else {
            JsonWords.number(json, "sellingSeconds", death.sellingSeconds());
        }
        write("failures", death.failures(), json);
        json.writeNumberField("brokenConnections", death.brokenConnections());
        json.writeEndObject();
    }

    private static void write(Verdict verdict, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("verdict");
        json.writeStringField("result", JsonWords.word(verdict.result().name()));
        json.writeArrayFieldStart("checks");
        for (Verdict.Check check : verdict.checks()) {
            json.writeStartObject();
            json.writeStringField("law", check.law());
            json.writeStringField("result", JsonWords.word(check.result().name()));
            json.writeStringField("sentence", check.sentence());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void write(Report.Rush rush, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("rush");
        json.writeStringField("url", rush.url());
        json.writeBooleanField("ownServer", rush.ownServer());
        json.writeStringField("sale", rush.sale());
        json.writeNumberField("buyers", rush.buyers());
        json.writeNumberField("tickets", rush.tickets());
        json.writeNumberField("stops", rush.stops());
        JsonWords.number(json, "wholeWayShare", rush.wholeWayShare());
        json.writeNumberField("holdSeconds", rush.holdSeconds());
        JsonWords.number(json, "abandonShare", rush.abandonShare());
        JsonWords.number(json, "patientShare", rush.patientShare());
        JsonWords.number(json, "repeatShare", rush.repeatShare());
        json.writeStringField("arrivals", rush.arrivals());
        json.writeNumberField("connections", rush.connections());
        json.writeNumberField("seed", rush.seed());
        json.writeEndObject();
    }

    private static void write(Report.Buyers buyers, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("buyers");
        json.writeNumberField("total", buyers.total());
        json.writeNumberField("paid", buyers.paid());
        json.writeNumberField("abandoned", buyers.abandoned());
        json.writeNumberField("soldOut", buyers.soldOut());
        json.writeNumberField("refused", buyers.refused());
        json.writeNumberField("unanswered", buyers.unanswered());
        json.writeNumberField("absent", buyers.absent());
        json.writeEndObject();
    }

    private static void write(Report.Requests requests, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("requests");
        json.writeNumberField("sent", requests.sent());
        json.writeNumberField("answered", requests.answered());
        json.writeNumberField("repeats", requests.repeats());
        json.writeNumberField("timedOut", requests.timedOut());
        json.writeNumberField("broken", requests.broken());
        write("outcomes", requests.outcomes(), json);
        json.writeEndObject();
    }

    private static void write(String name, List<Report.Outcome> outcomes, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart(name);
        for (Report.Outcome outcome : outcomes) {
            json.writeStartObject();
            json.writeStringField("call", JsonWords.word(outcome.call()));
            json.writeStringField("word", JsonWords.word(outcome.word()));
            json.writeNumberField("count", outcome.count());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void write(Report.Latency latency, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("what", JsonWords.word(latency.what()));
        json.writeNumberField("count", latency.count());
        json.writeNumberField("p50Micros", latency.p50Micros());
        json.writeNumberField("p90Micros", latency.p90Micros());
        json.writeNumberField("p99Micros", latency.p99Micros());
        json.writeNumberField("p999Micros", latency.p999Micros());
        json.writeNumberField("maxMicros", latency.maxMicros());
        json.writeArrayFieldStart("curve");
        for (Report.Percentile point : latency.curve()) {
            json.writeStartObject();
            JsonWords.number(json, "percentile", point.percentile());
            json.writeNumberField("micros", point.micros());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void write(Report.Second second, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeNumberField("second", second.second());
        json.writeNumberField("due", second.due());
        json.writeNumberField("answered", second.answered());
        json.writeNumberField("placed", second.placed());
        json.writeNumberField("soldOut", second.soldOut());
        json.writeNumberField("paid", second.paid());
        json.writeNumberField("p50Micros", second.p50Micros());
        json.writeNumberField("p99Micros", second.p99Micros());
        json.writeNumberField("maxMicros", second.maxMicros());
        JsonWords.known(json, "free", second.free(), Report.Second.UNKNOWN);
        JsonWords.known(json, "held", second.held(), Report.Second.UNKNOWN);
        JsonWords.known(json, "sold", second.sold(), Report.Second.UNKNOWN);
        json.writeEndObject();
    }
}
