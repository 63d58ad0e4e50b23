package dev.onsale.http.routes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.onsale.http.routes.TestNode.Answer;
import dev.onsale.ledger.Command;
import dev.onsale.ledger.OrderId;
import dev.onsale.sale.Deduct;
import dev.onsale.sale.Fare;
import dev.onsale.sale.Journey;
import dev.onsale.sale.SampleSale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Orders over HTTP: placed, repeated, read, paid, given back. */
class OrderRoutesTest {

    private final TestNode node = new TestNode();

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void anOrderIsPlaced() {
        node.with(SampleSale.concert("c", 10));

        Answer answer = node.order("alice", "k", 2).answer();

        JsonNode order = answer.ok(201);
        String id = order.path("id").asText();
        assertThat(id).matches("[0-7][0-9a-hjkmnp-tv-z]{25}");
        assertThat(answer.header("Location")).isEqualTo("/v1/orders/" + id);
        assertThat(answer.header("Idempotency-Replayed")).isNull();
        assertThat(order.toString())
                .isEqualTo("{\"id\":\"" + id + "\",\"sale\":\"c\",\"buyer\":\"alice\",\"tier\":\"floor\",\"from\":null,"
                        + "\"to\":null,\"quantity\":2,\"seats\":[\"1\",\"2\"],\"state\":\"held\","
                        + "\"amount\":{\"value\":16000,\"currency\":\"EUR\"},\"placedAt\":\"2100-01-01T00:00:00Z\","
                        + "\"expiresAt\":\"2100-01-01T00:10:00Z\",\"reference\":null,\"recovered\":false}");
    }

    @Test
    void anOrdersIdCarriesTheTagOfItsSale() {
        for (String sale : new String[] {"c", "d", "a-night"}) {
            node.with(SampleSale.concert(sale, 1_000));
            for (int i = 0; i < 3; i++) {
                String id = node.post("/v1/sales/" + sale + "/orders", "{\"tier\":\"floor\",\"quantity\":1}")
                        .buyer("alice-" + i)
                        .key("k")
                        .answer()
                        .ok(201)
                        .path("id")
                        .asText();
                assertThat(OrderId.parse(id).orElseThrow().tag()).isEqualTo(OrderId.tagOf(sale));
            }
        }
    }

    @Test
    void anOrderForAPartOfTheWayNamesItsStops() {
        node.with(SampleSale.train("t", 3, 5).fares(new Fare(new Journey(1, 3), 700)));

        JsonNode order = node.post(
                        "/v1/sales/t/orders", "{\"tier\":\"second\",\"quantity\":3,\"from\":\"B\",\"to\":null}")
                .buyer("alice")
                .key("k")
                .answer()
                .ok(201);

        assertThat(order.path("from").asText() + order.path("to").asText()).isEqualTo("BD");
        assertThat(order.path("amount").path("value").asInt()).isEqualTo(2100);
    }

    @Test
    void aRepeatIsTheSameOrder() {
        node.with(SampleSale.concert("c", 10));
        JsonNode first = node.order("alice", "k", 2).answer().ok(201);
        long end = node.memory.end();

        Answer again = node.order("alice", "k", 2).answer();

        assertThat(again.ok(201)).isEqualTo(first);
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(again.header("Location"))
                .isEqualTo("/v1/orders/" + first.path("id").asText());
        assertThat(node.memory.end()).isEqualTo(end);
        node.order("alice", "k", 3).answer().problem(422, "key_reused");
        assertThat(node.order("bob", "k", 2).answer().ok(201).path("id")).isNotEqualTo(first.path("id"));
    }

    /** The route remembers the last body that it has read. */
    @Test
    void eachBodyIsReadForWhatItSays() {
        node.with(SampleSale.concert("c", 100));
        int[] quantities = {1, 1, 2, 2, 1, 3, 3, 1};
        for (int i = 0; i < quantities.length; i++) {
            assertThat(node.order("buyer-" + i, "k", quantities[i])
                            .answer()
                            .ok(201)
                            .path("quantity")
                            .asInt())
                    .isEqualTo(quantities[i]);
            for (int again = 0; again < 2; again++) {
                node.post("/v1/sales/c/orders", "{\"tier\":\"floor\",\"quantity\":x}")
                        .buyer("buyer-" + i)
                        .key("other")
                        .answer()
                        .problem(400, "bad_input");
            }
        }
    }

