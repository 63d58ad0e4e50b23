package dev.onsale.http.routes;

import static org.assertj.core.api.Assertions.assertThat;

import com.auth0.jwt.JWT;
import com.auth0.jwt.algorithms.Algorithm;
import com.fasterxml.jackson.databind.JsonNode;
import dev.onsale.http.identity.Buyers;
import dev.onsale.http.identity.TokenKey;
import dev.onsale.http.identity.TokenTerms;
import dev.onsale.http.routes.TestNode.Asked;
import dev.onsale.sale.SampleSale;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who may say that money came: who moves it, and nobody else. */
class PaymentsTest {

    private static final byte[] SECRET = "a secret that is thirty-two bytes".getBytes(StandardCharsets.UTF_8);

    private final TestNode node = new TestNode();
    private String order;

    @BeforeEach
    void place() {
        node.with(SampleSale.concert("c", 10)).with(SampleSale.concert("rush", 10));
        order = "/v1/orders/"
                + node.order("alice", "k", 1).answer().ok(201).path("id").asText();
    }

    @AfterEach
    void close() {
        node.close();
    }

    private static Asked payment(TestNode at, String path) {
        return at.post(path + "/payment", "{\"reference\":\"r\"}");
    }

    @Test
    void aBuyerWhoIsNamedMayNot() {
        JsonNode problem = node.refused(payment(node, order).buyer("alice"), 403, "not_allowed");

        assertThat(problem.path("detail").asText()).contains("whoever moves it", "Nothing was changed");
        node.refused(payment(node, order).buyer("bob"), 403, "not_allowed");
        // Whether there is such an order is none of a buyer's business either.
        node.refused(payment(node, "/v1/orders/01m82zk6k6f67b3ty9nyx2v9ga").buyer("alice"), 403, "not_allowed");
        node.refused(payment(node, "/v1/orders/nonsense").buyer("alice"), 403, "not_allowed");
    }

    @Test
    void aGuestMayNot() {
        String id =
                node.get("/buy/ticket").answer().ok(200).path("data").path("id").asText();

        node.refused(payment(node, "/v1/orders/" + id).buyer("guest-" + id), 403, "not_allowed");
        node.refused(payment(node, "/v1/orders/" + id), 401, "unauthenticated");
    }

    @Test
    void aBuyerWithATokenOfTheirOwnMayNot() {
        Instant now = Instant.ofEpochMilli(SampleSale.OPENS_AT);
        String token = JWT.create()
                .withSubject("alice")
                .withExpiresAt(now.plusSeconds(60))
                .sign(Algorithm.HMAC256(SECRET));
        try (TestNode keyed = new TestNode(wishes -> wishes.buyers =
                        Buyers.bearing(List.of(TokenKey.hs256(SECRET)), TokenTerms.NONE, TestNode.ROLES, () -> now))
                .with(SampleSale.concert("c", 10))) {
            String path = "/v1/orders/"
                    + keyed.post("/v1/sales/c/orders", "{\"tier\":\"floor\",\"quantity\":1}")
                            .bearer(token)
                            .key("k")
                            .answer()
                            .ok(201)
                            .path("id")
                            .asText();

            keyed.refused(payment(keyed, path).bearer(token), 403, "not_allowed");
            keyed.refused(payment(keyed, path).buyer("alice"), 401, "unauthenticated");
            assertThat(payment(keyed, path)
                            .payments()
                            .answer()
                            .ok(200)
                            .path("state")
                            .asText())
                    .isEqualTo("paid");
        }
    }

    @Test
    void whoShowsNothingOrSomethingWrongMayNot() {
        JsonNode problem = node.refused(payment(node, order), 401, "unauthenticated");

        assertThat(problem.path("detail").asText()).contains("the operators' token or the one for payments");
        node.refused(payment(node, order).bearer(TestNode.PAYMENTS + "x"), 401, "unauthenticated");
        node.refused(payment(node, order).header("Authorization", TestNode.PAYMENTS), 401, "unauthenticated");
        node.refused(
                payment(node, order).header("Authorization", "Basic " + TestNode.PAYMENTS), 401, "unauthenticated");
        node.refused(payment(node, order).payments().operator(), 401, "unauthenticated");
    }

    @Test
    void whoMovesTheMoneyMay() {
        // A proxy may have named a buyer; it does not matter here.
        JsonNode paid = payment(node, order).payments().buyer("bob").answer().ok(200);

        assertThat(paid.path("state").asText() + paid.path("buyer").asText()).isEqualTo("paidalice");
        assertThat(payment(node, order).operator().answer().ok(200)).isEqualTo(paid);
    }

    @Test
    void theTokenForPaymentsDoesNothingElse() {
        node.refused(node.get(order).payments(), 403, "not_allowed");
        node.refused(node.ask("DELETE", order).payments(), 403, "not_allowed");
        node.refused(node.get("/v1/orders").payments(), 403, "not_allowed");
        node.refused(node.order("bob", "k", 1).payments(), 403, "not_allowed");
        node.refused(node.post("/v1/sales", "{}").payments(), 403, "operators_only");
        node.refused(
                node.ask("PATCH", "/v1/sales/c").json("{\"status\":\"closed\"}").payments(), 403, "operators_only");
        long before = node.memory.end();
        assertThat(node.get("/buy/ticket").payments().answer().ok(200).toString())
                .isEqualTo("{\"code\":-1,\"msg\":\"身份无效\",\"data\":null}");
        assertThat(node.memory.end()).isEqualTo(before);
    }

    @Test
    void whoNeedsATokenIsToldWhich() {
        JsonNode problem = node.refused(node.post("/v1/sales", "{}"), 401, "unauthenticated");

        assertThat(problem.path("detail").asText()).contains("the operators' token", "Authorization: Bearer");
        assertThat(node.refused(node.get(order), 401, "unauthenticated")
                        .path("detail")
                        .asText())
                .contains("Authorization: Bearer", "Onsale-Buyer");
    }
}
