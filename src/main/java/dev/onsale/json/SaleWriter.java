package dev.onsale.json;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.onsale.ledger.SaleView;
import dev.onsale.sale.Fare;
import dev.onsale.sale.Journey;
import dev.onsale.sale.Sale;
import dev.onsale.sale.Tier;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes a sale as JSON, with or without what is free of it. Stateless; any thread. */
public final class SaleWriter {

    /** What a reader wants to see of a sale. */
    public enum Detail {
        /** One sale: its tables of fares too. */
        FULL,
        /** One of many, or for one journey: without the tables of fares. */
        SHORT
    }

    private static final int BYTES_USUAL = 1024;

    private SaleWriter() {}

    /** The sale as it is, without its stock. */
    public static byte[] bytes(Sale sale, SalePhase phase) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(BYTES_USUAL);
        try (JsonGenerator json = StrictJson.FACTORY.createGenerator(out)) {
            write(json, sale, phase, null, sale.wholeWay(), Detail.FULL);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** The sale and its stock for a journey. */
    public static byte[] bytes(SaleView view, SalePhase phase, Journey journey, Detail detail) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(BYTES_USUAL);
        try (JsonGenerator json = StrictJson.FACTORY.createGenerator(out)) {
            write(json, view.sale(), phase, view, journey, detail);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static void write(
            JsonGenerator json, Sale sale, SalePhase phase, @Nullable SaleView view, Journey journey, Detail detail)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("id", sale.id());
        json.writeStringField("name", sale.name());
        json.writeStringField("state", phase.word());
        json.writeStringField("status", sale.status().name().toLowerCase(Locale.ROOT));
        json.writeStringField("opensAt", Instants.write(sale.opensAt()));
        if (sale.closesAt() == Sale.NEVER) {
            json.writeNullField("closesAt");
        } else {
            json.writeStringField("closesAt", Instants.write(sale.closesAt()));
        }
        json.writeNumberField("holdSeconds", sale.holdSeconds());
        json.writeStringField("deduct", sale.deduct().word());
        if (sale.perBuyer() == Sale.NO_LIMIT) {
            json.writeNullField("perBuyer");
        } else {
            json.writeNumberField("perBuyer", sale.perBuyer());
        }
        json.writeBooleanField("buyerRefunds", sale.buyerRefunds());
        if (!sale.stops().isEmpty()) {
            json.writeArrayFieldStart("stops");
            for (String stop : sale.stops()) {
                json.writeString(stop);
            }
            json.writeEndArray();
            if (view != null) {
                json.writeStringField("from", sale.stops().get(journey.from()));
                json.writeStringField("to", sale.stops().get(journey.to()));
            }
        }
        json.writeArrayFieldStart("tiers");
        for (int i = 0; i < sale.tiers().size(); i++) {
            Tier tier = sale.tiers().get(i);
            json.writeStartObject();
            json.writeStringField("id", tier.id());
            json.writeStringField("name", tier.name());
            json.writeNumberField("capacity", tier.capacity());
            if (view != null) {
                writeStock(json, view.tiers().get(i), journey);
                json.writeNumberField("price", tier.fare(journey).value());
            } else {
                json.writeNumberField("price", tier.price());
            }
            json.writeStringField("currency", tier.currency());
            if (detail == Detail.FULL && !tier.fares().isEmpty()) {
                writeFares(json, sale, tier);
            }
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    /** Seats of held and paid orders are counted leg by leg; those of a journey are told for its busiest leg. */
    private static void writeStock(JsonGenerator json, SaleView.TierView stock, Journey journey) throws IOException {
        int held = 0;
        int paid = 0;
        for (int leg = journey.from(); leg < journey.to(); leg++) {
            held = Math.max(held, stock.held(leg));
            paid = Math.max(paid, stock.paid(leg));
        }
        json.writeNumberField("free", stock.free(journey));
        json.writeNumberField("held", held);
        json.writeNumberField("paid", paid);
    }

    private static void writeFares(JsonGenerator json, Sale sale, Tier tier) throws IOException {
        json.writeArrayFieldStart("fares");
        for (Fare fare : tier.fares()) {
            json.writeStartObject();
            json.writeStringField("from", sale.stops().get(fare.journey().from()));
            json.writeStringField("to", sale.stops().get(fare.journey().to()));
            json.writeNumberField("price", fare.price());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
