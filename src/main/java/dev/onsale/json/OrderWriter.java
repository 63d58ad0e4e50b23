package dev.onsale.json;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.onsale.ledger.Order;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** Writes an order as JSON. Stateless; any thread. */
public final class OrderWriter {

    private static final int BYTES_USUAL = 512;

    private OrderWriter() {}

    /** The order; {@code stops} are those of its sale. */
    public static byte[] bytes(Order order, List<String> stops) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(BYTES_USUAL);
        try (JsonGenerator json = StrictJson.FACTORY.createGenerator(out)) {
            write(json, order, stops);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /**
     * Writes the order into a document.
     *
     * @param stops those of the order's sale
     * @throws IOException if whatever is behind {@code json} fails
     */
    public static void write(JsonGenerator json, Order order, List<String> stops) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", order.id().toString());
        json.writeStringField("sale", order.sale());
        json.writeStringField("buyer", order.buyer());
        json.writeStringField("tier", order.tier());
        if (stops.isEmpty()) {
            json.writeNullField("from");
            json.writeNullField("to");
        } else {
            json.writeStringField("from", stops.get(order.journey().from()));
            json.writeStringField("to", stops.get(order.journey().to()));
        }
        json.writeNumberField("quantity", order.quantity());
        json.writeArrayFieldStart("seats");
        for (int i = 0; i < order.seats().count(); i++) {
            json.writeString(Integer.toString(order.seats().number(i)));
        }
        json.writeEndArray();
        json.writeStringField("state", order.state().word());
        json.writeObjectFieldStart("amount");
        json.writeNumberField("value", order.amount().value());
        json.writeStringField("currency", order.amount().currency());
        json.writeEndObject();
        json.writeStringField("placedAt", Instants.write(order.placedAt()));
        if (order.expiresAt() == Order.NO_DEADLINE) {
            json.writeNullField("expiresAt");
        } else {
            json.writeStringField("expiresAt", Instants.write(order.expiresAt()));
        }
        String reference = order.reference();
        if (reference == null) {
            json.writeNullField("reference");
        } else {
            json.writeStringField("reference", reference);
        }
        json.writeBooleanField("recovered", order.recovered());
        json.writeEndObject();
    }
}
