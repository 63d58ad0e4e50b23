package dev.onsale.lab.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How reports are put into JSON. Stateless. */
final class JsonWords {

    /** Whatever writes one value. */
    interface Document {
        void write(JsonGenerator json) throws IOException;
    }

    private static final JsonFactory FACTORY = new JsonFactory();
    private static final int DECIMALS = 6;

    private JsonWords() {}

    /** Writes for files and eyes, with a line break behind it; leaves {@code out} open. */
    static void writePretty(Document document, Writer out) throws IOException {
        try (JsonGenerator json = FACTORY.createGenerator(out)
                .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
                .useDefaultPrettyPrinter()) {
            document.write(json);
        }
        out.write(System.lineSeparator());
    }

    /**
     * Writes for a page's {@code <script>}: nothing in it can end that element or begin another, and it still is the same JSON. These
     * characters stand nowhere in JSON but in strings.
     */
    static String forScript(Document document) {
        StringWriter out = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            document.write(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString()
                .replace("<", "\\u003c")
                .replace(">", "\\u003e")
                .replace("&", "\\u0026")
                .replace("\u2028", "\\u2028")
                .replace("\u2029", "\\u2029");
    }

    /** A number with a fraction. JSON has no word for one that is not finite, and no figure of a report may be that. */
    static void number(JsonGenerator json, String name, double value) throws IOException {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(name + " is " + value);
        }
        BigDecimal rounded = BigDecimal.valueOf(value)
                .setScale(DECIMALS, RoundingMode.HALF_UP)
                .stripTrailingZeros();
        json.writeFieldName(name);
        json.writeNumber(rounded.scale() < 0 ? rounded.setScale(0) : rounded);
    }

    /** A count, or null for one that is not known. */
    static void known(JsonGenerator json, String name, int value, int unknown) throws IOException {
        if (value == unknown) {
            json.writeNullField(name);
        } else {
            json.writeNumberField(name, value);
        }
    }

    /** A text, or null for none. */
    static void text(JsonGenerator json, String name, @Nullable String text) throws IOException {
        json.writeStringField(name, text);
    }

    /** A word of the interface: lower case, without blanks. */
    static String word(String text) {
        return text.toLowerCase(Locale.ROOT).replace(' ', '_');
    }

    static void machine(JsonGenerator json, Report.Machine machine) throws IOException {
        json.writeObjectFieldStart("machine");
        json.writeStringField("processor", machine.processor());
        json.writeNumberField("cores", machine.cores());
        json.writeNumberField("memoryBytes", machine.memoryBytes());
        json.writeStringField("system", machine.system());
        json.writeStringField("java", machine.java());
        json.writeEndObject();
    }
}
