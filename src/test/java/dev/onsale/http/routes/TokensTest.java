package dev.onsale.http.routes;

import static org.assertj.core.api.Assertions.assertThat;

import com.auth0.jwt.JWT;
import com.auth0.jwt.JWTCreator;
import com.auth0.jwt.algorithms.Algorithm;
import dev.onsale.http.identity.Buyers;
import dev.onsale.http.identity.TokenKey;
import dev.onsale.http.identity.TokenTerms;
import dev.onsale.sale.SampleSale;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Buyers' tokens over HTTP. */
class TokensTest {

    private static final byte[] SECRET = "a secret that is thirty-two bytes".getBytes(StandardCharsets.UTF_8);
    private static final Instant NOW = Instant.ofEpochMilli(SampleSale.OPENS_AT);

    private static JWTCreator.Builder alice() {
        return JWT.create().withSubject("alice").withExpiresAt(NOW.plusSeconds(60));
    }

    @Test
    void aTokenDecidesWhoOrders() {
        Algorithm algorithm = Algorithm.HMAC256(SECRET);
        try (TestNode node = new TestNode(wishes -> wishes.buyers =
                        Buyers.bearing(List.of(TokenKey.hs256(SECRET)), TokenTerms.NONE, TestNode.ROLES, () -> NOW))
                .with(SampleSale.concert("c", 10))
                .with(SampleSale.concert("rush", 10))) {
            String body = "{\"tier\":\"floor\",\"quantity\":1}";

            assertThat(node.post("/v1/sales/c/orders", body)
                            .bearer(alice().sign(algorithm))
                            .key("k")
                            .answer()
                            .ok(201)
                            .path("buyer")
                            .asText())
                    .isEqualTo("alice");
            node.order("alice", "k2", 1).answer().problem(401, "unauthenticated");
            node.post("/v1/sales/c/orders", body)
                    .bearer(alice().withExpiresAt(NOW.minusSeconds(1)).sign(algorithm))
                    .key("k3")
                    .answer()
                    .problem(401, "unauthenticated");
            node.post("/v1/sales", body)
                    .bearer(alice().sign(algorithm))
                    .answer()
                    .problem(403, "operators_only");
            assertThat(node.get("/buy/ticket").answer().ok(200).path("code").asInt())
                    .isEqualTo(1);
            assertThat(node.get("/buy/ticket")
                            .bearer(alice().sign(algorithm))
                            .answer()
                            .ok(200)
                            .path("data")
                            .path("buyer")
                            .asText())
                    .isEqualTo("alice");
        }
    }
}
