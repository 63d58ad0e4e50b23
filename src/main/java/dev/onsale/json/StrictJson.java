package dev.onsale.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads one JSON value, token by token, and takes nothing that is not exactly what was asked for: no field that nobody knows, none
 * twice, no text for a number, no fraction for a whole number, nothing behind the value. Every fault names its field, in the
 * words of the {@link Notation} that was written. It stands on a {@link JsonParser}, so YAML may be read the same way. For one thread.
 */
public final class StrictJson implements AutoCloseable {

    static final JsonFactory FACTORY = JsonFactory.builder()
            .recyclerPool(JsonRecyclerPools.threadLocalPool())
            .build();

    /** Where the fault is when it is in no field. */
    public static final String BODY = "body";

    private static final int UNQUOTED_CHARS_MAX = 40;

    private final JsonParser parser;
    private final Notation notation;

    /** Reads the value of one field, or says that there is no such field. */
    @FunctionalInterface
    interface FieldReader {
        /**
         * The parser stands on the field's value.
         *
         * @param name of the field
         * @param path of the field, for faults
         * @return whether there is such a field
         */
        boolean read(String name, String path) throws BadInputException;
    }

    /** Reads one element of an array. */
    @FunctionalInterface
    public interface ElementReader {
        /** The parser stands on the element; {@code path} is where it is. */
        void read(String path) throws BadInputException;
    }

    /**
     * Over a value that somebody else's parser reads, as from a YAML file. The parser stands before the value.
     *
     * @throws BadInputException if it does not begin well
     */
    public StrictJson(JsonParser parser, Notation notation) throws BadInputException {
        this.parser = parser;
        this.notation = notation;
        next();
    }

    /**
     * Over JSON in UTF-8; other encodings are refused.
     *
     * @throws BadInputException if it does not begin well
     */
    public static StrictJson of(byte[] body) throws BadInputException {
        String text = decode(body);
        try {
            return new StrictJson(FACTORY.createParser(text), Notation.JSON);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String decode(byte[] body) throws BadInputException {
        if (body.length == 0) {
            throw new BadInputException(BODY, "is empty; it must be a JSON object");
        }
        // The parser itself would guess the encoding and let some bytes through that are not UTF-8.
        if (isAscii(body)) {
            return new String(body, StandardCharsets.ISO_8859_1);
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new BadInputException(BODY, "is not valid UTF-8");
        }
    }

    private static boolean isAscii(byte[] body) {
        int any = 0;
        for (byte b : body) {
            any |= b;
        }
        return any >= 0;
    }

    /** Reads an object, field by field. */
    void object(String path, FieldReader reader) throws BadInputException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw new BadInputException(path.isEmpty() ? BODY : path, notation.objectWanted());
        }
        Set<String> seen = new HashSet<>();
        while (next() != JsonToken.END_OBJECT) {
            String name = currentName();
            String fieldPath = path.isEmpty() ? name : path + "." + name;
            next();
            if (!seen.add(name)) {
                throw new BadInputException(shown(fieldPath), "stands twice");
            }
            if (!reader.read(name, fieldPath)) {
                throw new BadInputException(shown(fieldPath), "is not a known field");
            }
        }
    }

