package dev.onsale.http.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.config.Limits;
import dev.onsale.sale.SampleSale;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a client with manners would not send. */
class RawSocketTest {

    private static final String GET = "GET /v1/sales/c HTTP/1.1\r\nHost: x\r\n\r\n";
    private static final String BODY = "{\"tier\":\"floor\",\"quantity\":1}";
    private static final String ORDER_HEAD = String.join(
            "\r\n",
            "POST /v1/sales/c/orders HTTP/1.1",
            "Host: x",
            "Onsale-Buyer: alice",
            "Idempotency-Key: k",
            "Content-Type: application/json",
            "");

    private final TestNode node = new TestNode().with(SampleSale.concert("c", 10));

    @AfterEach
    void close() {
        assertThat(node.get("/livez").answer().status()).isEqualTo(200);
        node.close();
    }

    private RawHttp.Reply reply(String request) throws IOException {
        try (RawHttp raw = new RawHttp(node)) {
            raw.send(request);
            return raw.read();
        }
    }

    private void refused(String request, int status, String code) throws IOException {
        long before = node.memory.end();
        RawHttp.Reply reply = reply(request);
        assertThat(reply.status()).as(reply.body()).isEqualTo(status);
        assertThat(reply.headers().get("content-type")).isEqualTo("application/problem+json");
        assertThat(reply.json().path("type").asText()).isEqualTo("/problems/" + code);
        assertThat(node.memory.end()).isEqualTo(before);
    }

    @Test
    void pipelinedRequestsAreAnsweredInTheirOrder() throws Exception {
        try (RawHttp raw = new RawHttp(node)) {
            raw.send(ORDER_HEAD + "Content-Length: " + BODY.length() + "\r\n\r\n" + BODY + GET
                    + "GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n" + GET);

            assertThat(List.of(
                            raw.read().status(),
                            raw.read().status(),
                            raw.read().status(),
                            raw.read().status()))
                    .containsExactly(201, 200, 404, 200);
        }
    }

    @Test
    void aRequestInPiecesIsOneRequest() throws Exception {
        String request = ORDER_HEAD + "Transfer-Encoding: chunked\r\n\r\n";
        try (RawHttp raw = new RawHttp(node)) {
            for (String piece : request.split("", -1)) {
                raw.send(piece);
            }
            for (String piece : BODY.chars().mapToObj(Character::toString).toList()) {
                raw.send("1\r\n" + piece + "\r\n");
            }
            raw.send("0\r\n\r\n" + GET);

            assertThat(raw.read().status()).isEqualTo(201);
            assertThat(raw.read().status()).isEqualTo(200);
        }
    }

    @Test
    void halfARequestIsNoRequest() throws Exception {
        for (String half : new String[] {
            "", "G", "GET /buy/ticket HTTP/1.1\r\nHost: x\r\n", ORDER_HEAD + "Content-Length: 9\r\n\r\n{"
        }) {
            try (RawHttp raw = new RawHttp(node)) {
                raw.send(half);
                raw.endOutput();
                assertThat(raw.isClosed()).isTrue();
            }
        }
        assertThat(node.memory.end()).isEqualTo(1);
    }

    @Test
    void bytesThatAreNoRequestAreRefused() throws Exception {
        refused("\r\n\r\nnonsense\r\n\r\n", 400, "bad_request");
        refused("GET /livez HTTP/1.1\r\nHost x\r\n\r\n", 400, "bad_request");
        refused("GET /livez HTTP/1.1\r\nHo st: x\r\n\r\n", 400, "bad_request");
        refused("GET /livez HTTP/1.1\r\nHost: x\r\nA: \u0000\r\n\r\n", 400, "bad_request");
        refused("G\u0000T /livez HTTP/1.1\r\nHost: x\r\n\r\n", 400, "bad_request");
        refused("GET /v1/sales/%zz HTTP/1.1\r\nHost: x\r\n\r\n", 400, "bad_request");
        refused("GET /v1/sales/%80 HTTP/1.1\r\nHost: x\r\n\r\n", 404, "unknown_sale");
        refused("GET * HTTP/1.1\r\nHost: x\r\n\r\n", 404, "unknown_path");
        refused("GET nowhere HTTP/1.1\r\nHost: x\r\n\r\n", 404, "unknown_path");
    }

