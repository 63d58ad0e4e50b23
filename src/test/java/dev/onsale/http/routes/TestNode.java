package dev.onsale.http.routes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.onsale.config.Limits;
import dev.onsale.gate.Gate;
import dev.onsale.http.identity.Buyers;
import dev.onsale.http.identity.RoleTokens;
import dev.onsale.ledger.Command;
import dev.onsale.ledger.MemoryLedger;
import dev.onsale.ledger.Outcome;
import dev.onsale.orders.OrderBookReader;
import dev.onsale.orders.OrderPage;
import dev.onsale.sale.Sale;
import dev.onsale.sale.SampleSale;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * The HTTP interface on a free port, a ledger in memory behind it, and a client. Time stands at the opening of the sample sales, unless a test
 * moves it.
 */
public final class TestNode implements AutoCloseable {

    public static final String OPERATOR = "the-operators-token";
    public static final String PAYMENTS = "the-token-for-payments";
    public static final RoleTokens ROLES = RoleTokens.of(OPERATOR, PAYMENTS);

    /** Patience of a test with what must come. */
    public static final long SECONDS = 60;

    private static final ObjectMapper MAPPER = new ObjectMapper();

    final MemoryLedger memory = new MemoryLedger();
    final HeldLedger ledger = new HeldLedger(memory);
    final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final AtomicLong millis = new AtomicLong(SampleSale.OPENS_AT);
    private final AtomicLong turnedNanos = new AtomicLong();
    private final Vertx vertx =
            Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2).setPreferNativeTransport(true));
    private final HttpClient client = HttpClient.newHttpClient();
    private final Api api;
    private final int port;

    /** What a test may want otherwise. */
    static final class Wishes {
        Buyers buyers = Buyers.trusting(ROLES);
        OrderBookReader book = query -> new OrderPage(List.of(), null);
        Readiness readiness = () -> null;
        ApiOptions options = new ApiOptions(2, ApiOptions.TICKET_SALE, true, null);
        int connectionsMax = Limits.HTTP_CONNECTIONS_MAX;
    }

    TestNode() {
        this(wishes -> {});
    }

    TestNode(Consumer<Wishes> wish) {
        Wishes wishes = new Wishes();
        wish.accept(wishes);
        api = new Api(
                vertx,
                ledger,
                new Gate(ledger),
                wishes.book,
                wishes.buyers,
                () -> Instant.ofEpochMilli(millis.get()),
                registry,
                wishes.readiness,
                wishes.options,
                () -> System.nanoTime() + turnedNanos.get(),
                wishes.connectionsMax);
        port = await(api.listen(0, "127.0.0.1"));
    }

    /** What comes of it, in time. */
    public static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("it did not come to a good end", e);
        }
    }

    /** Puts a sale on sale. */
    TestNode with(SampleSale sale) {
        return with(sale.sale());
    }

    TestNode with(Sale sale) {
        memory.submit(new Command.OpenSale(now(), sale), outcome -> assertThat(outcome)
                .isInstanceOf(Outcome.OfSale.class));
        return this;
    }

    int port() {
        return port;
    }

    long now() {
        return millis.get();
    }

    /** Moves the time that the ledger is told. */
    void now(long newMillis) {
        millis.set(newMillis);
    }

    /** Lets durations grow by so much. */
    void turn(Duration by) {
        turnedNanos.addAndGet(by.toNanos());
    }

    Vertx vertx() {
        return vertx;
    }

    Api api() {
        return api;
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    /** Begins a request. */
    Asked ask(String method, String path) {
        return new Asked(method, path);
    }

    Asked get(String path) {
        return ask("GET", path);
    }

    Asked post(String path, String json) {
        return ask("POST", path).json(json);
    }

    /** Begins a request for seats of the concert {@code c}. */
    Asked order(String buyer, String key, int quantity) {
        return post("/v1/sales/c/orders", "{\"tier\":\"floor\",\"quantity\":" + quantity + "}")
                .buyer(buyer)
                .key(key);
    }

    /** Asserts that the answer is this problem, and that nothing was changed by whatever caused it. */
    JsonNode refused(Asked asked, int status, String code) {
        long before = memory.end();
        JsonNode problem = asked.answer().problem(status, code);
        assertThat(memory.end()).as("events").isEqualTo(before);
        return problem;
    }

    /** The same, and that the problem names this field. */
    void refused(Asked asked, int status, String code, String field) {
        assertThat(refused(asked, status, code).path("field").asText()).isEqualTo(field);
    }

    /** A connection without a client's manners. */
    Socket socket() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(SECONDS));
        return socket;
    }

    final class Asked {
        private final String method;
        private final HttpRequest.Builder request;
        private HttpRequest.BodyPublisher body = BodyPublishers.noBody();

        private Asked(String method, String path) {
            this.method = method;
            this.request = HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(SECONDS));
        }

        Asked header(String name, String value) {
            request.header(name, value);
            return this;
        }

        Asked buyer(String name) {
            return header(Buyers.HEADER, name);
        }

        Asked bearer(String token) {
            return header("Authorization", "Bearer " + token);
        }

        Asked operator() {
            return bearer(OPERATOR);
        }

        /** Sent by whoever moves the money. */
        Asked payments() {
            return bearer(PAYMENTS);
        }

        Asked key(String key) {
            return header("Idempotency-Key", key);
        }

        Asked json(String json) {
            return body(json.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                    .header("Content-Type", "application/json");
        }

        Asked body(byte[] bytes) {
            body = BodyPublishers.ofByteArray(bytes);
            return this;
        }

        HttpRequest request() {
            return request.method(method, body).build();
        }

        Answer answer() {
            try {
                return new Answer(client.send(request(), BodyHandlers.ofString()));
            } catch (IOException | InterruptedException e) {
                throw new AssertionError("there was no answer", e);
            }
        }

        java.util.concurrent.CompletableFuture<Answer> later() {
            return client.sendAsync(request(), BodyHandlers.ofString()).thenApply(Answer::new);
        }
    }

    /** What was answered. */
    record Answer(HttpResponse<String> response) {
        int status() {
            return response.statusCode();
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse(null);
        }

        String body() {
            return response.body();
        }

        JsonNode json() {
            try {
                return MAPPER.readTree(response.body());
            } catch (IOException e) {
                throw new AssertionError("not JSON: " + response.body(), e);
            }
        }

        /** Asserts that it is a problem of that kind, as RFC 9457 wants it. */
        JsonNode problem(int status, String code) {
            assertThat(status()).as(body()).isEqualTo(status);
            assertThat(header("Content-Type")).isEqualTo("application/problem+json");
            JsonNode json = json();
            assertThat(json.path("type").asText()).isEqualTo("/problems/" + code);
            assertThat(json.path("status").asInt()).isEqualTo(status);
            assertThat(json.path("title").asText()).isNotBlank();
            assertThat(json.path("detail").asText()).isNotBlank();
            return json;
        }

        JsonNode ok(int status) {
            assertThat(status()).as(body()).isEqualTo(status);
            assertThat(header("Content-Type")).isEqualTo("application/json");
            return json();
        }
    }

    @Override
    public void close() {
        ledger.release();
        await(api.close());
        client.close();
        ledger.close();
        await(vertx.close());
    }
}