    /** Reads an array of at most {@code elementsMax}. */
    public void array(String path, int elementsMax, ElementReader reader) throws BadInputException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw new BadInputException(path, notation.arrayWanted());
        }
        int i = 0;
        while (next() != JsonToken.END_ARRAY) {
            if (i == elementsMax) {
                throw new BadInputException(path, "must hold at most " + elementsMax + " elements");
            }
            reader.read(path + "[" + i + "]");
            i++;
        }
    }

    /** Whether the value is {@code null}. */
    boolean isNull() {
        return parser.currentToken() == JsonToken.VALUE_NULL;
    }

    /** Reads text of 1 to {@code charsMax} characters that can be shown: no control character, no half of a surrogate pair. */
    String text(String path, int charsMax) throws BadInputException {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw new BadInputException(path, notation.textWanted(unquoted()));
        }
        String text = scalar();
        if (text.isEmpty() || text.length() > charsMax) {
            throw new BadInputException(path, "must be 1 to " + charsMax + " characters, but is " + text.length());
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isISOControl(c)) {
                throw new BadInputException(path, "must not contain control characters");
            }
            if (Character.isSurrogate(c)) {
                if (i + 1 == text.length() || !Character.isSurrogatePair(c, text.charAt(i + 1))) {
                    throw new BadInputException(path, "must not contain half of a surrogate pair");
                }
                i++;
            }
        }
        return text;
    }

    /** Reads a whole number from {@code min} to {@code max}, written as people read it. */
    long integer(String path, long min, long max) throws BadInputException {
        if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT && isPlainDecimal(scalar())) {
            try {
                // Wider numbers are none of ours: their digits are never turned into a value.
                if (parser.getTextLength() <= 20 && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
                    long value = parser.getLongValue();
                    if (value >= min && value <= max) {
                        return value;
                    }
                }
            } catch (IOException e) {
                throw malformed(e);
            }
        }
        boolean any = min == Integer.MIN_VALUE && max == Integer.MAX_VALUE; // somebody else knows the bounds
        throw new BadInputException(
                path,
                (any ? "must be a whole number" : "must be a whole number from " + min + " to " + max)
                        + notation.numberHint());
    }

    /**
     * Whether a number is written as JSON would write it. YAML knows other ways, some of which mean another number than they look like: 010 is eight,
     * 0x10 sixteen, 1_000 a thousand.
     */
    private static boolean isPlainDecimal(String text) {
        int first = text.startsWith("-") ? 1 : 0;
        int digits = text.length() - first;
        return digits > 0
                && (text.charAt(first) != '0' || text.length() == 1)
                && text.chars().skip(first).allMatch(c -> c >= '0' && c <= '9');
    }

    /** Reads {@code true} or {@code false}. */
    boolean bool(String path) throws BadInputException {
        boolean value = parser.currentToken() == JsonToken.VALUE_TRUE;
        if (!value && parser.currentToken() != JsonToken.VALUE_FALSE) {
            throw new BadInputException(path, "must be true or false");
        }
        return value;
    }

    /** Reads one of some words. */
    <E> E word(String path, Map<String, E> words) throws BadInputException {
        E value = parser.currentToken() == JsonToken.VALUE_STRING ? words.get(scalar()) : null;
        if (value == null) {
            throw new BadInputException(path, "must be one of " + String.join(", ", new TreeSet<>(words.keySet())));
        }
        return value;
    }

    /** Reads the end: nothing may stand behind the value. */
    public void end() throws BadInputException {
        if (next() != null) {
            throw new BadInputException(BODY, notation.moreThanOne());
        }
    }

    /** A number or truth value as it was written, where it is short enough to be repeated; else null. */
    private @Nullable String unquoted() throws BadInputException {
        return switch (parser.currentToken()) {
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT, VALUE_TRUE, VALUE_FALSE -> {
                String written = scalar();
                yield written.length() <= UNQUOTED_CHARS_MAX ? written : null;
            }
            case START_OBJECT, START_ARRAY, VALUE_NULL, VALUE_STRING -> null;
            case END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE -> null;
        };
    }

    private @Nullable JsonToken next() throws BadInputException {
        try {
            return parser.nextToken();
        } catch (IOException e) {
            throw malformed(e);
        }
    }

    private String currentName() throws BadInputException {
        try {
            return parser.currentName();
        } catch (IOException e) {
            throw malformed(e);
        }
    }

    private String scalar() throws BadInputException {
        try {
            return parser.getText();
        } catch (IOException e) {
            throw malformed(e);
        }
    }

    private static BadInputException malformed(IOException e) {
        if (!(e instanceof JsonProcessingException fault)) {
            throw new UncheckedIOException(e);
        }
        JsonLocation at = fault.getLocation();
        return new BadInputException(
                BODY,
                at == null
                        ? "is not well-formed"
                        : "is not well-formed at line " + at.getLineNr() + ", column " + at.getColumnNr());
    }

    /** A name that a stranger chose, as it may be repeated to them: short, and of plain characters. */
    private static String shown(String path) {
        StringBuilder shown = new StringBuilder();
        path.codePoints()
                .limit(100)
                .map(c -> Character.isISOControl(c) || (c >= 0xD800 && c <= 0xDFFF) ? '?' : c)
                .forEach(shown::appendCodePoint);
        return shown.toString();
    }

    @Override
    public void close() {
        try {
            parser.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
