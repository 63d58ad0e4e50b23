package dev.onsale.lab.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReportJsonTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final SchemaCheck SCHEMA = new SchemaCheck("report");

    private static JsonNode json(Report report) throws IOException {
        StringWriter out = new StringWriter();
        ReportJson.write(report, out);
        assertThat(out.toString()).endsWith("}" + System.lineSeparator());
        return JSON.readTree(out.toString());
    }

    static Stream<Report> reports() {
        return Stream.of(
                SampleReport.clean(),
                SampleReport.broken(),
                SampleReport.empty(),
                SampleReport.cutShort(),
                SampleReport.train(),
                SampleReport.killed(),
                SampleReport.hostile());
    }

    @ParameterizedTest
    @MethodSource("reports")
    void everyReportIsAsTheSchemaSays(Report report) throws IOException {
        assertThat(SCHEMA.faults(json(report))).isEmpty();
    }

    @Test
    void theSchemaFindsEachFault() throws IOException {
        assertThat(SCHEMA.findsEachFault(json(SampleReport.killed()))).isGreaterThan(80);

        ObjectNode report = (ObjectNode) json(SampleReport.clean());
        ((ObjectNode) report.get("verdict")).put("result", "KEPT");
        assertThat(SCHEMA.faults(report)).isNotEmpty();
        report = (ObjectNode) json(SampleReport.clean());
        report.put("startedAt", "yesterday");
        assertThat(SCHEMA.faults(report)).isNotEmpty();
        report = (ObjectNode) json(SampleReport.clean());
        ((ObjectNode) report.get("requests").get("outcomes").get(0)).put("word", "Sold out");
        assertThat(SCHEMA.faults(report)).isNotEmpty();
    }

    @Test
    void theSchemaSaysWhatEachFieldIs() {
        assertThat(fieldsWithoutDescription(SCHEMA.schema(), "")).isEmpty();
        assertThat(fieldsWithoutDescription(new SchemaCheck("comparison").schema(), ""))
                .isEmpty();
    }

    private static List<String> fieldsWithoutDescription(JsonNode schema, String path) {
        List<String> silent = new ArrayList<>();
        schema.path("properties").properties().forEach(field -> {
            if (field.getValue().path("description").asText().isEmpty()) {
                silent.add(path + "." + field.getKey());
            }
            silent.addAll(fieldsWithoutDescription(field.getValue(), path + "." + field.getKey()));
        });
        if (schema.has("items")) {
            silent.addAll(fieldsWithoutDescription(schema.get("items"), path + "[]"));
        }
        return silent;
    }

    /** A component that somebody adds to a record, and to nothing else, is found here. */
    @Test
    void fieldsAreThoseOfTheRecords() throws IOException {
        JsonNode report = json(SampleReport.clean());

        assertThat(report.fieldNames()).toIterable().containsExactlyInAnyOrder(components(Report.class));
        assertThat(report.get("rush").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(components(Report.Rush.class));
        assertThat(report.get("buyers").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(components(Report.Buyers.class));
        assertThat(report.get("requests").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(components(Report.Requests.class));
        assertThat(report.get("requests").get("outcomes").get(0).fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(components(Report.Outcome.class));
        assertThat(report.get("latencies").get(0).fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(components(Report.Latency.class));
        assertThat(report.get("timeline").get(0).fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(components(Report.Second.class));
        assertThat(report.get("processes").get(0).fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(components(Report.Usage.class));
        assertThat(report.get("machine").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(components(Report.Machine.class));
        assertThat(report.get("verdict").get("checks").get(0).fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(components(Verdict.Check.class));
    }

    private static String[] components(Class<? extends Record> type) {
        return Stream.of(type.getRecordComponents())
                .map(RecordComponent::getName)
                .toArray(String[]::new);
    }

    @Test
    void wordsAreThoseOfTheInterface() throws IOException {
        JsonNode report = json(SampleReport.broken());

        assertThat(report.get("startedAt").asText()).isEqualTo("2027-01-20T06:00:00Z");
        assertThat(report.get("seconds").decimalValue()).isEqualByComparingTo("28.4");
        assertThat(report.get("verdict").get("result").asText()).isEqualTo("broken");
        assertThat(report.get("verdict").get("checks").findValuesAsText("result"))
                .containsExactly("kept", "broken", "kept", "kept", "unknown", "kept");
        assertThat(report.get("latencies").findValuesAsText("what")).containsExactly("order", "sold_out", "payment");
        assertThat(report.get("requests").get("outcomes").findValuesAsText("word"))
                .containsExactly("held", "sold_out", "busy", "paid");
        assertThat(report.get("cutShort").isNull()).isTrue();
    }

    @Test
    void whatIsNotKnownIsNull() throws IOException {
        JsonNode second = json(SampleReport.cutShort()).get("timeline").get(3);

        assertThat(second.get("free").isNull()).isTrue();
        assertThat(second.get("held").isNull()).isTrue();
        assertThat(second.get("sold").isNull()).isTrue();
        assertThat(second.get("answered").asInt()).isPositive();
        assertThat(json(SampleReport.empty()).get("verdict").get("result").asText())
                .isEqualTo("unknown");
    }

    /** No sentence can end the script element, and it still is the same document. */
    @Test
    void withinAScriptItIsTheSameDocumentAndCannotEndIt() throws IOException {
        String script = ReportJson.forScript(SampleReport.hostile());

        assertThat(script).doesNotContain("<", ">", "&", "\u2028", "\u2029");
        assertThat(JSON.readTree(script)).isEqualTo(json(SampleReport.hostile()));
        assertThat(JSON.readTree(script).get("cutShort").asText()).isEqualTo(SampleReport.HOSTILE);
    }

    @Test
    void aFigureThatIsNoNumberIsABug() {
        Report empty = SampleReport.empty();
        Report wrong = new Report(
                empty.version(),
                empty.startedAt(),
                Double.NaN,
                0,
                null,
                empty.machine(),
                empty.rush(),
                empty.buyers(),
                empty.requests(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                empty.verdict());

        assertThatThrownBy(() -> json(wrong))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("seconds is NaN");
    }
}
