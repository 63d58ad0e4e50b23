package dev.onsale.lab.report;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.Writer;

/**
 * A {@link Comparison} as JSON, for programs; {@code rehearsal/comparison.schema.json} among the resources says what is in it. Fields have
 * the names of the record's, times are RFC 3339 UTC, and what is not known is {@code null}. Stateless.
 */
public final class ComparisonJson {

    private ComparisonJson() {}

    /** Writes the comparison and a line break; leaves {@code out} open. */
    public static void write(Comparison comparison, Writer out) throws IOException {
        JsonWords.writePretty(json -> write(comparison, json), out);
    }

    /** The same as one line that may stand within {@code <script>}. */
    static String forScript(Comparison comparison) {
        return JsonWords.forScript(json -> write(comparison, json));
    }

    private static void write(Comparison comparison, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("version", comparison.version());
        json.writeStringField("startedAt", comparison.startedAt().toString());
        Comparison.Crowd crowd = comparison.crowd();
        json.writeObjectFieldStart("crowd");
        json.writeNumberField("buyers", crowd.buyers());
        json.writeNumberField("tickets", crowd.tickets());
        JsonWords.number(json, "abandonShare", crowd.abandonShare());
        json.writeStringField("arrivals", crowd.arrivals());
        json.writeNumberField("connections", crowd.connections());
        json.writeNumberField("seed", crowd.seed());
        json.writeEndObject();
        json.writeArrayFieldStart("contenders");
        for (Comparison.Contender contender : comparison.contenders()) {
            write(contender, json);
        }
        json.writeEndArray();
        JsonWords.machine(json, comparison.machine());
        json.writeEndObject();
    }

    private static void write(Comparison.Contender contender, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", contender.name());
        json.writeStringField("what", contender.what());
        Comparison.Figures figures = contender.figures();
        if (figures == null) {
            json.writeNullField("figures");
        } else {
            json.writeObjectFieldStart("figures");
            json.writeNumberField("sold", figures.sold());
            json.writeNumberField("oversold", figures.oversold());
            json.writeNumberField("undersold", figures.undersold());
            json.writeNumberField("refundsDue", figures.refundsDue());
            JsonWords.number(json, "ordersPerSecond", figures.ordersPerSecond());
            if (figures.writesPerTicket() == Comparison.Figures.UNKNOWN) {
                json.writeNullField("writesPerTicket");
            } else {
                JsonWords.number(json, "writesPerTicket", figures.writesPerTicket());
            }
            json.writeNumberField("p50Micros", figures.p50Micros());
            json.writeNumberField("p99Micros", figures.p99Micros());
            json.writeNumberField("p999Micros", figures.p999Micros());
            json.writeEndObject();
        }
        JsonWords.text(json, "notRun", contender.notRun());
        json.writeStringField("remark", contender.remark());
        json.writeEndObject();
    }
}
