package dev.onsale.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.onsale.audit.AuditReport;
import dev.onsale.audit.Check;
import dev.onsale.audit.Fault;
import dev.onsale.audit.Finding;
import dev.onsale.audit.LostOrder;
import dev.onsale.ledger.OrderState;
import java.io.IOException;
import java.io.Writer;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** An {@link AuditReport} as JSON, for programs. Unlike the text, it lists every sale. Stateless. */
final class AuditJson {

    private AuditJson() {}

    /** Writes the report and a line break; leaves {@code out} open. */
    static void write(AuditReport report, Writer out) throws IOException {
        try (JsonGenerator json = new JsonFactory()
                .createGenerator(out)
                .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
                .useDefaultPrettyPrinter()) {
            json.writeStartObject();
            json.writeBooleanField("clean", report.isClean());
            json.writeNumberField("events", report.events());
            json.writeNumberField("eventsNotKept", report.notKept());
            json.writeNumberField("salesWithState", report.states());
            json.writeNumberField("snapshots", report.snapshots());
            json.writeObjectFieldStart("checks");
            for (Check check : Check.values()) {
                json.writeNumberField(check.name().toLowerCase(Locale.ROOT), report.findingsOf(check));
            }
            json.writeEndObject();
            json.writeObjectFieldStart("faults");
            for (Map.Entry<Fault, Long> fault : new TreeMap<>(report.faults()).entrySet()) {
                json.writeNumberField(fault.getKey().word(), fault.getValue());
            }
            json.writeEndObject();
            json.writeArrayFieldStart("findings");
            for (Finding finding : report.findings()) {
                json.writeStartObject();
                json.writeStringField("fault", finding.fault().word());
                json.writeStringField("journal", finding.journal());
                json.writeNumberField("event", finding.position());
                json.writeStringField("sentence", finding.sentence());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeArrayFieldStart("lost");
            for (LostOrder lost : report.lost().orders()) {
                OrderState inLedger = lost.inLedger();
                json.writeStartObject();
                json.writeStringField("order", lost.order().id().toString());
                json.writeStringField("sale", lost.order().sale());
                json.writeStringField("buyer", lost.order().buyer());
                json.writeStringField("inBook", lost.order().state().word());
                json.writeStringField("inLedger", inLedger == null ? null : inLedger.word());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeObjectFieldStart("book");
            json.writeNumberField("comparedToEvent", report.book().position());
            json.writeStringField("whyNot", report.book().whyNot());
            json.writeEndObject();
            json.writeArrayFieldStart("sales");
            for (AuditReport.SaleFigures sale : report.sales()) {
                write(sale, json);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        out.write(System.lineSeparator());
    }

    private static void write(AuditReport.SaleFigures sale, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", sale.sale().id());
        json.writeStringField("name", sale.sale().name());
        json.writeObjectFieldStart("orders");
        for (OrderState state : OrderState.values()) {
            json.writeNumberField(state.word(), sale.orders().getOrDefault(state, 0L));
        }
        json.writeEndObject();
        json.writeArrayFieldStart("tiers");
        for (AuditReport.TierFigures tier : sale.tiers()) {
            json.writeStartObject();
            json.writeStringField("id", tier.tier().id());
            json.writeStringField("name", tier.tier().name());
            json.writeNumberField("capacity", tier.tier().capacity());
            json.writeNumberField("legs", tier.legs());
            json.writeNumberField("held", tier.held());
            json.writeNumberField("paid", tier.paid());
            json.writeNumberField("free", tier.free());
            json.writeObjectFieldStart("amountPaid");
            json.writeFieldName("value");
            json.writeNumber(tier.amountPaid());
            json.writeStringField("currency", tier.tier().currency());
            json.writeEndObject();
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
