package dev.onsale.http.routes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.onsale.http.server.Route;
import dev.onsale.sale.SampleSale;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What no call takes, tried at each of them: those of the table of routes, and those that the description tells of. It is refused as
 * {@code bad_input} with the name of what is wrong, whoever asks, and changes nothing.
 */
class StrictInputTest {

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final List<String> CALLERS =
            List.of("", "Onsale-Buyer: alice\r\n", "Authorization: Bearer " + TestNode.OPERATOR + "\r\n");

    private final TestNode node = new TestNode()
            .with(SampleSale.concert("c", 10))
            .with(SampleSale.concert("rush", 10))
            .with(SampleSale.train("t", 2, 10));
    private String order;
    private long before;

    @BeforeEach
    void place() {
        order = node.order("alice", "k", 1).answer().ok(201).path("id").asText();
        before = node.memory.end();
    }

    @AfterEach
    void nothingWasChanged() {
        assertThat(node.memory.end()).isEqualTo(before);
        assertThat(node.get("/v1/orders/" + order)
                        .buyer("alice")
                        .answer()
                        .json()
                        .path("state")
                        .asText())
                .isEqualTo("held");
        node.close();
    }

    /** A call: a method, a path without placeholders, what it asks for. */
    private record Call(String method, String path, Route route) {}

    private List<Call> calls() {
        return node.api().table().stream()
                .map(entry -> new Call(entry.method().name(), concrete(entry.path()), entry.route()))
                .toList();
    }

    private String concrete(String path) {
        return path.replace(":sale", "c").replace(":order", order).replace(":code", "busy");
    }

    private void refused(Call call, String head, String body, String field) throws IOException {
        for (String caller : CALLERS) {
            String request = head + caller + "Idempotency-Key: new\r\n" + body;
            try (RawHttp raw = new RawHttp(node)) {
                raw.send(request);
                boolean isHead = call.method().equals("HEAD");
                RawHttp.Reply reply = isHead ? raw.readHead() : raw.read();
                assertThat(reply.status()).as(request).isEqualTo(400);
                assertThat(reply.headers().get("content-type")).isEqualTo("application/problem+json");
                assertThat(reply.headers().get("cache-control")).isEqualTo("no-store");
                if (!isHead) {
                    assertThat(reply.json().path("type").asText()).as(request).isEqualTo("/problems/bad_input");
                    assertThat(reply.json().path("field").asText()).as(request).isEqualTo(field);
                }
            }
        }
    }

    private void refusedWithQuery(Call call, String query, String field) throws IOException {
        refused(call, call.method() + " " + call.path() + query + " HTTP/1.1\r\nHost: x\r\n", "\r\n", field);
    }

    private void refusedWithBody(Call call, String lengthAndBody) throws IOException {
        refused(call, call.method() + " " + call.path() + " HTTP/1.1\r\nHost: x\r\n", lengthAndBody, "body");
    }

    @Test
    void aParameterThatIsNotKnown() throws Exception {
        assertThat(calls()).hasSizeGreaterThan(30);
        for (Call call : calls()) {
            refusedWithQuery(call, "?nonsense=1", "nonsense");
            refusedWithQuery(call, "?nonsense", "nonsense");
            refusedWithQuery(call, "?%e4%b8%8d=1", "\u4e0d");
            refusedWithQuery(call, "?=1", "query");
            refusedWithQuery(call, "?&", "query");
            refusedWithQuery(call, "?%", "query");
        }
    }

    @Test
    void aParameterThatStandsTwiceOrIsEmpty() throws Exception {
        int known = 0;
        for (Call call : calls()) {
            for (String name : call.route().parameters()) {
                refusedWithQuery(call, "?" + name + "=1&" + name + "=1", name);
                refusedWithQuery(call, "?" + name + "=", name);
                refusedWithQuery(call, "?" + name, name);
                refusedWithQuery(call, "?" + name.toUpperCase(Locale.ROOT) + "=1", name.toUpperCase(Locale.ROOT));
                known++;
            }
        }
        assertThat(known).isGreaterThan(10);
    }

    @Test
    void aBodyWhereNoneIsTaken() throws Exception {
        int without = 0;
        for (Call call : calls()) {
            if (!call.route().takesBody()) {
                refusedWithBody(call, "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}");
                refusedWithBody(call, "Content-Length: 1\r\n\r\n ");
                refusedWithBody(call, "Content-Length: 999999999\r\n\r\n");
                refusedWithBody(call, "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n");
                without++;
            }
        }
        assertThat(without).isGreaterThan(20);
    }

    /** The bytes of a body that nobody reads are not taken for another request. */
    @Test
    void whatABodyHoldsIsNotDone() throws Exception {
        String hidden = "POST /buy/ticket HTTP/1.1\r\nHost: x\r\n\r\n";
        try (RawHttp raw = new RawHttp(node)) {
            raw.send("GET /buy/ticket HTTP/1.1\r\nHost: x\r\nContent-Length: " + hidden.length() + "\r\n\r\n" + hidden);

            RawHttp.Reply reply = raw.read();

            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.headers().get("connection")).isEqualTo("close");
            assertThat(raw.isClosed()).isTrue();
        }
    }

    /** An empty body is none, and an empty query has no parameters. */
    @Test
    void whatIsEmptyIsNothing() throws Exception {
        for (Call call : calls()) {
            if (call.route() == Route.OPERATIONS
                    || call.route() == Route.READ_SALE
                    || call.route() == Route.LIST_SALES) {
                try (RawHttp raw = new RawHttp(node)) {
                    raw.send(call.method() + " " + call.path() + "? HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n");
                    RawHttp.Reply reply = call.method().equals("HEAD") ? raw.readHead() : raw.read();
                    assertThat(reply.status()).as(call.toString()).isBetween(200, 399);
                }
            }
        }
    }

    /** The description tells of each call what it takes, and of no other. */
    @Test
    void theDescriptionSaysWhatIsTaken() throws Exception {
        JsonNode openapi = YAML.readTree(node.get("/openapi.yaml").answer().body());
        TreeMap<String, String> described = new TreeMap<>();
        openapi.path("paths").properties().forEach(path -> path.getValue()
                .properties()
                .forEach(method -> described.put(
                        method.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(),
                        taken(
                                parameters(openapi, method.getValue()),
                                method.getValue().has("requestBody")))));
        TreeMap<String, String> table = new TreeMap<>();
        node.api().table().stream()
                .filter(entry -> !entry.method().equals(HttpMethod.HEAD))
                .filter(entry -> !entry.path().equals("/") && !entry.path().startsWith("/docs/"))
                .forEach(entry -> table.put(
                        entry.method() + " " + entry.path().replaceAll(":(\\w+)", "{$1}"),
                        taken(entry.route().parameters(), entry.route().takesBody())));

        assertThat(described).isEqualTo(table);
    }

    private static List<String> parameters(JsonNode openapi, JsonNode method) {
        List<String> names = new ArrayList<>();
        for (JsonNode parameter : method.path("parameters")) {
            JsonNode meant = parameter.has("$ref")
                    ? openapi.at(parameter.path("$ref").asText().substring(1))
                    : parameter;
            if (meant.path("in").asText().equals("query")) {
                names.add(meant.path("name").asText());
            }
        }
        return names;
    }

    private static String taken(List<String> parameters, boolean body) {
        return Stream.of(new TreeSet<>(parameters).toString(), body ? "a body" : "no body")
                .toList()
                .toString();
    }
}
