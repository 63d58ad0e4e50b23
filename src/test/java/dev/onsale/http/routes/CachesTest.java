package dev.onsale.http.routes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.onsale.http.identity.Buyers;
import dev.onsale.ledger.Event;
import dev.onsale.ledger.Order;
import dev.onsale.orders.OrderPage;
import dev.onsale.sale.SampleSale;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The real Varnish in front of a node, with the rules that it comes with: it keeps whatever it is not told to leave, for two minutes, knows
 * nothing of {@code Onsale-Buyer}, and takes one GET for another's when their URLs are the same.
 */
@Tag("servers")
class CachesTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private static TestNode node;
    private static VarnishProcess varnish;
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @BeforeAll
    static void open(@TempDir Path folder) {
        node = new TestNode(wishes -> wishes.book = query -> new OrderPage(
                        orders().filter(order ->
                                        query.buyer() == null || order.buyer().equals(query.buyer()))
                                .toList(),
                        null))
                .with(SampleSale.concert("c", 100))
                .with(SampleSale.concert("rush", 100))
                .with(SampleSale.concert("quiet", 1));
        varnish = VarnishProcess.start(folder, node.port());
    }

    @AfterAll
    static void close() {
        varnish.close();
        CLIENT.close();
        node.close();
    }

    private static Stream<Order> orders() {
        return node.memory.read(0, 1_000).events().stream()
                .filter(Event.OrderMoved.class::isInstance)
                .map(event -> ((Event.OrderMoved) event).order());
    }

    private static HttpResponse<String> get(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + varnish.port() + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return CLIENT.send(request.build(), BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError("there was no answer", e);
        }
    }

    private static HttpResponse<String> get(String path, Buyer buyer) {
        return get(path, Buyers.HEADER, buyer.name());
    }

    private record Buyer(String name) {}

    /** Varnish names two requests where it answers the second out of what it kept of the first. */
    private static boolean isFromTheCache(HttpResponse<String> answer) {
        return answer.headers().firstValue("X-Varnish").orElse("").contains(" ");
    }

    private static JsonNode json(HttpResponse<String> answer) {
        try {
            return MAPPER.readTree(answer.body());
        } catch (IOException e) {
            throw new AssertionError("not JSON: " + answer.body(), e);
        }
    }

    @Test
    void twoBuyersNeverGetEachOthersAnswers() {
        Buyer alice = new Buyer("alice");
        Buyer bob = new Buyer("bob");
        String alices = placed(alice);
        String bobs = placed(bob);

        for (int i = 0; i < 3; i++) {
            for (Buyer buyer : List.of(alice, bob)) {
                JsonNode listed = json(get("/v1/orders", buyer)).path("orders");
                assertThat(listed).isNotEmpty().allSatisfy(order -> assertThat(
                                order.path("buyer").asText())
                        .isEqualTo(buyer.name()));
            }
            assertThat(get("/v1/orders/" + alices, bob).statusCode()).isEqualTo(403);
            assertThat(get("/v1/orders/" + alices, alice).statusCode()).isEqualTo(200);
            assertThat(get("/v1/orders/" + alices).statusCode()).isEqualTo(401);
            assertThat(get("/v1/orders/" + bobs, bob).statusCode()).isEqualTo(200);
            assertThat(get("/v1/orders/" + bobs, alice).statusCode()).isEqualTo(403);
        }
    }

    private static String placed(Buyer buyer) {
        return node.order(buyer.name(), "k", 1).answer().ok(201).path("id").asText();
    }

    @Test
    void eachTicketIsBoughtAndNoneComesOutOfTheCache() {
        Set<String> tickets = new HashSet<>();

        for (int i = 0; i < 10; i++) {
            HttpResponse<String> answer = get("/buy/ticket");
            assertThat(isFromTheCache(answer)).isFalse();
            JsonNode said = json(answer);
            assertThat(said.path("code").asInt()).isEqualTo(1);
            tickets.add(said.path("data").path("id").asText());
        }

        assertThat(tickets).hasSize(10);
    }

    @Test
    void whatIsOfOnePersonOrOneMomentIsAskedOfTheNodeEachTime() {
        for (String path : List.of(
                "/v1/orders",
                "/v1/orders?limit=1",
                "/v1/orders/03qcpc7p00eqd89grhc4mqp16w",
                "/v1/orders/none",
                "/v1/sales/none",
                "/v1/sales/c?from=A",
                "/v1/sales?page=2",
                "/buy/ticket",
                "/buy/ticket?x=1",
                "/nothing",
                "/problems/none",
                "/livez",
                "/readyz",
                "/metrics")) {
            for (int i = 0; i < 3; i++) {
                HttpResponse<String> answer = get(path, new Buyer("carol"));
                assertThat(isFromTheCache(answer)).as(path).isFalse();
                assertThat(answer.headers().allValues("Cache-Control")).as(path).containsExactly("no-store");
            }
        }
    }

    /** A buyer who is told that there is no such order must not be told so for two minutes. */
    @Test
    void aNoIsNotKept() {
        assertThat(get("/v1/sales/late").statusCode()).isEqualTo(404);
        node.with(SampleSale.concert("late", 1));
        assertThat(get("/v1/sales/late").statusCode()).isEqualTo(200);
    }

    @Test
    void whatIsTheSameForEverybodyIsKept() {
        for (String path : List.of(
                "/v1/sales?limit=1&cursor=quiet",
                "/v1/sales/quiet",
                "/openapi.yaml",
                "/docs",
                "/docs/docs.js",
                "/problems",
                "/problems/busy")) {
            Set<String> bodies = new HashSet<>();
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(TestNode.SECONDS);
            HttpResponse<String> answer;
            do {
                answer = get(path, new Buyer("carol"));
                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(answer.headers().firstValue("Cache-Control").orElse(""))
                        .as(path)
                        .startsWith("public, max-age=");
                assertThat(System.nanoTime()).as("%s is kept", path).isLessThan(deadline);
            } while (!isFromTheCache(answer));
            bodies.add(answer.body());
            bodies.add(get(path, new Buyer("dave")).body());
            // With a token Varnish asks the node itself. The node looks at no token where everybody is told the same.
            bodies.add(get(path, "Authorization", "Bearer nobody's").body());
            assertThat(bodies).as(path).hasSize(1);
        }
    }
}
