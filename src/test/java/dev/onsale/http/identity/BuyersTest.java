package dev.onsale.http.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.auth0.jwt.JWT;
import com.auth0.jwt.JWTCreator;
import com.auth0.jwt.algorithms.Algorithm;
import dev.onsale.http.server.ProblemType;
import dev.onsale.sale.SampleSale;
import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who is asking: tokens that hold and tokens that do not. */
class BuyersTest {

    private static final byte[] SECRET = "a secret that is thirty-two bytes".getBytes(StandardCharsets.UTF_8);
    private static final Instant NOW = Instant.ofEpochMilli(SampleSale.OPENS_AT);
    private static final String OPERATOR = "the-operators-token";
    private static final String PAYMENTS = "the-token-for-payments";
    private static final RoleTokens ROLES = RoleTokens.of(OPERATOR, PAYMENTS);

    private static KeyPair rsa;
    private static KeyPair ec;

    private final AtomicLong millis = new AtomicLong(NOW.toEpochMilli());

    @BeforeAll
    static void makeKeys() throws Exception {
        KeyPairGenerator rsaKeys = KeyPairGenerator.getInstance("RSA");
        rsaKeys.initialize(2048);
        rsa = rsaKeys.generateKeyPair();
        KeyPairGenerator ecKeys = KeyPairGenerator.getInstance("EC");
        ecKeys.initialize(new ECGenParameterSpec("secp256r1"));
        ec = ecKeys.generateKeyPair();
    }

    private static String pem(KeyPair pair) {
        return "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(pair.getPublic().getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
    }

    private Buyers bearing(TokenKey... keys) {
        return Buyers.bearing(List.of(keys), TokenTerms.NONE, ROLES, () -> Instant.ofEpochMilli(millis.get()));
    }

    private static JWTCreator.Builder alice() {
        return JWT.create().withSubject("alice").withExpiresAt(NOW.plusSeconds(60));
    }

    private static Caller caller(Buyers buyers, String token) {
        return buyers.caller(MultiMap.caseInsensitiveMultiMap().add("Authorization", "Bearer " + token));
    }

    private static void assertRejected(Buyers buyers, String token) {
        assertThat(caller(buyers, token)).isInstanceOfSatisfying(Caller.Rejected.class, rejected -> assertThat(
                        rejected.problem().type())
                .isEqualTo(ProblemType.UNAUTHENTICATED));
    }

    @Test
    void tokensOfEachKindHold() {
        Buyers buyers = bearing(TokenKey.hs256(SECRET), TokenKey.publicKey(pem(rsa)), TokenKey.publicKey(pem(ec)));
        Caller alice = new Caller.Buyer("alice");

        assertThat(caller(buyers, alice().sign(Algorithm.HMAC256(SECRET)))).isEqualTo(alice);
        assertThat(caller(buyers, alice().sign(Algorithm.RSA256(null, (RSAPrivateKey) rsa.getPrivate()))))
                .isEqualTo(alice);
        assertThat(caller(buyers, alice().sign(Algorithm.ECDSA256(null, (ECPrivateKey) ec.getPrivate()))))
                .isEqualTo(alice);
        assertThat(caller(buyers, OPERATOR)).isEqualTo(new Caller.Operator(null));
        assertThat(buyers.trustsHeader()).isFalse();
    }

    @Test
    void anyOfSeveralKeysWillDo() {
        byte[] older = "an older secret of thirty-two bytes".getBytes(StandardCharsets.UTF_8);
        Buyers buyers = bearing(TokenKey.hs256(older), TokenKey.hs256(SECRET));

        assertThat(caller(buyers, alice().sign(Algorithm.HMAC256(SECRET)))).isEqualTo(new Caller.Buyer("alice"));
        assertThat(caller(buyers, alice().sign(Algorithm.HMAC256(older)))).isEqualTo(new Caller.Buyer("alice"));
    }

