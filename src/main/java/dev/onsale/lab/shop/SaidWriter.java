package dev.onsale.lab.shop;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;

/** Writes a shop's answers in Onsale's words, as far as a shop can say them. Stateless; any thread. */
final class SaidWriter {

    private static final JsonFactory FACTORY = new JsonFactory();
    private static final int BYTES_USUAL = 256;

    private SaidWriter() {}

    static byte[] order(Said.Order order) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(BYTES_USUAL);
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("id", order.id());
            json.writeStringField("state", order.state().name().toLowerCase(Locale.ROOT));
            // A shop of this kind has no deadlines.
            json.writeNullField("expiresAt");
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    static byte[] stock(Said.Stock stock) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(BYTES_USUAL);
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("id", stock.sale());
            json.writeStringField("state", "open");
            json.writeArrayFieldStart("tiers");
            json.writeStartObject();
            json.writeStringField("id", stock.tier());
            json.writeNumberField("capacity", stock.capacity());
            json.writeNumberField("free", stock.free());
            json.writeNumberField("held", stock.held());
            json.writeNumberField("paid", stock.paid());
            json.writeEndObject();
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
