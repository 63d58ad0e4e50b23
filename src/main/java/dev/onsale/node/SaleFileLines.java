package dev.onsale.node;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import dev.onsale.json.BadInputException;
import dev.onsale.json.StrictJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * On which line of a file each field stands. Whoever reads the sale knows fields and no files; people who mend a file want lines.
 * So the file is read twice: here for the lines, and whether it is well-formed at all.
 */
final class SaleFileLines {

    private final String file;
    private final Map<String, Integer> lineByPath = new HashMap<>();

    private SaleFileLines(String file) {
        this.file = file;
    }

    /**
     * Reads all of a file.
     *
     * @throws StartException if it is not well-formed
     */
    static SaleFileLines of(String file, JsonFactory factory, String text) throws StartException {
        SaleFileLines lines = new SaleFileLines(file);
        try (JsonParser parser = factory.createParser(text)) {
            lines.read(parser);
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            String where = at == null ? file : file + ", line " + at.getLineNr();
            throw new StartException(where + ": is not well-formed: " + firstLine(e.getOriginalMessage()), e);
        } catch (IOException e) {
            throw new UncheckedIOException("a text in memory cannot be read", e);
        }
        if (lines.lineByPath.isEmpty()) {
            throw new StartException(file + ": holds no sale");
        }
        return lines;
    }

    private void read(JsonParser parser) throws IOException, StartException {
        Deque<Level> levels = new ArrayDeque<>();
        for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
            if (token == JsonToken.FIELD_NAME) {
                levels.element().field(parser.currentName());
                continue;
            }
            if (token.isStructEnd()) {
                levels.pop();
                continue;
            }
            int line = parser.currentTokenLocation().getLineNr();
            String path = levels.isEmpty() ? "" : levels.element().next();
            lineByPath.putIfAbsent(path, line);
            if (parser instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
                throw new StartException(file + ", line " + line + ": refers to another place (*" + yaml.getText()
                        + "), which sale files cannot: write it out");
            }
            if (token.isStructStart()) {
                levels.push(new Level(path, token == JsonToken.START_ARRAY));
            }
        }
    }

    /** An object or array that is being read. */
    private static final class Level {
        private final String path;
        private final boolean isArray;
        private String field = "";
        private int index;

        Level(String path, boolean isArray) {
            this.path = path;
            this.isArray = isArray;
        }

        void field(String name) {
            field = name;
        }

        /** Path of the value that comes now. */
        String next() {
            if (isArray) {
                return path + "[" + index++ + "]";
            }
            return path.isEmpty() ? field : path + "." + field;
        }
    }

    /** The fault with its file, and its line or that of whatever holds the field, where the field itself is missing. */
    String sentence(BadInputException fault) {
        boolean isWhole = fault.field().equals(StrictJson.BODY);
        String path = isWhole ? "" : fault.field();
        Integer line = lineByPath.get(path);
        while (line == null && !path.isEmpty()) {
            path = path.substring(0, Math.max(0, Math.max(path.lastIndexOf('.'), path.lastIndexOf('['))));
            line = lineByPath.get(path);
        }
        return file + (line == null ? "" : ", line " + line) + ": " + (isWhole ? "the file" : fault.field()) + " "
                + fault.sentence();
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }
}
