package dev.onsale.http.routes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.onsale.http.routes.TestNode.Answer;
import dev.onsale.http.server.ProblemType;
import dev.onsale.json.OrderRequest;
import dev.onsale.json.SaleChangeReader;
import dev.onsale.json.SaleReader;
import dev.onsale.sale.Sale;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The documents of the interface: they are served, and they say what is so. */
class DocsPagesTest {

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    private static TestNode node;
    private static JsonNode openapi;

    @BeforeAll
    static void open() throws Exception {
        node = new TestNode();
        Answer answer = node.get("/openapi.yaml").answer();
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo("application/yaml");
        openapi = YAML.readTree(answer.body());
    }

    @AfterAll
    static void close() {
        node.close();
    }

    @Test
    void thePageNeedsNothingFromElsewhere() {
        Answer page = node.get("/docs").answer();

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
        assertThat(page.header("Content-Security-Policy")).startsWith("default-src 'self'");
        List<String> links = new ArrayList<>();
        Matcher matcher = Pattern.compile("(?:src|href)=\"([^\"]*)\"").matcher(page.body());
        while (matcher.find()) {
            links.add(matcher.group(1));
        }
        assertThat(links).hasSize(5);
        for (String link : links) {
            assertThat(link).startsWith("/");
            Answer file = node.get(link).answer();
            assertThat(file.status()).as(link).isEqualTo(200);
            assertThat(file.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(file.body()).isNotEmpty();
        }
        Matcher pictures = Pattern.compile("url\\(\"?([^:]*:)")
                .matcher(node.get("/docs/swagger-ui.css").answer().body());
        assertThat(pictures.results().map(found -> found.group(1))).isNotEmpty().containsOnly("data:");
        // Once more: what was read is kept.
        assertThat(node.get("/docs").answer().body()).isEqualTo(page.body());
    }

    @Test
    void everyProblemIsExplainedWhereItsTypePoints() {
        JsonNode all = node.get("/problems").answer().ok(200).path("problems");

        assertThat(all.size()).isEqualTo(ProblemType.values().length);
        for (JsonNode problem : all) {
            assertThat(node.get(problem.path("type").asText()).answer().ok(200)).isEqualTo(problem);
            assertThat(problem.path("meaning").asText()).endsWith(".");
            assertThat(problem.path("title").asText()).isNotBlank();
        }
    }

    @Test
    void theDescriptionKnowsEveryProblem() {
        TreeSet<String> described = new TreeSet<>();
        openapi.path("components")
                .path("schemas")
                .path("ProblemCode")
                .path("enum")
                .forEach(code -> described.add(code.asText()));

        assertThat(described)
                .containsExactlyElementsOf(new TreeSet<>(
                        Stream.of(ProblemType.values()).map(ProblemType::code).toList()));
    }

    @Test
    void theDescriptionKnowsEveryPathAndMethod() {
        openapi.path("paths").properties().forEach(path -> {
            TreeSet<String> described = new TreeSet<>();
            path.getValue().fieldNames().forEachRemaining(name -> {
                if (!name.equals("parameters")) {
                    described.add(name.toUpperCase(java.util.Locale.ROOT));
                }
            });
            String concrete = path.getKey().replace("{code}", "busy").replaceAll("\\{\\w+}", "x");
            Answer refused = node.ask("TRACE", concrete).answer();
            refused.problem(405, "method_not_allowed");
            TreeSet<String> allowed =
                    new TreeSet<>(List.of(refused.header("Allow").split(", ", -1)));
            allowed.remove("HEAD");
            assertThat(described).as(path.getKey()).isEqualTo(allowed);
        });
        assertThat(openapi.path("paths").size()).isEqualTo(14);
    }

    /** The page shows a parameter that stands beside the methods, and not in each, as one without a name. */
    @Test
    void everyMethodDescribesTheParametersOfItsPath() {
        openapi.path("paths").properties().forEach(path -> {
            assertThat(path.getValue().has("parameters")).as(path.getKey()).isFalse();
            Matcher names = Pattern.compile("\\{(\\w+)}").matcher(path.getKey());
            names.results().map(found -> found.group(1)).forEach(name -> path.getValue()
                    .forEach(method -> {
                        List<String> described = new ArrayList<>();
                        for (JsonNode parameter : method.path("parameters")) {
                            JsonNode meant = parameter.has("$ref")
                                    ? openapi.at(parameter.path("$ref").asText().substring(1))
                                    : parameter;
                            described.add(meant.path("name").asText());
                        }
                        assertThat(described).as(path.getKey()).contains(name);
                    }));
        });
    }

    @Test
    void whoeverOpensTheAddressIsLedToThePage() {
        Answer front = node.get("/").answer();

        assertThat(front.status()).isEqualTo(307);
        assertThat(front.header("Location")).isEqualTo("/docs");
    }

    @Test
    void everyReferenceInTheDescriptionLeadsSomewhere() {
        List<JsonNode> references = openapi.findValues("$ref");

        assertThat(references).hasSizeGreaterThan(100);
        for (JsonNode reference : references) {
            assertThat(openapi.at(reference.asText().substring(1)).isMissingNode())
                    .as(reference.asText())
                    .isFalse();
        }
    }

    @Test
    void theExamplesOfRequestsAreGoodRequests() throws Exception {
        JsonNode examples = openapi.path("components").path("examples");
        Sale train = SaleReader.read(bytes(examples.path("train").path("value")));
        assertThat(train.stops()).hasSize(4);
        SaleReader.read(bytes(examples.path("concert").path("value")));
        for (JsonNode order : requests("/v1/sales/{sale}/orders", "post")) {
            OrderRequest.read(bytes(order));
        }
        for (JsonNode change : requests("/v1/sales/{sale}", "patch")) {
            SaleChangeReader.read(bytes(change));
        }
    }

    private static List<JsonNode> requests(String path, String method) {
        JsonNode content = openapi.path("paths")
                .path(path)
                .path(method)
                .path("requestBody")
                .path("content")
                .path("application/json");
        List<JsonNode> values = new ArrayList<>();
        content.path("examples").forEach(example -> values.add(example.path("value")));
        assertThat(values).isNotEmpty();
        return values;
    }

    private static byte[] bytes(JsonNode json) throws Exception {
        return new ObjectMapper().writeValueAsBytes(json);
    }
}
