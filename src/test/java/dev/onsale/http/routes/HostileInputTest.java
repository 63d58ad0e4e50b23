package dev.onsale.http.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.http.server.Route;
import dev.onsale.ledger.Seeds;
import dev.onsale.sale.SampleSale;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each route of the table asked for what it does not take, in ways that a stranger may think of: whole requests whose parts are wrong,
 * where {@link FuzzTest} breaks the bytes. Nothing makes a 500, and nothing is changed but where the answer says so. A failing seed is
 * named by the test's name; {@code -Donsale.seed=N} replays it alone.
 */
class HostileInputTest {

    private static final int ROUNDS = 12;

    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "%",
            "%zz",
            "%00",
            "%0d%0aX:%20y",
            "%ff",
            "%ed%a0%80",
            "%f0%9f%8e%ab",
            "%2e%2e",
            "..",
            "%2f",
            "*",
            "~",
            "-1",
            "010",
            "1e3",
            "null",
            "true",
            "'--",
            "{c}",
            "c%7Dx%7B",
            "9999999999999999999999",
            "a".repeat(300),
            "%E4%B8%80".repeat(100),
            "7zzzzzzzzzzzzzzzzzzzzzzzzz",
            "00000000000000000000000000",
            "x;y=z",
            "A\u00e4");

    private static final List<String> NAMES =
            List.of("from", "to", "cursor", "limit", "sale", "state", "buyer", "FROM", "_", "", "a[]", "%66rom", "x");

    private static final List<String> BODIES = List.of(
            "",
            "{",
            "{}",
            "[]",
            "null",
            "0",
            "\"\"",
            "{\"tier\":\"floor\",\"quantity\":1",
            "{\"tier\":\"floor\",\"quantity\":1}{}",
            "{\"tier\":\"floor\",\"tier\":\"floor\",\"quantity\":1}",
            "{\"tier\":\"floor\",\"quantity\":1.0}",
            "{\"tier\":\"floor\",\"quantity\":01}",
            "{\"tier\":\"floor\",\"quantity\":1e0}",
            "{\"tier\":\"floor\",\"quantity\":-2147483648}",
            "{\"tier\":\"floor\",\"quantity\":99999999999999999999999999999999}",
            "{\"tier\":\"floor\",\"quantity\":1,\"from\":\"\\ud800\"}",
            "{\"tier\":\"floor\",\"quantity\":1,\"from\":\"\\u0000\"}",
            "{\"tier\":\"floor\",\"quantity\":1,\"from\":\"u\\u0308\\u0308\\u0308\"}",
            "{\"tier\":{\"a\":[]},\"quantity\":1}",
            "{\"reference\":\"\"}",
            "{\"reference\":\" \"}",
            "{\"reference\":\"\\udfff\"}",
            "{\"reference\":1}",
            "{\"reference\":\"r\",\"amount\":-1}",
            "{\"status\":\"ACTIVE\"}",
            "{\"status\":null}",
            "{\"addStock\":{\"\":1}}",
            "{\"addStock\":{\"floor\":9223372036854775807}}",
            "{\"addStock\":{\"floor\":1,\"floor\":1}}",
            "{\"opensAt\":\"-999999999-01-01T00:00:00Z\"}",
            "{\"opensAt\":\"+1000000000-12-31T23:59:59.999999999Z\"}",
            "{\"closesAt\":\"1970-01-01T00:00:00Z\"}",
            "{\"closesAt\":0}",
            "{\"id\":\"n\",\"tiers\":[]}",
            "{\"id\":\"n\",\"stops\":[\"A\",\"A\"],\"tiers\":[{\"id\":\"t\",\"capacity\":1,\"price\":1,\"currency\":\"EUR\"}]}",
            "{\"id\":\"n\",\"stops\":[\"\u00a0\",\"B\"],\"tiers\":[{\"id\":\"t\",\"capacity\":1,\"price\":1,\"currency\":\"EUR\"}]}",
            "{\"id\":\"n\",\"tiers\":[{\"id\":\"t\",\"capacity\":1,\"price\":-0,\"currency\":\"EUR\"}]}",
            "{\"id\":\"n\",\"tiers\":[{\"id\":\"t\",\"capacity\":1,\"price\":1,\"currency\":\"EUR\",\"fares\":[{\"from\":\"A\",\"to\":\"B\",\"price\":1}]}]}",
            "{\"a\":".repeat(2_000),
            "[".repeat(5_000),
            "\u00ff\u00fe\u0000",
            "\u00ef\u00bb\u00bf{}",
            " ".repeat(8_000));

    private static final List<String> HEADERS = List.of(
            "Authorization: Bearer",
            "Authorization: Bearer a.b.c",
            "Authorization: Basic eDp5",
            "Authorization: Bearer " + TestNode.OPERATOR,
            "Onsale-Buyer: alice",
            "Onsale-Buyer: alice",
            "Onsale-Buyer: \u00c3",
            "Onsale-Buyer: %00",
            "Onsale-Buyer: " + "b".repeat(200),
            "Idempotency-Key: k",
            "Idempotency-Key: \u00ff",
            "Idempotency-Key: " + "k".repeat(200),
            "Content-Type: application/json",
            "Content-Type: application/json",
            "Content-Type: application/json; charset=utf-16",
            "Content-Type: text/plain",
            "Content-Encoding: gzip",
            "If-None-Match: *",
            "If-None-Match: \"",
            "Expect: 100-continue",
            "Expect: nothing",
            "Range: bytes=0-0",
            "Upgrade: websocket",
            "X-HTTP-Method-Override: DELETE",
            "Sec-Purpose: prefetch",
            "Sec-Fetch-Site: cross-site");

    /** Whose answers yes may be kept by caches. */
    private static final List<Route> SHARED = List.of(Route.LIST_SALES, Route.READ_SALE, Route.OPERATIONS);

    static List<Long> seeds() {
        return Seeds.some(2);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void noRouteBreaksOrDoesWhatItDoesNotSay(long seed) throws Exception {
        Random random = new Random(seed);
        try (TestNode node = new TestNode()
                .with(SampleSale.concert("c", 1000))
                .with(SampleSale.concert("rush", 1000))
                .with(SampleSale.train("t", 2, 1000))) {
            String order =
                    node.order("alice", "first", 1).answer().ok(201).path("id").asText();
            int refused = 0;
            for (int round = 0; round < ROUNDS; round++) {
                for (Paths.Entry entry : node.api().table()) {
                    String request = request(random, entry, order);
                    long before = node.memory.end();
                    RawHttp.Reply reply = answer(node, request);
                    int status = reply == null ? 0 : reply.status();
                    assertThat(status).as("seed %s, request %s", seed, request).isNotEqualTo(500);
                    if (reply != null) {
                        String kept = reply.headers().get("cache-control");
                        assertThat(kept)
                                .as("seed %s, %s to %s", seed, status, request)
                                .isNotNull();
                        if (!kept.equals("no-store")) {
                            assertThat(status).as("seed %s, %s", seed, request).isBetween(200, 307);
                            assertThat(SHARED).as("seed %s, %s", seed, request).contains(entry.route());
                        }
                    }
                    if (status < 200 || status > 299) {
                        assertThat(node.memory.end())
                                .as("seed %s: answered %s to %s", seed, status, request)
                                .isEqualTo(before);
                        refused++;
                    }
                }
            }
            assertThat(refused).as("requests that were refused").isGreaterThan(100);
            assertThat(node.registry
                            .find("onsale.http.requests")
                            .tag("outcome", "internal")
                            .counters())
                    .isEmpty();
            assertThat(node.get("/v1/orders/" + order)
                            .buyer("alice")
                            .answer()
                            .ok(200)
                            .path("sale")
                            .asText())
                    .isEqualTo("c");
        }
    }

    private static <T> T any(Random random, List<T> some) {
        return some.get(random.nextInt(some.size()));
    }

    private static String request(Random random, Paths.Entry entry, String order) {
        String path = entry.path()
                .replace(":sale", random.nextBoolean() ? any(random, List.of("c", "t")) : any(random, TEXTS))
                .replace(":order", random.nextBoolean() ? order : any(random, TEXTS))
                .replace(":code", any(random, TEXTS));
        StringBuilder head = new StringBuilder(entry.method().name() + " " + path);
        for (int i = random.nextInt(4); i > 0; i--) {
            head.append(head.indexOf("?") < 0 ? '?' : '&')
                    .append(any(random, NAMES))
                    .append(random.nextInt(8) == 0 ? "" : "=" + any(random, TEXTS));
        }
        head.append(" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n");
        for (int i = random.nextInt(5); i > 0; i--) {
            head.append(any(random, HEADERS)).append("\r\n");
        }
        String body = any(random, BODIES);
        return switch (random.nextInt(4)) {
            case 0 -> head + "\r\n";
            case 1 -> head + "Transfer-Encoding: chunked\r\n\r\n" + (body.isEmpty() ? "" : chunk(body)) + "0\r\n\r\n";
            default -> head + "Content-Length: " + body.length() + "\r\n\r\n" + body;
        };
    }

    private static String chunk(String body) {
        return Integer.toHexString(body.length()) + "\r\n" + body + "\r\n";
    }

    /** The answer that is not about going on, without its body; null when the node gave up the connection without one. */
    private static RawHttp.@Nullable Reply answer(TestNode node, String request) throws IOException {
        try (RawHttp raw = new RawHttp(node)) {
            raw.send(request.getBytes(StandardCharsets.ISO_8859_1));
            RawHttp.Reply reply = raw.readHead();
            return reply.status() == 100 ? raw.readHead() : reply;
        } catch (EOFException | SocketException | SocketTimeoutException gaveUp) {
            return null;
        }
    }
}
