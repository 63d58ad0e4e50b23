package dev.onsale.lab.rehearsal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * An order in the server's records.
 *
 * @param buyer name of the buyer
 * @param paper all else
 * @param placedAtMillis when it was placed, by the server's clock, or {@link #UNKNOWN}
 */
record RecordedOrder(String buyer, Paper paper, long placedAtMillis) {

    /** A time that the server has not told. */
    static final long UNKNOWN = Long.MIN_VALUE;

    /** One of which it is not known when it was placed. */
    RecordedOrder(String buyer, Paper paper) {
        this(buyer, paper, UNKNOWN);
    }

    /** Reads one; the parser stands on its beginning. */
    static RecordedOrder read(JsonParser json, Trips trips) throws IOException {
        String id = "";
        String buyer = "";
        String state = "";
        String from = null;
        String to = null;
        long placedAt = UNKNOWN;
        List<String> seats = new ArrayList<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            switch (name) {
                case "id" -> id = json.getText();
                case "buyer" -> buyer = json.getText();
                case "state" -> state = json.getText();
                case "from" -> from = value == JsonToken.VALUE_NULL ? null : json.getText();
                case "to" -> to = value == JsonToken.VALUE_NULL ? null : json.getText();
                case "placedAt" -> placedAt = Words.time(json.getText());
                case "seats" -> {
                    while (json.nextToken() == JsonToken.VALUE_STRING) {
                        seats.add(json.getText());
                    }
                }
                default -> json.skipChildren();
            }
        }
        int trip = from == null || to == null ? 0 : trips.of(place(from), place(to));
        return new RecordedOrder(buyer, new Paper(id, state, trip, seats), placedAt);
    }

    private static int place(String stop) throws IOException {
        try {
            return Integer.parseInt(stop.substring(stop.lastIndexOf('-') + 1)) - 1;
        } catch (NumberFormatException e) {
            throw new IOException("an order has a stop that the train has not: " + stop, e);
        }
    }
}
