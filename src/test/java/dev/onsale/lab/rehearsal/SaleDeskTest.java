package dev.onsale.lab.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The operator of a rehearsal, against a server that says what a test wants. */
@Timeout(60)
class SaleDeskTest {

    private record Reply(int status, String body) {}

    private final List<String> asked = new ArrayList<>();
    private Function<String, Reply> replies = path -> new Reply(404, "");
    private volatile boolean takesHeader = true;
    private HttpServer http = server();
    private SaleDesk desk = desk(0);

    private static HttpServer server() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private SaleDesk desk(int patienceMillis) {
        URI url = URI.create("http://127.0.0.1:" + http.getAddress().getPort());
        return new SaleDesk(new Server(url, "secret", false, 0), patienceMillis);
    }

    @BeforeEach
    void start() {
        http.createContext("/", this::reply);
        http.start();
    }

    @AfterEach
    void stop() {
        desk.close();
        http.stop(0);
    }

    private void reply(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().toString();
            synchronized (asked) {
                asked.add(path);
            }
            exchange.getRequestBody().readAllBytes();
            if (exchange.getRequestHeaders().containsKey("Onsale-Buyer")) {
                exchange.sendResponseHeaders(takesHeader ? 404 : 401, -1);
                return;
            }
            boolean known = Objects.equals(exchange.getRequestHeaders().getFirst("Authorization"), "Bearer secret");
            Reply reply = known ? replies.apply(path) : new Reply(401, "");
            byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static String order(String id) {
        return "{\"id\":\"" + id
                + "\",\"buyer\":\"buyer-1\",\"state\":\"paid\",\"from\":null,\"to\":null,\"seats\":[\"3\"]}";
    }

    @Test
    void readsAllPages() throws Exception {
        replies = path -> path.contains("cursor=next")
                ? new Reply(200, "{\"orders\":[" + order("B") + "],\"next\":null}")
                : new Reply(200, "{\"orders\":[" + order("A") + "],\"next\":\"next\"}");

        assertThat(desk.orders("s", new Trips(1)))
                .containsExactly(
                        new RecordedOrder("buyer-1", new Paper("A", "paid", 0, List.of("3"))),
                        new RecordedOrder("buyer-1", new Paper("B", "paid", 0, List.of("3"))));
        assertThat(asked).hasSize(2);
    }

    /** An order book that cannot be read just now is no empty one. */
    @Test
    void asksAgainForAPageThatCannotBeReadJustNow() throws Exception {
        desk.close();
        desk = desk(30_000);
        for (int page = 0; page < 2; page++) {
            int broken = page;
            asked.clear();
            replies = path -> {
                boolean second = path.contains("cursor");
                if (asked.size() == broken + 1) {
                    return new Reply(503, "");
                }
                return new Reply(
                        200,
                        "{\"orders\":[" + order(second ? "B" : "A") + "],\"next\":" + (second ? "null" : "\"x\"")
                                + "}");
            };

            assertThat(desk.orders("s", new Trips(1)))
                    .extracting(order -> order.paper().order())
                    .containsExactly("A", "B");
            assertThat(asked).hasSize(3);
        }
    }

    @Test
    void givesUpAnOrderBookThatIsNeverReady() {
        replies = path -> new Reply(503, "");

        assertThatThrownBy(() -> desk.orders("s", new Trips(1)))
                .isInstanceOf(RehearsalException.class)
                .hasMessageContaining("503");
    }

    @Test
    void saysWhatItCouldNotRead() {
        for (String body : List.of("", "{}", "[", "{\"orders\":[{\"id\":", "<html>")) {
            replies = path -> new Reply(200, body);
            assertThatThrownBy(() -> desk.orders("s", new Trips(1)))
                    .as(body)
                    .isInstanceOf(RehearsalException.class)
                    .hasMessageContaining("orders of sale s");
            assertThatThrownBy(() -> desk.stock("s", Plans.of(1, 1).plan(), 0, 1))
                    .isInstanceOf(RehearsalException.class)
                    .hasMessageContaining("what is free of sale s");
        }
    }

    @Test
    void readsTheStockOfATrip() throws Exception {
        replies = path ->
                new Reply(200, "{\"id\":\"s\",\"tiers\":[{\"id\":\"standard\",\"free\":3,\"held\":2,\"paid\":1}]}");

        assertThat(desk.stock("s", Plans.of(9, 6).stops(4).plan(), 1, 3)).isEqualTo(new Words.Stock(3, 2, 1));
        assertThat(asked).containsExactly("/v1/sales/s?from=stop-02&to=stop-04");
    }

    @Test
    void opensASale() throws Exception {
        replies = path -> new Reply(201, "{}");
        desk.open(Plans.of(9, 6).stops(4).plan(), "s");

        assertThat(asked).containsExactly("/v1/orders/none", "/v1/sales");
    }

    @Test
    void saysWhereBuyersCannotCome() {
        replies = path -> new Reply(201, "{}");
        takesHeader = false;

        assertThatThrownBy(() -> desk.open(Plans.of(9, 6).plan(), "s"))
                .isInstanceOf(RehearsalException.class)
                .hasMessageContaining("Onsale-Buyer")
                .hasMessageContaining("--trust-buyer-header");
        assertThat(asked).containsExactly("/v1/orders/none");
    }

    @Test
    void saysWhyASaleCannotBeOpened() {
        RehearsalPlan plan = Plans.of(9, 6).plan();
        replies = path -> new Reply(403, "");
        assertThatThrownBy(() -> desk.open(plan, "s"))
                .isInstanceOf(RehearsalException.class)
                .hasMessageContaining("token");
        replies = path -> new Reply(404, "");
        assertThatThrownBy(() -> desk.open(plan, "s"))
                .isInstanceOf(RehearsalException.class)
                .hasMessageContaining("404")
                .hasMessageContaining("is it an Onsale?");
        http.stop(0);
        assertThatThrownBy(() -> desk.open(plan, "s"))
                .isInstanceOf(RehearsalException.class)
                .hasMessageContaining("does not answer");
    }
}
