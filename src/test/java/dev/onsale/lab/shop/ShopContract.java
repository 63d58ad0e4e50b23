package dev.onsale.lab.shop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every contender understands, however it sells: as much of Onsale's interface as a crowd needs. */
abstract class ShopContract {

    static final String TOKEN = "operators-token";
    static final int EVENT_LOOPS = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final ObjectMapper JSON = new ObjectMapper();

    record Answer(int status, String type, JsonNode body) {
        String problem() {
            return body.path("type").asText();
        }
    }

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private ShopServer server;

    /** On an empty database. */
    abstract ShopServer start() throws Exception;

    /** Orders that are said yes to when there are so many tickets. */
    abstract int ordersFor(int tickets);

    @BeforeEach
    void startServer() throws Exception {
        server = start();
    }

    @AfterEach
    void stopServer() {
        client.shutdownNow();
        server.close();
    }

    URI url() {
        return server.url();
    }

    final Answer ask(String method, String path, String body, String... headers) throws Exception {
        return later(method, path, body, headers).get();
    }

    private CompletableFuture<Answer> later(String method, String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.url().resolve(path))
                .timeout(PATIENCE)
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.sendAsync(request.build(), BodyHandlers.ofByteArray()).thenApply(ShopContract::read);
    }

    private static Answer read(HttpResponse<byte[]> response) {
        String type = response.headers().firstValue("Content-Type").orElse("");
        try {
            return new Answer(
                    response.statusCode(),
                    type,
                    type.contains("json")
                            ? JSON.readTree(response.body())
                            : JSON.valueToTree(new String(response.body(), StandardCharsets.UTF_8)));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    final void open(String sale, int tickets) throws Exception {
        Answer opened = ask(
                "POST",
                "/v1/sales",
                "{\"id\":\"" + sale
                        + "\",\"name\":\"x\",\"deduct\":\"order\",\"tiers\":[{\"id\":\"ticket\",\"name\":\"x\","
                        + "\"capacity\":" + tickets + ",\"price\":100,\"currency\":\"CNY\"}]}",
                "Authorization",
                "Bearer " + TOKEN);
        assertThat(opened.status()).as(opened.toString()).isEqualTo(201);
    }

    final Answer order(String sale, String buyer, String key) throws Exception {
        return orderLater(sale, buyer, key).get();
    }

    private CompletableFuture<Answer> orderLater(String sale, String buyer, String key) {
        return later(
                "POST",
                "/v1/sales/" + sale + "/orders",
                "{\"tier\":\"ticket\",\"quantity\":1}",
                "Onsale-Buyer",
                buyer,
                "Idempotency-Key",
                key,
                "Content-Type",
                "application/json");
    }

    final Answer pay(String order) throws Exception {
        return ask(
                "POST",
                "/v1/orders/" + order + "/payment",
                "{\"reference\":\"p1\"}",
                "Authorization",
                "Bearer " + TOKEN);
    }

    final JsonNode tier(String sale) throws Exception {
        Answer answer = ask("GET", "/v1/sales/" + sale, null);
        assertThat(answer.status()).isEqualTo(200);
        return answer.body().path("tiers").path(0);
    }

    final long writes() throws Exception {
        String text = ask("GET", "/metrics", null).body().asText();
        assertThat(text).startsWith(ShopServer.WRITES_METRIC + " ");
        return Long.parseLong(text.substring(ShopServer.WRITES_METRIC.length()).strip());
    }

    @Test
    void itSellsToACrowdAndSaysNoInOnsalesWords() throws Exception {
        open("rush", 20);
        List<CompletableFuture<Answer>> asked = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            asked.add(orderLater("rush", "buyer-" + i, "key"));
        }
        List<Answer> answers = asked.stream().map(CompletableFuture::join).toList();

        List<Answer> orders =
                answers.stream().filter(answer -> answer.status() == 201).toList();
        assertThat(orders).hasSize(ordersFor(20));
        assertThat(orders).allSatisfy(order -> {
            assertThat(order.body().path("id").asText()).isNotEmpty();
            assertThat(order.body().path("state").asText()).isEqualTo("held");
        });
        assertThat(orders.stream()
                        .map(order -> order.body().path("id").asText())
                        .distinct())
                .hasSameSizeAs(orders);
        assertThat(answers.stream().filter(answer -> answer.status() != 201)).allSatisfy(answer -> {
            assertThat(answer.status()).isEqualTo(409);
            assertThat(answer.type()).isEqualTo("application/problem+json");
            assertThat(answer.problem()).isEqualTo("/problems/sold_out");
        });
        assertThat(tier("rush").path("free").asInt()).isZero();

        Answer paid = pay(orders.getFirst().body().path("id").asText());
        assertThat(paid.status()).isEqualTo(200);
        assertThat(paid.body().path("state").asText()).isEqualTo("paid");
    }

    @Test
    void noBuyerSaysThatMoneyCame() throws Exception {
        open("rush", 1);
        String path = "/v1/orders/" + order("rush", "b", "k").body().path("id").asText() + "/payment";
        long before = writes();

        Answer answer = ask("POST", path, "{\"reference\":\"p1\"}", "Onsale-Buyer", "b");

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.problem()).isEqualTo("/problems/not_allowed");
        assertThat(writes()).isEqualTo(before);
    }

    @Test
    void whatItDoesNotKnowIsRefusedAndHarmsNothing() throws Exception {
        open("rush", 1);
        assertThat(order("nowhere", "b", "k").problem()).isEqualTo("/problems/unknown_sale");
        assertThat(ask("POST", "/v1/sales", "{}").problem()).isEqualTo("/problems/operators_only");
        assertThat(ask("POST", "/v1/sales/rush/orders", "{}", "Onsale-Buyer", "b", "Idempotency-Key", "k")
                        .body()
                        .path("field")
                        .asText())
                .isEqualTo("tier");
        assertThat(ask("POST", "/v1/sales/rush/orders", "{}").problem()).isEqualTo("/problems/unauthenticated");
        assertThat(ask("POST", "/v1/sales/rush/orders", "{}", "Onsale-Buyer", "b")
                        .problem())
                .isEqualTo("/problems/bad_input");
        assertThat(ask("GET", "/elsewhere", null).status()).isEqualTo(404);
        assertThat(ask("GET", "/readyz", null).status()).isEqualTo(200);
        assertThat(tier("rush").path("free").asInt()).isEqualTo(1);
    }
}
