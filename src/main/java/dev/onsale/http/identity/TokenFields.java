package dev.onsale.http.identity;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.onsale.config.Limits;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a token's header or payload. Texts, numbers and lists of texts are kept; whatever else a field holds only counts as being there. A number
 * is kept as a double, which every number of JSON has a nearest one of, infinity among them, so that none is too large, too small or too fine to be
 * judged. Immutable.
 */
final class TokenFields {

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNumberLength(Limits.HTTP_HEADERS_BYTES_MAX)
                    .build())
            .build();

    /** Stands for a value that means nothing here. */
    private static final Object OTHER = new Object();

    private final Map<String, Object> fields;

    private TokenFields(Map<String, Object> fields) {
        this.fields = fields;
    }

    /** Reads one object of JSON in UTF-8; null if it is none, or if a name stands twice: two readers might each take another one. */
    static @Nullable TokenFields read(byte[] json) {
        Map<String, Object> fields = new HashMap<>();
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(json))
                    .toString();
            try (JsonParser parser = FACTORY.createParser(text)) {
                if (parser.nextToken() != JsonToken.START_OBJECT) {
                    return null;
                }
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    String name = parser.currentName();
                    if (fields.put(name, value(parser, parser.nextToken())) != null) {
                        return null;
                    }
                }
                return parser.nextToken() == null ? new TokenFields(fields) : null;
            }
        } catch (IOException notJson) {
            return null;
        }
    }

    private static Object value(JsonParser parser, JsonToken first) throws IOException {
        if (first == JsonToken.VALUE_STRING) {
            return parser.getText();
        }
        if (first.isNumeric()) {
            return Double.valueOf(parser.getText());
        }
        if (first != JsonToken.START_ARRAY) {
            parser.skipChildren();
            return OTHER;
        }
        List<String> texts = new ArrayList<>();
        boolean textsOnly = true;
        for (JsonToken next = parser.nextToken(); next != JsonToken.END_ARRAY; next = parser.nextToken()) {
            textsOnly &= next == JsonToken.VALUE_STRING;
            texts.add(parser.getText());
            parser.skipChildren();
        }
        return textsOnly ? List.copyOf(texts) : OTHER;
    }

    boolean has(String name) {
        return fields.containsKey(name);
    }

    /** The text that a field holds, or null if it holds none. */
    @Nullable
    String text(String name) {
        return fields.get(name) instanceof String text ? text : null;
    }

    /** The number that a field holds, or null if it holds none. */
    @Nullable
    Double number(String name) {
        return fields.get(name) instanceof Double number ? number : null;
    }

    /** Whether a field holds one of these texts, alone or in a list of texts. */
    boolean holdsOneOf(String name, List<String> wanted) {
        return switch (fields.get(name)) {
            case String text -> wanted.contains(text);
            case List<?> texts -> texts.stream().anyMatch(wanted::contains);
            case null, default -> false;
        };
    }
}