    @Test
    void theKeyIsTakenAsItIs() {
        node.with(SampleSale.concert("c", 10));
        String longest = "~".repeat(127) + "!";

        JsonNode quoted = node.order("alice", "\"8e03978e\"", 1).answer().ok(201);

        assertThat(node.order("alice", "\"8e03978e\"", 1).answer().ok(201)).isEqualTo(quoted);
        assertThat(node.order("alice", "8e03978e", 1).answer().ok(201)).isNotEqualTo(quoted);
        node.order("alice", longest, 1).answer().ok(201);
        assertThat(node.order("alice", longest + "x", 1)
                        .answer()
                        .problem(400, "bad_input")
                        .path("field")
                        .asText())
                .isEqualTo("Idempotency-Key");
    }

    @Test
    void whatIsGoneIsSoldOut() {
        node.with(SampleSale.concert("c", 3));
        node.order("alice", "k", 2).answer().ok(201);

        node.order("bob", "k", 2).answer().problem(409, "sold_out");
        node.order("bob", "k", 1).answer().ok(201);
        node.order("carol", "k", 1).answer().problem(409, "sold_out");
    }

    @Test
    void refusalsSayWhatTheyAre() {
        node.with(SampleSale.train("t", 2, 5).perBuyer(2).opensAt(SampleSale.OPENS_AT));

        place("x", "{\"tier\":\"second\",\"quantity\":1}").problem(404, "unknown_sale");
        place("t", "{\"tier\":\"first\",\"quantity\":1}").problem(404, "unknown_tier");
        assertThat(place("t", "{\"tier\":\"second\",\"quantity\":3}")
                        .problem(403, "buyer_limit")
                        .path("limit")
                        .asInt())
                .isEqualTo(2);
        JsonNode none = place("t", "{\"tier\":\"second\",\"quantity\":0}").problem(400, "bad_quantity");
        assertThat(none.path("field").asText() + none.path("limit").asInt()).isEqualTo("quantity100");
        place("t", "{\"tier\":\"second\",\"quantity\":101}").problem(400, "bad_quantity");
        place("t", "{\"tier\":\"second\",\"quantity\":-1}").problem(400, "bad_quantity");
        assertThat(badJourney("\"from\":\"X\",\"to\":\"B\"")).isEqualTo("from");
        assertThat(badJourney("\"from\":\"A\",\"to\":\"X\"")).isEqualTo("to");
        assertThat(badJourney("\"from\":\"B\",\"to\":\"A\"")).isEqualTo("to");
        assertThat(badJourney("\"from\":\"C\"")).isEqualTo("from");
        node.now(SampleSale.OPENS_AT - 1);
        assertThat(place("t", "{\"tier\":\"second\",\"quantity\":1}")
                        .problem(403, "not_open")
                        .path("opensAt")
                        .asText())
                .isEqualTo("2100-01-01T00:00:00Z");
        assertThat(node.memory.end()).isEqualTo(1);
    }

    private String badJourney(String ends) {
        return place("t", "{\"tier\":\"second\",\"quantity\":1," + ends + "}")
                .problem(400, "bad_journey")
                .path("field")
                .asText();
    }

    private Answer place(String sale, String json) {
        return node.post("/v1/sales/" + sale + "/orders", json)
                .buyer("alice")
                .key("k")
                .answer();
    }

    @Test
    void anOrderIsReadByItsBuyerAndByOperators() {
        node.with(SampleSale.concert("c", 10));
        JsonNode order = node.order("alice", "k", 1).answer().ok(201);
        String path = "/v1/orders/" + order.path("id").asText();

        assertThat(node.get(path).buyer("alice").answer().ok(200)).isEqualTo(order);
        assertThat(node.get(path).operator().answer().ok(200)).isEqualTo(order);
        node.get(path).buyer("bob").answer().problem(403, "not_yours");
        node.get(path).answer().problem(401, "unauthenticated");
        node.get("/v1/orders/01m82zk6k6f67b3ty9nyx2v9ga")
                .buyer("alice")
                .answer()
                .problem(404, "unknown_order");
        node.get("/v1/orders/nonsense").buyer("alice").answer().problem(404, "unknown_order");
    }

    @Test
    void anOrderIsPaidOnce() {
        node.with(SampleSale.concert("c", 10));
        String path = place();

        JsonNode paid = pay(path, "ref-1").ok(200);

        assertThat(paid.path("state").asText()).isEqualTo("paid");
        assertThat(paid.path("reference").asText()).isEqualTo("ref-1");
        assertThat(pay(path, "ref-1").ok(200)).isEqualTo(paid);
        pay(path, "ref-2").problem(409, "already_paid");
        pay("/v1/orders/01m82zk6k6f67b3ty9nyx2v9ga", "ref-1").problem(404, "unknown_order");
        assertThat(node.memory.end()).isEqualTo(3);
    }

    private String place() {
        return "/v1/orders/"
                + node.order("alice", "k", 1).answer().ok(201).path("id").asText();
    }

    private Answer pay(String path, String reference) {
        return payment(path, reference).payments().answer();
    }