    @Test
    void forgedTokensDoNotHold() {
        Buyers buyers = bearing(TokenKey.hs256(SECRET), TokenKey.publicKey(pem(rsa)));
        String good = alice().sign(Algorithm.HMAC256(SECRET));
        String[] parts = good.split("\\.", -1);
        String mallory = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString("{\"sub\":\"mallory\",\"exp\":9999999999}".getBytes(StandardCharsets.UTF_8));

        assertRejected(buyers, alice().sign(Algorithm.none()));
        assertRejected(buyers, alice().sign(Algorithm.none()) + parts[2]);
        assertRejected(buyers, alice().sign(Algorithm.HMAC256("another secret of the same length!")));
        assertRejected(buyers, alice().sign(Algorithm.HMAC384(SECRET)));
        assertRejected(buyers, parts[0] + "." + mallory + "." + parts[2]);
        assertRejected(buyers, parts[0] + "." + parts[1] + ".");
        assertRejected(buyers, parts[0] + "." + parts[1]);
        // A public key taken for a shared secret.
        assertRejected(buyers, alice().sign(Algorithm.HMAC256(pem(rsa))));
        assertRejected(buyers, alice().sign(Algorithm.HMAC256(rsa.getPublic().getEncoded())));
        assertRejected(buyers, alice().sign(Algorithm.ECDSA256(null, (ECPrivateKey) ec.getPrivate())));
        assertThat(caller(buyers, good)).isEqualTo(new Caller.Buyer("alice"));
    }

