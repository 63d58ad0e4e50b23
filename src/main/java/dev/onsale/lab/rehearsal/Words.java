package dev.onsale.lab.rehearsal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.onsale.config.LoadLimits;
import dev.onsale.lab.load.Answer;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Reads what the server's answers say. Owned by one thread. */
final class Words {

    private static final int CONFLICT = 409;

    /** The stock of one trip. */
    record Stock(int free, int held, int paid) {}

    /** The last answer {@code sold_out}: nearly all answers of a rush are this one. */
    private byte[] soldOut = new byte[0];

    private long placedAtMillis = RecordedOrder.UNKNOWN;

    boolean isSoldOut(Answer answer) {
        if (answer.status() != CONFLICT) {
            return false;
        }
        if (soldOut.length > 0 && answer.bodyIs(soldOut)) {
            return true;
        }
        if (refusal(answer).equals("sold_out")) {
            soldOut = answer.body();
            return true;
        }
        return false;
    }

    /** The word of a refusal: the end of its {@code type}; or the status, where there is none. */
    String refusal(Answer answer) {
        try (JsonParser json = answer.json()) {
            if (json.nextToken() == JsonToken.START_OBJECT) {
                while (json.nextToken() == JsonToken.FIELD_NAME) {
                    String name = json.currentName();
                    json.nextToken();
                    if (name.equals("type")) {
                        String type = json.getText();
                        return type.substring(type.lastIndexOf('/') + 1);
                    }
                    json.skipChildren();
                }
            }
        } catch (IOException e) {
            // A proxy's own page, say: the status says what there is to say.
            return "status_" + answer.status();
        }
        return "status_" + answer.status();
    }

    /**
     * An order.
     *
     * @throws IOException if it is none
     */
    Paper order(Answer answer, int trip) throws IOException {
        try (JsonParser json = answer.json()) {
            json.nextToken();
            return order(json, trip);
        }
    }

    /** When the order was placed of which was read last, by the server's clock, or {@link RecordedOrder#UNKNOWN}. */
    long placedAtMillis() {
        return placedAtMillis;
    }

    /** A time as the interface writes it, in milliseconds since 1970. */
    static long time(String text) throws IOException {
        try {
            return Instant.parse(text).toEpochMilli();
        } catch (DateTimeException | ArithmeticException e) {
            throw new IOException("an order has a time that is none: " + text, e);
        }
    }

    private Paper order(JsonParser json, int trip) throws IOException {
        placedAtMillis = RecordedOrder.UNKNOWN;
        String id = "";
        String state = "";
        List<String> seats = new ArrayList<>();
        if (json.currentToken() != JsonToken.START_OBJECT) {
            throw new IOException("an order was expected");
        }
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            json.nextToken();
            switch (name) {
                case "id" -> id = json.getText();
                case "state" -> state = json.getText();
                case "placedAt" -> placedAtMillis = time(json.getText());
                case "seats" -> {
                    while (json.nextToken() == JsonToken.VALUE_STRING) {
                        seats.add(json.getText());
                    }
                }
                default -> json.skipChildren();
            }
        }
        if (!isId(id) || state.isEmpty()) {
            throw new IOException("an order without an id that can be asked for, or without a state, came");
        }
        return new Paper(id, state, trip, seats);
    }

    /** The id becomes a part of the payment's path. */
    private static boolean isId(String id) {
        return !id.isEmpty()
                && id.length() <= LoadLimits.ORDER_ID_CHARS_MAX
                && id.chars().allMatch(c -> c > ' ' && c <= '~' && "/?#%".indexOf(c) < 0);
    }

    /**
     * What is free of the first tier.
     *
     * @throws IOException if that is not said
     */
    Stock stock(Answer answer) throws IOException {
        try (JsonParser json = answer.json()) {
            return stock(json);
        }
    }

    static Stock stock(JsonParser json) throws IOException {
        json.nextToken();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            json.nextToken();
            if (!name.equals("tiers")) {
                json.skipChildren();
                continue;
            }
            json.nextToken();
            int[] stock = {-1, -1, -1};
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String field = json.currentName();
                json.nextToken();
                switch (field) {
                    case "free" -> stock[0] = json.getIntValue();
                    case "held" -> stock[1] = json.getIntValue();
                    case "paid" -> stock[2] = json.getIntValue();
                    default -> json.skipChildren();
                }
            }
            if (stock[0] >= 0) {
                return new Stock(stock[0], Math.max(0, stock[1]), Math.max(0, stock[2]));
            }
        }
        throw new IOException("the sale does not say what is free");
    }
}
