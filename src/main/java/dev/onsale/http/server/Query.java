package dev.onsale.http.server;

import dev.onsale.json.BadInputException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The query of a URI, read strictly: no parameter that nobody knows, none twice, none empty. Immutable. */
public final class Query {

    /** Of a URI without one. */
    public static final Query NONE = new Query(Map.of());

    /** Where the fault is when it is in no parameter. */
    private static final String WHOLE = "query";

    private static final int SHOWN_CHARS_MAX = 64;

    private final Map<String, String> values;

    private Query(Map<String, String> values) {
        this.values = values;
    }

    /**
     * Reads the query of a URI: all that is behind its first question mark.
     *
     * @param known names of the parameters that may stand in it
     * @throws BadInputException naming the parameter at fault
     */
    static Query of(String uri, List<String> known) throws BadInputException {
        int question = uri.indexOf('?');
        if (question < 0 || question == uri.length() - 1) {
            return NONE;
        }
        String query = uri.substring(question + 1);
        if (!query.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
            throw new BadInputException(
                    WHOLE,
                    "holds characters that must be percent-encoded, as in %E5%8C%97 (curl -G --data-urlencode does it)");
        }
        Map<String, String> values = new HashMap<>();
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = decode(equals < 0 ? pair : pair.substring(0, equals));
            if (!known.contains(name)) {
                throw unknown(name, known);
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

    /** Whether the query of a URI can be taken apart, whatever it says. */
    public static boolean isReadable(String uri) {
        int question = uri.indexOf('?');
        try {
            return question < 0 || decode(uri.substring(question + 1)) != null;
        } catch (BadInputException broken) {
            return false;
        }
    }

    private static BadInputException unknown(String name, List<String> known) {
        String taken =
                known.isEmpty() ? "this call takes no parameters" : "known here are: " + String.join(", ", known);
        return name.isEmpty()
                ? new BadInputException(WHOLE, "holds a parameter without a name; " + taken)
                : new BadInputException(shown(name), "is not a known parameter; " + taken);
    }

    /** A name that a stranger chose, as it may be repeated to them: short. */
    private static String shown(String name) {
        int end = Math.min(name.length(), SHOWN_CHARS_MAX);
        return name.substring(
                0, end < name.length() && Character.isHighSurrogate(name.charAt(end - 1)) ? end - 1 : end);
    }

    private static String decode(String text) throws BadInputException {
        if (text.indexOf('%') < 0 && text.indexOf('+') < 0) {
            return text;
        }
        // The query is ASCII, so its characters are its bytes.
        byte[] bytes = new byte[text.length()];
        int count = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%') {
                bytes[count++] = (byte) (hex(text, i + 1) << 4 | hex(text, i + 2));
                i += 2;
            } else {
                bytes[count++] = (byte) (c == '+' ? ' ' : c);
            }
        }
        String decoded;
        try {
            decoded = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, 0, count))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new BadInputException(WHOLE, "holds percent escapes that are not UTF-8");
        }
        if (decoded.chars().anyMatch(Character::isISOControl)) {
            throw new BadInputException(WHOLE, "must not contain control characters");
        }
        return decoded;
    }

    private static int hex(String text, int at) throws BadInputException {
        int digit = at < text.length() ? Character.digit(text.charAt(at), 16) : -1;
        if (digit < 0) {
            throw new BadInputException(WHOLE, "holds a broken percent escape");
        }
        return digit;
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