    @Test
    void textThatIsNoTokenDoesNotHold() {
        Buyers buyers = bearing(TokenKey.hs256(SECRET));
        String[] claims = {
            "",
            "null",
            "[]",
            "{",
            "{\"sub\":{}}",
            "{\"sub\":\"alice\",\"exp\":\"soon\"}",
            "{\"iat\":9223372036854775807}",
            "[".repeat(4000)
        };
        Algorithm algorithm = Algorithm.HMAC256(SECRET);
        for (String claim : claims) {
            String header = base64("{\"alg\":\"HS256\"}");
            String payload = base64(claim);
            String signature = Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(algorithm.sign(
                            header.getBytes(StandardCharsets.UTF_8), payload.getBytes(StandardCharsets.UTF_8)));
            assertRejected(buyers, header + "." + payload + "." + signature);
        }
        for (String header : new String[] {"null", "", "[]", "{}", "{\"alg\":null}", "{\"alg\":1}"}) {
            assertRejected(buyers, base64(header) + "." + base64("{\"sub\":\"alice\"}") + ".c2ln");
        }
        for (String token : new String[] {"", ".", "..", "...", "a.b.c", "\u0000", "{}.{}.{}", "a".repeat(9000)}) {
            assertRejected(buyers, token);
        }
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aTokenMustNameSomebodyAndEnd() {
        Buyers buyers = bearing(TokenKey.hs256(SECRET));
        Algorithm algorithm = Algorithm.HMAC256(SECRET);

        assertRejected(buyers, JWT.create().withSubject("alice").sign(algorithm));
        assertRejected(buyers, JWT.create().withExpiresAt(NOW.plusSeconds(60)).sign(algorithm));
        assertRejected(buyers, alice().withSubject("").sign(algorithm));
        assertRejected(buyers, alice().withSubject("a\nb").sign(algorithm));
        assertRejected(buyers, alice().withSubject("x".repeat(129)).sign(algorithm));
        assertRejected(buyers, alice().withExpiresAt(NOW.minusSeconds(1)).sign(algorithm));
        assertRejected(buyers, alice().withNotBefore(NOW.plusSeconds(10)).sign(algorithm));
        assertThat(caller(buyers, alice().withNotBefore(NOW.plusSeconds(3)).sign(algorithm)))
                .isEqualTo(new Caller.Buyer("alice"));
        assertThat(caller(buyers, alice().withIssuedAt(NOW.plusSeconds(3)).sign(algorithm)))
                .isEqualTo(new Caller.Buyer("alice"));
    }

    @Test
    void aTokenThatIsRememberedEndsAllTheSame() {
        Buyers buyers = bearing(TokenKey.hs256(SECRET));
        String token = alice().sign(Algorithm.HMAC256(SECRET));
        assertThat(caller(buyers, token)).isEqualTo(new Caller.Buyer("alice"));
        assertThat(caller(buyers, token)).isEqualTo(new Caller.Buyer("alice"));

        millis.addAndGet(61_000);

        assertRejected(buyers, token);
    }

    @Test
    void moreTokensThanAreRememberedStillHold() {
        BuyerTokens tokens = new BuyerTokens(
                List.of(TokenKey.hs256(SECRET)), TokenTerms.NONE, () -> Instant.ofEpochMilli(millis.get()), 10);

        for (int i = 0; i < 35; i++) {
            String name = "buyer-" + i;
            assertThat(tokens.buyer(alice().withSubject(name).sign(Algorithm.HMAC256(SECRET))))
                    .isEqualTo(name);
            assertThat(tokens.remembered()).isLessThanOrEqualTo(20);
        }
        assertThat(tokens.remembered()).isEqualTo(15);
    }

    @Test
    void aBuyersTokenBeatsTheHeader() {
        Buyers buyers = bearing(TokenKey.hs256(SECRET));
        String token = alice().sign(Algorithm.HMAC256(SECRET));
        MultiMap headers = MultiMap.caseInsensitiveMultiMap().add(Buyers.HEADER, "bob");

        assertThat(buyers.caller(headers)).isEqualTo(new Caller.Nobody());
        assertThat(buyers.caller(headers.add("Authorization", "bearer " + token)))
                .isEqualTo(new Caller.Buyer("alice"));
        assertThat(buyers.caller(headers.set("Authorization", "Bearer " + OPERATOR)))
                .isEqualTo(new Caller.Operator("bob"));
    }

    @Test
    void withoutAKeyTheHeaderIsBelieved() {
        Buyers buyers = Buyers.trusting(ROLES);

        assertThat(buyers.caller(MultiMap.caseInsensitiveMultiMap())).isEqualTo(new Caller.Nobody());
        assertThat(buyers.caller(MultiMap.caseInsensitiveMultiMap().add(Buyers.HEADER, "bob")))
                .isEqualTo(new Caller.Buyer("bob"));
        assertRejected(buyers, alice().sign(Algorithm.HMAC256(SECRET)));
        assertThat(buyers.trustsHeader()).isTrue();
    }

    @Test
    void weakKeysAreRefused() throws Exception {
        KeyPairGenerator weak = KeyPairGenerator.getInstance("RSA");
        weak.initialize(1024);
        KeyPairGenerator other = KeyPairGenerator.getInstance("EC");
        other.initialize(new ECGenParameterSpec("secp384r1"));

        assertThatThrownBy(() -> TokenKey.hs256(new byte[31])).hasMessageContaining("32 bytes, but has 31");
        assertThatThrownBy(() -> TokenKey.publicKey(pem(weak.generateKeyPair())))
                .hasMessageContaining("2048 bits");
        assertThatThrownBy(() -> TokenKey.publicKey(pem(other.generateKeyPair())))
                .hasMessageContaining("P-256");
        assertThatThrownBy(() -> TokenKey.publicKey("a secret")).hasMessageContaining("BEGIN PUBLIC KEY");
        assertThatThrownBy(() -> TokenKey.publicKey("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("neither an RSA nor an EC key");
        assertThatThrownBy(() -> RoleTokens.of("short", null)).hasMessageContaining("at least 16");
        assertThatThrownBy(() -> RoleTokens.of(OPERATOR, "short"))
                .hasMessageContaining("for payments must have at least");
        assertThatThrownBy(() -> RoleTokens.of(OPERATOR, OPERATOR)).hasMessageContaining("is the operators' token");
        assertThatThrownBy(() -> bearing()).hasMessageContaining("at least one key");
    }
}
