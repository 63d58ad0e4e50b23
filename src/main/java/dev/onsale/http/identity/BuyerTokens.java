package dev.onsale.http.identity;

import com.auth0.jwt.JWT;
import com.auth0.jwt.JWTVerifier;
import com.auth0.jwt.exceptions.JWTVerificationException;
import com.auth0.jwt.interfaces.DecodedJWT;
import dev.onsale.config.Limits;
import java.time.Clock;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks buyers' tokens. A token that held is remembered until it expires, since a buyer sends the same one with each request
 * and a signature costs more than everything else that is done for a request. Two generations bound the memory: when the
 * young one is full it becomes the old one, and the old one is dropped. Any thread.
 */
final class BuyerTokens {

    private static final Logger LOG = LoggerFactory.getLogger(BuyerTokens.class);

    private record Known(String buyer, long expiresAt) {}

    private final List<TokenKey> keys;
    private final List<JWTVerifier> verifiers;
    private final InstantSource clock;
    private final int rememberedMax;

    private volatile Map<String, Known> young = new ConcurrentHashMap<>();
    private volatile Map<String, Known> old = Map.of();

    /** @param rememberedMax tokens of a generation */
    BuyerTokens(List<TokenKey> keys, InstantSource clock, int rememberedMax) {
        this.rememberedMax = rememberedMax;
        this.keys = List.copyOf(keys);
        this.clock = clock;
        Clock utc = clock.withZone(ZoneOffset.UTC);
        this.verifiers = keys.stream().map(key -> verifier(key, utc)).toList();
    }

    private static JWTVerifier verifier(TokenKey key, Clock utc) {
        var requirements = JWT.require(key.algorithm())
                .withClaimPresence("sub")
                .withClaimPresence("exp")
                .acceptNotBefore(Limits.TOKEN_CLOCK_SKEW_SECONDS_MAX)
                .acceptIssuedAt(Limits.TOKEN_CLOCK_SKEW_SECONDS_MAX);
        // The clock can only be given to this class, which is what require() returns.
        return ((JWTVerifier.BaseVerification) requirements).build(utc);
    }

    /** The buyer whom the token names, or null if it does not hold: badly formed, forged, expired, or naming nobody. */
    @Nullable
    String buyer(String token) {
        Known known = young.get(token);
        if (known == null) {
            known = old.get(token);
        }
        if (known != null && clock.millis() < known.expiresAt()) {
            return known.buyer();
        }
        DecodedJWT verified = verify(token);
        if (verified == null || !RequestText.isBuyer(verified.getSubject())) {
            return null;
        }
        remember(
                token,
                new Known(
                        verified.getSubject(), verified.getExpiresAtAsInstant().toEpochMilli()));
        return verified.getSubject();
    }

    private @Nullable DecodedJWT verify(String token) {
        try {
            DecodedJWT decoded = JWT.decode(token);
            for (int i = 0; i < keys.size(); i++) {
                if (keys.get(i).algorithm().getName().equals(decoded.getAlgorithm())
                        && holds(verifiers.get(i), decoded)) {
                    return decoded;
                }
            }
            return null;
        } catch (RuntimeException notAToken) {
            // A stranger wrote it. Beside its own exception the library has others for what it trips over before it
            // looks at the signature: a time that no calendar holds, a part that is null. Either way it is no token.
            LOG.debug("A token could not be read", notAToken);
            return null;
        }
    }

    private static boolean holds(JWTVerifier verifier, DecodedJWT decoded) {
        try {
            verifier.verify(decoded);
            return true;
        } catch (JWTVerificationException notWithThisKey) {
            return false;
        }
    }

    /** Tokens that are remembered now. */
    int remembered() {
        return young.size() + old.size();
    }

    private void remember(String token, Known known) {
        if (young.size() >= rememberedMax) {
            // Two threads may do so at once; at worst a few tokens are checked again.
            old = young;
            young = new ConcurrentHashMap<>();
        }
        young.put(token, known);
    }
}
