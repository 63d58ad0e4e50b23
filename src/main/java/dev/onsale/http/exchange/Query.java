package dev.onsale.http.exchange;

import dev.onsale.json.BadInputException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The query of a URI, read strictly: no parameter that nobody knows, none twice, none empty. Immutable. */
public final class Query {

    private final Map<String, String> values;

    private Query(Map<String, String> values) {
        this.values = values;
    }

    /**
     * Reads a query.
     *
     * @param query without its question mark, or null
     * @param known names of the parameters that may stand in it
     * @throws BadInputException naming the parameter at fault
     */
    public static Query of(@Nullable String query, List<String> known) throws BadInputException {
        Map<String, String> values = new HashMap<>();
        if (query == null || query.isEmpty()) {
            return new Query(values);
        }
        if (!query.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
            throw new BadInputException(
                    "query",
                    "holds characters that must be percent-encoded, as in %E5%8C%97 (curl -G --data-urlencode does it)");
        }
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = decode(equals < 0 ? pair : pair.substring(0, equals));
            if (!known.contains(name)) {
                throw new BadInputException(
                        "query", "holds a parameter that is not known here; known are: " + String.join(", ", known));
            }
            String value = decode(equals < 0 ? "" : pair.substring(equals + 1));
            if (value.isEmpty()) {
                throw new BadInputException(name, "must not be empty");
            }
            if (values.put(name, value) != null) {
                throw new BadInputException(name, "stands twice");
            }
        }
        return new Query(values);
    }

    private static String decode(String text) throws BadInputException {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException brokenEscape) {
            throw new BadInputException("query", "holds a broken percent escape");
        }
    }

    /** The parameter's value, or null. */
    public @Nullable String get(String name) {
        return values.get(name);
    }

    /** The parameter as a whole number from 1 to {@code max}, or {@code otherwise} where it is left out. */
    public int integer(String name, int max, int otherwise) throws BadInputException {
        String text = values.get(name);
        if (text == null) {
            return otherwise;
        }
        if (text.length() <= 9 && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            int value = Integer.parseInt(text);
            if (value >= 1 && value <= max) {
                return value;
            }
        }
        throw new BadInputException(name, "must be a whole number from 1 to " + max);
    }
}
