package dev.onsale.http.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.ledger.Seeds;
import dev.onsale.sale.SampleSale;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Requests that went wrong on their way: nothing that a client sends makes a 500 or harms the node. A failing seed is named by the test's
 * name; {@code -Donsale.seed=N} replays it alone.
 */
class FuzzTest {

    private static final int REQUESTS = 1_500;

    private static final List<String> GOOD = List.of(
            get("/v1/sales"),
            get("/v1/sales/t?from=A&to=B"),
            get("/v1/sales?cursor=c&limit=5"),
            get("/v1/orders?state=held&sale=c&limit=5"),
            get("/v1/orders/03qcpc7p00eqd89grhc4mqp16w"),
            get("/buy/ticket"),
            get("/openapi.yaml"),
            get("/problems/busy"),
            send("POST", "/v1/sales/c/orders", "{\"tier\":\"floor\",\"quantity\":1}"),
            send("POST", "/v1/sales/t/orders", "{\"tier\":\"second\",\"quantity\":2,\"from\":\"A\",\"to\":\"C\"}"),
            send("POST", "/v1/orders/03qcpc7p00eqd89grhc4mqp16w/payment", "{\"reference\":\"r-1\"}"),
            send("DELETE", "/v1/orders/03qcpc7p00eqd89grhc4mqp16w", ""),
            send(
                    "PATCH",
                    "/v1/sales/c",
                    "{\"addStock\":{\"floor\":1},\"opensAt\":\"2027-01-20T06:00:00Z\",\"closesAt\":null}"),
            send(
                    "POST",
                    "/v1/sales",
                    "{\"id\":\"n\",\"name\":\"N \\u00e4\",\"deduct\":\"hold\",\"perBuyer\":5,\"stops\":[\"A\",\"B\",\"C\"],"
                            + "\"tiers\":[{\"id\":\"second\",\"capacity\":5,\"price\":1,\"currency\":\"CNY\","
                            + "\"fares\":[{\"from\":\"A\",\"to\":\"B\",\"price\":1}]}]}"),
            send("POST", "/v1/sales/c/orders", "1d\r\n{\"tier\":\"floor\",\"quantity\":1}\r\n0\r\n\r\n")
                    .replaceFirst("Content-Length: \\d+", "Transfer-Encoding: chunked"));

    private static final List<String> SPICES = List.of(
            "\r\n",
            "\n",
            "\0",
            "%00",
            "%",
            "%zz",
            "..",
            "//",
            "?",
            "&",
            "=",
            ":",
            ",",
            "\"",
            "{",
            "}",
            "[",
            "]",
            "\\ud800",
            "-1",
            "1e999",
            "99999999999999999999",
            "null",
            "true",
            "Content-Length: 5\r\n",
            "Transfer-Encoding: chunked\r\n",
            "Expect: 100-continue\r\n",
            "Connection: close\r\n",
            "Upgrade: websocket\r\nConnection: Upgrade\r\n",
            "Authorization: Bearer a.b.c\r\n",
            "If-None-Match: *\r\n",
            "\u00ff",
            "\u00c3\u00a4",
            "HTTP/1.0",
            "HTTP/2.0");

    private static String get(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: x\r\nOnsale-Buyer: alice\r\n\r\n";
    }

    private static String send(String method, String path, String body) {
        return method + " " + path + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + TestNode.OPERATOR
                + "\r\nOnsale-Buyer: alice\r\nIdempotency-Key: k\r\nContent-Type: application/json\r\nContent-Length: "
                + body.length() + "\r\n\r\n" + body;
    }

    static List<Long> seeds() {
        return Seeds.some(2);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void nothingThatAClientSendsMakesA500(long seed) throws Exception {
        Random random = new Random(seed);
        try (TestNode node = new TestNode()
                .with(SampleSale.concert("c", 1000))
                .with(SampleSale.concert("rush", 1000))
                .with(SampleSale.train("t", 2, 1000))) {
            for (int i = 0; i < REQUESTS; i++) {
                String request = mutated(random);
                String answers = exchange(node, request);
                assertThat(answers)
                        .as("seed %s, request %s: %s", seed, i, request)
                        .doesNotContain("HTTP/1.1 500");
            }

            assertThat(node.registry
                            .find("onsale.http.requests")
                            .tag("outcome", "internal")
                            .counters())
                    .isEmpty();
            assertThat(node.get("/v1/sales/c").answer().status()).isEqualTo(200);
            assertThat(node.registry.find("onsale.http.requests").tag("outcome", "ok").counters().stream()
                            .mapToDouble(counter -> counter.count())
                            .sum())
                    .as("some of the requests were left good")
                    .isGreaterThan(10);
        }
    }

    /** The control: what this test looks for can be seen. */
    @Test
    void aBugWouldBeSeen() throws Exception {
        try (TestNode node = new TestNode().with(SampleSale.concert("c", 10))) {
            node.ledger.broken(true);

            assertThat(exchange(node, GOOD.get(8))).contains("HTTP/1.1 500");
            assertThat(node.registry
                            .find("onsale.http.requests")
                            .tag("outcome", "internal")
                            .counters())
                    .hasSize(1);
        }
    }

    private static String mutated(Random random) {
        StringBuilder request = new StringBuilder(GOOD.get(random.nextInt(GOOD.size())));
        int changes = random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(request.length() + 1);
            int to = Math.min(request.length(), at + random.nextInt(8));
            switch (random.nextInt(6)) {
                case 0 -> request.insert(at, SPICES.get(random.nextInt(SPICES.size())));
                case 1 -> request.replace(at, to, SPICES.get(random.nextInt(SPICES.size())));
                case 2 -> request.delete(at, to);
                case 3 -> request.insert(at, (char) random.nextInt(256));
                case 4 -> request.insert(at, request.substring(at, to).repeat(random.nextInt(50)));
                default -> request.append(GOOD.get(random.nextInt(GOOD.size())));
            }
        }
        return request.toString();
    }

    /** Sends the bytes and a question whose answer ends the connection; gives back all that came. */
    private static String exchange(TestNode node, String request) throws IOException {
        ByteArrayOutputStream answers = new ByteArrayOutputStream();
        try (Socket socket = node.socket()) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().write(LAST);
            socket.getOutputStream().flush();
            socket.setSoTimeout(300);
            byte[] some = new byte[8192];
            for (int n = socket.getInputStream().read(some);
                    n >= 0;
                    n = socket.getInputStream().read(some)) {
                answers.write(some, 0, n);
            }
        } catch (SocketException | java.net.SocketTimeoutException endedOrWaiting) {
            // The node gave up the connection, or waits for the rest of what it takes for a body.
            assertThat(endedOrWaiting).isNotNull();
        }
        return answers.toString(StandardCharsets.ISO_8859_1);
    }

    private static final byte[] LAST =
            "GET /livez HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);
}
