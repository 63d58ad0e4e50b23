package dev.onsale.http.routes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.onsale.config.Limits;
import dev.onsale.http.routes.TestNode.Asked;
import dev.onsale.sale.SampleSale;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Orders and payments that are not as they should be: each gets a problem that names the field, and changes nothing. */
class BadOrderTest {

    private static TestNode node;
    private static String order;

    @BeforeAll
    static void open() {
        node = new TestNode().with(SampleSale.concert("c", 10)).with(SampleSale.train("t", 2, 10));
        order = node.order("alice", "taken", 1).answer().ok(201).path("id").asText();
    }

    @AfterAll
    static void close() {
        node.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "body     | {",
                "body     | nonsense",
                "body     | []",
                "body     | 1",
                "body     | \"text\"",
                "body     | null",
                "body     | {\"tier\":\"floor\",\"quantity\":1",
                "body     | {\"tier\":\"floor\",\"quantity\":1}}",
                "body     | {\"tier\":\"floor\",\"quantity\":1} {}",
                "body     | {\"tier\":\"floor\",\"quantity\":1},",
                "body     | {\"tier\":\"floor\",\"quantity\":1,}",
                "body     | {'tier':'floor','quantity':1}",
                "body     | {tier:\"floor\",\"quantity\":1}",
                "body     | {\"tier\":\"floor\",\"quantity\":01}",
                "body     | {\"tier\":\"floor\",\"quantity\":+1}",
                "body     | {\"tier\":\"floor\",\"quantity\":NaN}",
                "body     | {\"tier\":\"floor\",\"quantity\":0x1}",
                "body     | {\"tier\":\"floor\",\"quantity\":1}// more",
                "body     | {\"tier\":\"flo\\xor\",\"quantity\":1}",
                "body     | {\"tier\":\"flo\u0001or\",\"quantity\":1}",
                "body     | [[[[[[[[[[[[[[[[[[[[[[[[",
                "tier     | {\"quantity\":1}",
                "tier     | {\"tier\":null,\"quantity\":1}",
                "tier     | {\"tier\":1,\"quantity\":1}",
                "tier     | {\"tier\":[\"floor\"],\"quantity\":1}",
                "tier     | {\"tier\":{},\"quantity\":1}",
                "tier     | {\"tier\":\"\",\"quantity\":1}",
                "tier     | {\"tier\":\"flo\\u0000or\",\"quantity\":1}",
                "tier     | {\"tier\":\"flo\\ud800or\",\"quantity\":1}",
                "tier     | {\"tier\":\"floor\",\"tier\":\"floor\",\"quantity\":1}",
                "quantity | {\"tier\":\"floor\"}",
                "quantity | {\"tier\":\"floor\",\"quantity\":null}",
                "quantity | {\"tier\":\"floor\",\"quantity\":\"1\"}",
                "quantity | {\"tier\":\"floor\",\"quantity\":1.0}",
                "quantity | {\"tier\":\"floor\",\"quantity\":1.5}",
                "quantity | {\"tier\":\"floor\",\"quantity\":1e0}",
                "quantity | {\"tier\":\"floor\",\"quantity\":true}",
                "quantity | {\"tier\":\"floor\",\"quantity\":2147483648}",
                "quantity | {\"tier\":\"floor\",\"quantity\":-2147483649}",
                "quantity | {\"tier\":\"floor\",\"quantity\":99999999999999999999999999999999999999}",
                "quantity | {\"tier\":\"floor\",\"quantity\":1,\"quantity\":1}",
                "from     | {\"tier\":\"floor\",\"quantity\":1,\"from\":1}",
                "from     | {\"tier\":\"floor\",\"quantity\":1,\"from\":\"\"}",
                "to       | {\"tier\":\"floor\",\"quantity\":1,\"to\":false}",
                "seat     | {\"tier\":\"floor\",\"quantity\":1,\"seat\":17}",
                "buyer    | {\"buyer\":\"bob\",\"tier\":\"floor\",\"quantity\":1}",
            })
    void anOrder(String field, String json) {
        JsonNode problem = node.refused(
                node.post("/v1/sales/c/orders", json).buyer("alice").key("new"), 400, "bad_input");

        assertThat(problem.path("field").asText()).isEqualTo(field);
    }

    @Test
    void numbersOfAThousandDigits() {
        String json = "{\"tier\":\"floor\",\"quantity\":" + "9".repeat(2000) + "}";

        node.refused(node.post("/v1/sales/c/orders", json).buyer("alice").key("new"), 400, "bad_input");
    }

    @Test
    void nestsOfAThousandArrays() {
        String json = "{\"tier\":" + "[".repeat(4000) + "]".repeat(4000) + "}";

        node.refused(node.post("/v1/sales/c/orders", json).buyer("alice").key("new"), 400, "bad_input");
    }

    @Test
    void bytesThatAreNoUtf8() {
        byte[][] bodies = {
            "{\"tier\":\"\u00e4\",\"quantity\":1}".getBytes(StandardCharsets.ISO_8859_1),
            "{\"tier\":\"floor\",\"quantity\":1}".getBytes(StandardCharsets.UTF_16),
            "{\"tier\":\"floor\",\"quantity\":1}".getBytes(StandardCharsets.UTF_16LE),
            "\uFEFF{\"tier\":\"floor\",\"quantity\":1}".getBytes(StandardCharsets.UTF_8),
            {'{', '"', (byte) 0xC0, (byte) 0x80, '"', ':', '1', '}'},
            {},
        };
        for (byte[] body : bodies) {
            JsonNode problem = node.refused(
                    node.ask("POST", "/v1/sales/c/orders")
                            .body(body)
                            .header("Content-Type", "application/json")
                            .buyer("alice")
                            .key("new"),
                    400,
                    "bad_input");
            assertThat(problem.path("field").asText()).isEqualTo("body");
        }
    }

    @Test
    void anUnknownFieldsNameIsRepeatedWithCare() {
        String json = "{\"" + "\\u0007x".repeat(200) + "\":1}";

        JsonNode problem = node.refused(
                node.post("/v1/sales/c/orders", json).buyer("alice").key("new"), 400, "bad_input");

        assertThat(problem.path("field").asText()).hasSize(100).startsWith("?x?x");
    }

    @Test
    void keys() {
        String body = "{\"tier\":\"floor\",\"quantity\":1}";

        for (String key : new String[] {"", " ", "a b", "x".repeat(129), "tab\there"}) {
            JsonNode problem = node.refused(
                    node.post("/v1/sales/c/orders", body).buyer("alice").key(key), 400, "bad_input");
            assertThat(problem.path("field").asText()).isEqualTo("Idempotency-Key");
        }
        node.refused(node.post("/v1/sales/c/orders", body).buyer("alice"), 400, "bad_input");
        node.refused(
                node.post("/v1/sales/c/orders", body).buyer("alice").key("a").key("b"), 400, "bad_input");
    }

    @Test
    void buyers() {
        for (String buyer : new String[] {"", " ", "a\tb", "x".repeat(129)}) {
            JsonNode problem = node.refused(node.order(buyer, "new", 1), 400, "bad_input");
            assertThat(problem.path("field").asText()).isEqualTo("Onsale-Buyer");
        }
        node.refused(node.order("alice", "new", 1).buyer("bob"), 400, "bad_input");
        node.refused(node.order("alice", "new", 1).header("Authorization", "Basic YTpi"), 401, "unauthenticated");
        node.refused(node.order("alice", "new", 1).header("Authorization", "Bearer"), 401, "unauthenticated");
        node.refused(
                node.order("alice", "new", 1).operator().header("Authorization", "Bearer x"), 401, "unauthenticated");
    }

    @Test
    void kindsOfContent() {
        byte[] body = "{\"tier\":\"floor\",\"quantity\":1}".getBytes(StandardCharsets.UTF_8);
        Asked bare =
                node.ask("POST", "/v1/sales/c/orders").body(body).buyer("alice").key("new");
        assertThat(node.refused(bare, 400, "bad_input").path("field").asText()).isEqualTo("Content-Type");
        for (String type : new String[] {
            "text/plain",
            "application/xml",
            "application/x-www-form-urlencoded",
            "application/jsonx",
            "json",
            "application/json; charset=latin1"
        }) {
            Asked asked = node.ask("POST", "/v1/sales/c/orders")
                    .body(body)
                    .buyer("alice")
                    .key("new")
                    .header("Content-Type", type);
            assertThat(node.refused(asked, 415, "unsupported_media_type")
                            .path("field")
                            .asText())
                    .isEqualTo("Content-Type");
        }
        Asked zipped =
                node.post("/v1/sales/c/orders", "{}").buyer("alice").key("new").header("Content-Encoding", "gzip");
        assertThat(node.refused(zipped, 415, "unsupported_media_type")
                        .path("field")
                        .asText())
                .isEqualTo("Content-Encoding");
    }

    @Test
    void jsonMayBeNamedWithItsEncoding() {
        for (String type : new String[] {"application/json; charset=utf-8", "Application/JSON ;Charset=\"UTF-8\""}) {
            node.ask("POST", "/v1/sales/c/orders")
                    .body("{\"tier\":\"floor\",\"quantity\":1}".getBytes(StandardCharsets.UTF_8))
                    .header("Content-Type", type)
                    .buyer("alice")
                    .key("taken")
                    .answer()
                    .ok(201);
        }
    }

    @Test
    void bodiesThatAreTooLarge() {
        String orderBody = "{\"tier\":\"" + "x".repeat(Limits.ORDER_BODY_BYTES_MAX) + "\",\"quantity\":1}";
        JsonNode tooLarge = node.refused(
                node.post("/v1/sales/c/orders", orderBody).buyer("alice").key("new"), 413, "body_too_large");
        assertThat(tooLarge.path("limit").asInt()).isEqualTo(Limits.ORDER_BODY_BYTES_MAX);
        String saleBody = "{\"id\":\"" + "x".repeat(Limits.SALE_BODY_BYTES_MAX) + "\"}";
        node.refused(node.post("/v1/sales", saleBody).operator(), 413, "body_too_large");
        String exact = "{\"tier\":\"floor\",\"quantity\":1}";
        node.post("/v1/sales/c/orders", exact + " ".repeat(Limits.ORDER_BODY_BYTES_MAX - exact.length()))
                .buyer("alice")
                .key("taken")
                .answer()
                .ok(201);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "reference | {}",
                "reference | {\"reference\":null}",
                "reference | {\"reference\":1}",
                "reference | {\"reference\":\"\"}",
                "reference | {\"reference\":\"  \"}",
                "reference | {\"reference\":\"a\\nb\"}",
                "reference | {\"reference\":\"a\",\"reference\":\"a\"}",
                "amount    | {\"reference\":\"a\",\"amount\":1}",
                "body      | {\"reference\":\"a\"",
                "body      | [\"a\"]",
            })
    void aPayment(String field, String json) {
        JsonNode problem =
                node.refused(node.post("/v1/orders/" + order + "/payment", json).payments(), 400, "bad_input");

        assertThat(problem.path("field").asText()).isEqualTo(field);
    }

    @Test
    void aPaymentWithAnOverlongReference() {
        String json = "{\"reference\":\"" + "x".repeat(129) + "\"}";

        node.refused(node.post("/v1/orders/" + order + "/payment", json).payments(), 400, "bad_input");
    }

    @Test
    void headersThatAreNoAscii() throws Exception {
        long before = node.memory.end();
        String body = "{\"tier\":\"floor\",\"quantity\":1}";
        for (String headers : new String[] {
            "Onsale-Buyer: k\u00e4se\r\nIdempotency-Key: k\r\n", "Onsale-Buyer: alice\r\nIdempotency-Key: k\u00e4se\r\n"
        }) {
            try (RawHttp raw = new RawHttp(node)) {
                raw.send(
                        "POST /v1/sales/c/orders HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: "
                                + body.length() + "\r\n" + headers + "\r\n" + body);
                assertThat(raw.read().status()).isEqualTo(400);
            }
        }
        assertThat(node.memory.end()).isEqualTo(before);
    }
}
