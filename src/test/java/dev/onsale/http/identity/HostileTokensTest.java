package dev.onsale.http.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.onsale.http.server.ProblemType;
import dev.onsale.sale.SampleSale;
import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Tokens that were signed with the right key and say strange things, and tokens that are strange themselves. Each is judged: it names a buyer or it is
 * refused, and nothing is thrown.
 */
class HostileTokensTest {

    private static final byte[] SECRET = "a secret that is thirty-two bytes".getBytes(StandardCharsets.UTF_8);
    private static final long NOW_SECONDS = SampleSale.OPENS_AT / 1000;
    private static final String HEADER = "{\"alg\":\"HS256\",\"typ\":\"JWT\"}";
    private static final Buyers ANY = buyers(TokenTerms.NONE);

    private static Buyers buyers(TokenTerms terms) {
        return Buyers.bearing(
                List.of(TokenKey.hs256(SECRET)),
                terms,
                RoleTokens.of("the-operators-token", "the-token-for-payments"),
                () -> Instant.ofEpochSecond(NOW_SECONDS));
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String encode(String text) {
        return encode(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String sign(String signed) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(SECRET, "HmacSHA256"));
            return signed + "." + encode(mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static String token(String header, String claims) {
        return sign(encode(header) + "." + encode(claims));
    }

    private static Caller caller(Buyers buyers, String token) {
        return buyers.caller(MultiMap.caseInsensitiveMultiMap().add("Authorization", "Bearer " + token));
    }

    private static void assertHolds(Buyers buyers, String token, String name) {
        assertThat(caller(buyers, token)).isEqualTo(new Caller.Buyer(name));
        assertThat(caller(buyers, token)).as("remembered").isEqualTo(new Caller.Buyer(name));
    }

    private static void assertRefused(Buyers buyers, String token) {
        assertThat(caller(buyers, token)).isInstanceOfSatisfying(Caller.Rejected.class, rejected -> assertThat(
                        rejected.problem().type())
                .isEqualTo(ProblemType.UNAUTHENTICATED));
    }

    @TestFactory
    Stream<DynamicTest> everyEndIsJudged() {
        String soon = String.valueOf(NOW_SECONDS + 1);
        Stream<String> toCome = Stream.of(
                soon,
                soon + ".0",
                soon + "e0",
                NOW_SECONDS + ".001",
                "4.2e9",
                "42E8",
                "9223372036854775807",
                "9223372036854775808",
                "1e30",
                "1e308",
                "1e309",
                "1e400",
                "1e99999999999",
                "9".repeat(400),
                "9".repeat(5_000),
                soon + "." + "3".repeat(5_000));
        Stream<String> past = Stream.of(
                String.valueOf(NOW_SECONDS),
                NOW_SECONDS + ".0",
                NOW_SECONDS - 1 + ".999",
                "0",
                "-0",
                "-0.0",
                "0.5",
                "-1",
                "-9223372036854775808",
                "-1e400",
                "-1e99999999999",
                "1e-400",
                "1e-99999999999",
                "-" + "9".repeat(5_000));
        Stream<String> none = Stream.of(
                "null",
                "true",
                "\"" + soon + "\"",
                "\"soon\"",
                "\"\"",
                "[]",
                "[" + soon + "]",
                "{}",
                "{\"exp\":" + soon + "}",
                "NaN",
                "Infinity",
                "-Infinity",
                "+" + soon,
                "0" + soon,
                soon + ".",
                ".5",
                "0x7fffffff",
                "1e",
                "",
                soon + "," + "\"exp\":" + soon);
        return Stream.concat(
                toCome.map(end -> dynamicTest(
                        "holds " + shown(end),
                        () -> assertHolds(ANY, token(HEADER, "{\"sub\":\"alice\",\"exp\":" + end + "}"), "alice"))),
                Stream.concat(past, none)
                        .map(end -> dynamicTest(
                                "refused " + shown(end),
                                () -> assertRefused(ANY, token(HEADER, "{\"sub\":\"alice\",\"exp\":" + end + "}")))));
    }

    private static String shown(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }

    @Test
    void everyBeginningIsJudged() {
        for (String name : new String[] {"nbf", "iat"}) {
            String claims = "{\"sub\":\"alice\",\"exp\":1e12,\"" + name + "\":";
            for (String begun : new String[] {
                "0", "-1e400", "-5", NOW_SECONDS + "", NOW_SECONDS + 5 + "", NOW_SECONDS + ".5", "1e-400"
            }) {
                assertHolds(ANY, token(HEADER, claims + begun + "}"), "alice");
            }
            for (String not : new String[] {
                NOW_SECONDS + 6 + "",
                NOW_SECONDS + 5 + ".01",
                "1e400",
                "9".repeat(5_000),
                "\"0\"",
                "null",
                "[0]",
                "{}",
                "true"
            }) {
                assertRefused(ANY, token(HEADER, claims + not + "}"));
            }
        }
    }

    private static String sub(String json) {
        return token(HEADER, "{\"exp\":1e12,\"sub\":" + json + "}");
    }

    @Test
    void everyNameIsJudged() {
        assertHolds(ANY, sub("\"auth0|5f7c8ec7c33c6c004bbafe82\""), "auth0|5f7c8ec7c33c6c004bbafe82");
        assertHolds(ANY, sub("\"Ann Lee\""), "Ann Lee");
        assertHolds(ANY, sub("\"\\u5f20\\u4f1f\""), "张伟");
        assertHolds(ANY, sub("\"Ame\\u0301lie\""), "Amélie");
        assertHolds(ANY, sub("\"\\ud83d\\ude00\""), "\uD83D\uDE00");
        assertHolds(ANY, sub("\"" + "张".repeat(128) + "\""), "张".repeat(128));
        for (String not : new String[] {
            "null",
            "1",
            "[]",
            "[\"alice\"]",
            "{}",
            "true",
            "\"\"",
            "\" \"",
            "\" alice\"",
            "\"alice\\n\"",
            "\"a\\u0000\"",
            "\"\\ud83d\"",
            "\"\\ude00x\"",
            "\"" + "x".repeat(129) + "\"",
            "\"" + "张".repeat(129) + "\"",
            "\"alice\",\"sub\":\"bob\""
        }) {
            assertRefused(ANY, sub(not));
        }
        // Whoever is named so is no operator for that.
        assertHolds(ANY, sub("\"the-operators-token\""), "the-operators-token");
    }

    @Test
    void audienceAndIssuerAreCheckedWhereTheyAreConfigured() {
        Buyers strict = buyers(new TokenTerms(List.of("tickets", "shop"), List.of("https://id.example/")));
        String claims = "{\"sub\":\"alice\",\"exp\":1e12,";
        String issuer = "\"iss\":\"https://id.example/\"";
        for (String right : new String[] {"\"tickets\"", "\"shop\"", "[\"tickets\"]", "[\"x\",\"shop\"]"}) {
            assertHolds(strict, token(HEADER, claims + issuer + ",\"aud\":" + right + "}"), "alice");
        }
        for (String wrong : new String[] {
            "\"Tickets\"",
            "\"tickets \"",
            "\"\"",
            "[]",
            "[\"x\"]",
            "null",
            "1",
            "{\"tickets\":1}",
            "[[\"tickets\"]]",
            "[\"tickets\",1]"
        }) {
            assertRefused(strict, token(HEADER, claims + issuer + ",\"aud\":" + wrong + "}"));
            assertHolds(ANY, token(HEADER, claims + issuer + ",\"aud\":" + wrong + "}"), "alice");
        }
        assertRefused(strict, token(HEADER, claims + issuer + "}"));
        for (String wrong : new String[] {"\"https://id.example\"", "\"\"", "null", "1", "[\"https://id.example/\"]"}) {
            assertRefused(strict, token(HEADER, claims + "\"aud\":\"tickets\",\"iss\":" + wrong + "}"));
            assertHolds(ANY, token(HEADER, claims + "\"aud\":\"tickets\",\"iss\":" + wrong + "}"), "alice");
        }
        assertRefused(strict, token(HEADER, claims + "\"aud\":\"tickets\"}"));
    }

    @Test
    void everyHeaderIsJudged() {
        String claims = "{\"sub\":\"alice\",\"exp\":1e12}";
        for (String right : new String[] {HEADER, "{\"alg\":\"HS256\"}", " {\"kid\":{\"a\":[1]},\"alg\":\"HS256\"} "}) {
            assertHolds(ANY, token(right, claims), "alice");
        }
        for (String wrong : new String[] {
            "{\"alg\":\"none\"}",
            "{\"alg\":\"NONE\"}",
            "{\"alg\":\"hs256\"}",
            "{\"alg\":\"HS384\"}",
            "{\"alg\":\"RS256\"}",
            "{\"alg\":\"ES256\"}",
            "{\"alg\":null}",
            "{\"alg\":[\"HS256\"]}",
            "{\"alg\":\"none\",\"alg\":\"HS256\"}",
            "{\"alg\":\"HS256\",\"crit\":[\"exp\"]}",
            "{\"alg\":\"HS256\",\"b64\":false,\"crit\":[\"b64\"]}",
            "{\"typ\":\"JWT\"}",
            "{}",
            "[]",
            "null",
            "",
            HEADER + "{}",
            "{\"alg\":\"HS256\""
        }) {
            assertRefused(ANY, token(wrong, claims));
        }
    }

    @Test
    void everyFormIsJudged() {
        String good = token(HEADER, "{\"sub\":\"alice\",\"exp\":1e12}");
        String[] parts = good.split("\\.", -1);
        assertHolds(ANY, good, "alice");
        for (String wrong : new String[] {
            "." + good,
            good + ".",
            good + "=",
            good + "A",
            good.replace('.', ','),
            parts[0] + "." + parts[1],
            parts[0] + "." + parts[1] + ".",
            parts[0] + ".." + parts[2],
            parts[0] + "." + parts[1] + "." + parts[2] + "." + parts[2] + "." + parts[2],
            sign(parts[0] + "=." + parts[1]),
            sign(parts[0] + "." + parts[1] + "\n"),
            sign(encode(HEADER) + "."
                    + Base64.getUrlEncoder()
                            .encodeToString("{\"sub\":\"alice\",\"exp\":1e12}  ".getBytes(StandardCharsets.UTF_8))),
            sign(encode(HEADER) + "." + encode("{\"sub\":\"alice\",\"exp\":1e12}{}")),
            sign(encode(HEADER) + "." + encode("\uFEFF{\"sub\":\"alice\",\"exp\":1e12}")),
            sign(encode(HEADER) + "." + encode("{\"sub\":\"alice\",\"exp\":1e12}".getBytes(StandardCharsets.UTF_16))),
            sign(encode(HEADER) + "."
                    + encode("{\"sub\":\"\u00E4\",\"exp\":1e12}".getBytes(StandardCharsets.ISO_8859_1))),
            sign(encode(HEADER) + "." + encode("{\"sub\":\"alice\",\"exp\":1e12,\"x\":" + "[".repeat(5_000))),
            sign(encode(HEADER) + "."
                    + encode("{\"sub\":\"alice\",\"exp\":1e12,\"x\":" + "[".repeat(2_000) + "]".repeat(2_000) + "}")),
            "..",
            "...",
            ".",
            "",
            "a.b.c",
            "\u0000.\u0000.\u0000",
            "é.é.é"
        }) {
            assertRefused(ANY, wrong);
        }
    }

    /** The last letter of a signature may be written in several ways that mean the same bytes; only one of them is taken. */
    @Test
    void aTokenHasOneSpelling() {
        String good = token(HEADER, "{\"sub\":\"alice\",\"exp\":1e12}");
        String letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        for (int i = 0; i < letters.length(); i++) {
            String other = good.substring(0, good.length() - 1) + letters.charAt(i);
            if (!other.equals(good)) {
                assertRefused(ANY, other);
            }
        }
    }
}
