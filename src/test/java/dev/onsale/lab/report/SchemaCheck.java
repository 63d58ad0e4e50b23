package dev.onsale.lab.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Holds documents against one of the schemas that are shipped. */
final class SchemaCheck {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonNode text;
    private final Schema schema;

    /** @param name {@code report} or {@code comparison} */
    SchemaCheck(String name) {
        try (InputStream in = SchemaCheck.class.getResourceAsStream("/rehearsal/" + name + ".schema.json")) {
            text = JSON.readTree(Objects.requireNonNull(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(text.toString(), InputFormat.JSON);
    }

    JsonNode schema() {
        return text;
    }

    /** What is wrong with a document; empty if nothing. */
    List<Error> faults(JsonNode document) {
        return schema.validate(
                document, context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)));
    }

    /**
     * Spoils a right document in one place after the other, and expects each to be found: fields more and less, numbers as text, counts
     * below zero.
     *
     * @return how many places were spoilt
     */
    int findsEachFault(JsonNode document) {
        return spoil(document, document, "");
    }

    private int spoil(JsonNode root, JsonNode node, String path) {
        int spoilt = 0;
        if (node instanceof ObjectNode object) {
            object.put("surprise", 1);
            mustFail(root, path + " with a field more");
            object.remove("surprise");
            spoilt++;
            for (String name :
                    object.properties().stream().map(Map.Entry::getKey).toList()) {
                JsonNode right = object.remove(name);
                mustFail(root, path + " without " + name);
                spoilt++;
                if (right.isNumber()) {
                    object.set(name, TextNode.valueOf("1"));
                    mustFail(root, path + "." + name + " as text");
                    if (!name.equals("seed")) {
                        object.put(name, -5);
                        mustFail(root, path + "." + name + " below zero");
                    }
                }
                object.set(name, right);
                spoilt += spoil(root, right, path + "." + name);
            }
        } else if (node instanceof ArrayNode array && !array.isEmpty()) {
            // One of each kind: all have passed already.
            spoilt += spoil(root, array.get(0), path + "[0]");
        }
        return spoilt;
    }

    private void mustFail(JsonNode document, String what) {
        assertThat(faults(document)).as(what).isNotEmpty();
    }
}