    private TestNode.Asked payment(String path, String reference) {
        return node.post(path + "/payment", "{\"reference\":\"" + reference + "\"}");
    }

    @Test
    void anOperatorPaysForABuyer() {
        node.with(SampleSale.concert("c", 10));

        JsonNode paid = node.post(place() + "/payment", "{\"reference\":\"r\"}")
                .operator()
                .answer()
                .ok(200);

        assertThat(paid.path("state").asText() + paid.path("buyer").asText()).isEqualTo("paidalice");
    }

    @Test
    void aLatePaymentIsNeverLost() {
        node.with(SampleSale.concert("c", 1));
        String late = place();
        node.now(SampleSale.OPENS_AT + 600_000);
        node.memory.submit(new Command.ExpireOrders(node.now(), 10), outcome -> {});

        node.ask("DELETE", late).buyer("alice").answer().problem(409, "already_expired");
        JsonNode recovered = pay(late, "r").ok(200);

        assertThat(recovered.path("state").asText()).isEqualTo("paid");
        assertThat(recovered.path("recovered").asBoolean()).isTrue();
    }

    @Test
    void whoPaysForNothingIsDueARefund() {
        node.with(SampleSale.concert("c", 1).deduct(Deduct.PAYMENT));
        JsonNode first = node.order("alice", "k", 1).answer().ok(201);
        JsonNode second = node.order("bob", "k", 1).answer().ok(201);
        assertThat(first.path("state").asText()).isEqualTo("placed");
        assertThat(first.path("seats").size()).isZero();
        assertThat(first.path("expiresAt").isNull()).isTrue();
        pay("/v1/orders/" + first.path("id").asText(), "r1").ok(200);
        String path = "/v1/orders/" + second.path("id").asText();

        assertThat(pay(path, "r2").ok(200).path("state").asText()).isEqualTo("refund_due");

        node.ask("DELETE", path).buyer("bob").answer().problem(409, "already_refund_due");
        assertThat(node.ask("DELETE", path)
                        .operator()
                        .answer()
                        .ok(200)
                        .path("state")
                        .asText())
                .isEqualTo("refunded");
        pay(path, "r3").problem(409, "already_refunded");
    }

    @Test
    void anUnpaidOrderIsReleased() {
        node.with(SampleSale.concert("c", 1));
        String path = place();

        node.ask("DELETE", path).buyer("bob").answer().problem(403, "not_yours");
        JsonNode released = node.ask("DELETE", path).buyer("alice").answer().ok(200);

        assertThat(released.path("state").asText()).isEqualTo("released");
        assertThat(node.ask("DELETE", path).buyer("alice").answer().ok(200)).isEqualTo(released);
        node.order("bob", "k", 1).answer().ok(201);
    }

    @Test
    void aPaidOrderIsRefundedByWhoMay() {
        node.with(SampleSale.concert("c", 1));
        node.with(SampleSale.concert("d", 1).buyerRefunds(true));
        String strict = place();
        pay(strict, "r").ok(200);
        String kind = "/v1/orders/"
                + node.post("/v1/sales/d/orders", "{\"tier\":\"floor\",\"quantity\":1}")
                        .buyer("alice")
                        .key("k")
                        .answer()
                        .ok(201)
                        .path("id")
                        .asText();
        pay(kind, "r").ok(200);

        node.ask("DELETE", strict).buyer("alice").answer().problem(409, "already_paid");
        JsonNode refunded = node.ask("DELETE", strict).operator().answer().ok(200);
        assertThat(refunded.path("state").asText()).isEqualTo("refunded");
        assertThat(node.ask("DELETE", strict).operator().answer().ok(200)).isEqualTo(refunded);
        assertThat(node.ask("DELETE", kind)
                        .buyer("alice")
                        .answer()
                        .ok(200)
                        .path("state")
                        .asText())
                .isEqualTo("refunded");
    }

    @Test
    void anOperatorOrdersForABuyerWhomTheyName() {
        node.with(SampleSale.concert("c", 10));
        String body = "{\"tier\":\"floor\",\"quantity\":1}";

        JsonNode order = node.post("/v1/sales/c/orders", body)
                .operator()
                .buyer("alice")
                .key("k")
                .answer()
                .ok(201);
        assertThat(order.path("buyer").asText()).isEqualTo("alice");
        assertThat(node.order("alice", "k", 1).answer().ok(201)).isEqualTo(order);
        assertThat(node.post("/v1/sales/c/orders", body)
                        .operator()
                        .key("k")
                        .answer()
                        .problem(400, "bad_input")
                        .path("field")
                        .asText())
                .isEqualTo("Onsale-Buyer");
        node.post("/v1/sales/c/orders", body).key("k").answer().problem(401, "unauthenticated");
    }
}