    @Test
    void anAbsoluteUriIsThePathInIt() throws Exception {
        assertThat(reply("GET http://onsale.example/v1/sales/c HTTP/1.1\r\nHost: x\r\n\r\n")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void headsThatAreTooLargeAreRefused() throws Exception {
        refused(
                "GET /" + "x".repeat(Limits.HTTP_REQUEST_LINE_BYTES_MAX) + " HTTP/1.1\r\nHost: x\r\n\r\n",
                414,
                "uri_too_long");
        refused(
                "GET /livez HTTP/1.1\r\nHost: x\r\nX: " + "x".repeat(Limits.HTTP_HEADERS_BYTES_MAX) + "\r\n\r\n",
                431,
                "headers_too_large");
        refused(
                "GET /livez HTTP/1.1\r\nHost: x\r\n" + "X: x\r\n".repeat(Limits.HTTP_HEADERS_BYTES_MAX / 4) + "\r\n",
                431,
                "headers_too_large");
    }

    @Test
    void lengthsThatContradictThemselvesAreRefused() throws Exception {
        String rest = "\r\n\r\n" + BODY;
        refused(ORDER_HEAD + "Content-Length: -1" + rest, 400, "bad_request");
        refused(ORDER_HEAD + "Content-Length: +29" + rest, 400, "bad_request");
        refused(ORDER_HEAD + "Content-Length: 2 9" + rest, 400, "bad_request");
        refused(ORDER_HEAD + "Content-Length: 0x1d" + rest, 400, "bad_request");
        refused(ORDER_HEAD + "Content-Length: 29\r\nContent-Length: 30" + rest, 400, "bad_request");
        refused(ORDER_HEAD + "Content-Length: 99999999999999999999" + rest, 400, "bad_request");
        refused(ORDER_HEAD + "Content-Length: 9999999999999" + rest, 413, "body_too_large");
        refused(ORDER_HEAD + "Content-Length: 29\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400, "bad_request");
        refused(ORDER_HEAD + rest, 400, "bad_input");
    }

    @Test
    void chunksThatAreNoneAreRefusedAndEndTheConnection() throws Exception {
        String head = ORDER_HEAD + "Transfer-Encoding: chunked\r\n\r\n";
        for (String chunks : new String[] {"zz\r\n", "-1\r\n", "ffffffffffff\r\n", "1\r\nxx\r\n", "\r\n\r\n"}) {
            try (RawHttp raw = new RawHttp(node)) {
                raw.send(head + chunks + "0\r\n\r\n");
                RawHttp.Reply reply = raw.read();
                assertThat(reply.status()).as(chunks).isEqualTo(400);
                assertThat(reply.json().path("type").asText()).isEqualTo("/problems/bad_request");
                assertThat(raw.isClosed()).isTrue();
            }
        }
        assertThat(node.memory.end()).isEqualTo(1);
    }

    @Test
    void aStreamWithoutEndIsCutOff() throws Exception {
        try (RawHttp raw = new RawHttp(node)) {
            raw.send(ORDER_HEAD + "Transfer-Encoding: chunked\r\n\r\n");
            String chunk = "400\r\n" + "x".repeat(1024) + "\r\n";
            raw.send(chunk.repeat(Limits.ORDER_BODY_BYTES_MAX / 1024 + 1));

            RawHttp.Reply reply = raw.read();

            assertThat(reply.status()).isEqualTo(413);
            assertThat(reply.headers().get("connection")).isEqualTo("close");
            assertThat(raw.isClosed()).isTrue();
        }
    }

    @Test
    void whoAsksBeforeSendingABodyIsToldToGoOn() throws Exception {
        try (RawHttp raw = new RawHttp(node)) {
            raw.send(ORDER_HEAD + "Expect: 100-continue\r\nContent-Length: " + BODY.length() + "\r\n\r\n");
            assertThat(raw.read().status()).isEqualTo(100);
            raw.send(BODY);
            assertThat(raw.read().status()).isEqualTo(201);
        }
        refused(ORDER_HEAD + "Expect: 100-continue\r\nContent-Length: 99999\r\n\r\n", 413, "body_too_large");
    }

    @Test
    void oldClientsAreAnsweredToo() throws Exception {
        try (RawHttp raw = new RawHttp(node)) {
            raw.send("GET /v1/sales/c HTTP/1.0\r\n\r\n");
            assertThat(raw.read().status()).isEqualTo(200);
            assertThat(raw.isClosed()).isTrue();
        }
        try (RawHttp raw = new RawHttp(node)) {
            raw.send("GET /v1/sales/c HTTP/1.0\r\nConnection: keep-alive\r\n\r\n".repeat(2));
            assertThat(raw.read().headers().get("connection")).isEqualTo("keep-alive");
            assertThat(raw.read().status()).isEqualTo(200);
        }
    }

    @Test
    void whoWantsToCloseIsClosed() throws Exception {
        try (RawHttp raw = new RawHttp(node)) {
            raw.send("GET /v1/sales/c HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            assertThat(raw.read().headers().get("connection")).isEqualTo("close");
            assertThat(raw.isClosed()).isTrue();
        }
    }

    @Test
    void anotherProtocolIsNotSpoken() throws Exception {
        try (RawHttp raw = new RawHttp(node)) {
            raw.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
            assertThat(raw.read().status()).isBetween(400, 501);
        }
        try (RawHttp raw = new RawHttp(node)) {
            raw.send("GET /v1/sales/c HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
            assertThat(raw.read().status()).isEqualTo(200);
        }
    }

    @Test
    void whoTakesNoAnswersInGetsNoMore() throws Exception {
        int asked = 60_000;
        try (RawHttp raw = new RawHttp(node)) {
            Thread asker = Thread.ofPlatform().daemon().start(() -> {
                byte[] some = GET.repeat(100).getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
                try {
                    for (int i = 0; i < asked / 100; i++) {
                        raw.send(some);
                    }
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            List<Double> answered = new ArrayList<>();
            do {
                answered.add(node.registry
                        .get("onsale.http.requests")
                        .tags("route", "read_sale", "outcome", "ok")
                        .counter()
                        .count());
                Thread.sleep(200);
            } while (answered.size() < 3
                    || answered.getLast() == 0
                    || !answered.getLast().equals(answered.get(answered.size() - 3)));

            // The answers that nobody reads fill the kernel's buffers and then stop: none piles up in the node.
            assertThat(answered.getLast()).isLessThan(asked);

            for (int i = 0; i < asked; i++) {
                assertThat(raw.read().status()).isEqualTo(200);
            }
            asker.join();
        }
    }
}
