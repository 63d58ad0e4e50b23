package dev.onsale.http.identity;

import dev.onsale.config.Limits;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a token must say to be taken, once it is known who signed it. Immutable; any thread.
 *
 * @param audiences of which it must name one ({@code aud}); empty for whatever it names
 * @param issuers of which one must have issued it ({@code iss}); empty for any
 */
public record TokenTerms(List<String> audiences, List<String> issuers) {

    /** None but those of every token: it names somebody and ends. */
    public static final TokenTerms NONE = new TokenTerms(List.of(), List.of());

    private static final double MILLIS = TimeUnit.SECONDS.toMillis(1);
    private static final double SKEW_MILLIS = TimeUnit.SECONDS.toMillis(Limits.TOKEN_CLOCK_SKEW_SECONDS_MAX);

    /** Copies the lists. */
    public TokenTerms {
        audiences = List.copyOf(audiences);
        issuers = List.copyOf(issuers);
    }

    /** Until when a token with these claims holds, in milliseconds since 1970, or null if it does not hold now. */
    @Nullable
    Double end(TokenFields claims, long nowMillis) {
        Double end = claims.number("exp");
        return end != null
                        && nowMillis < end * MILLIS
                        && hasBegun(claims, "nbf", nowMillis)
                        && hasBegun(claims, "iat", nowMillis)
                        && (audiences.isEmpty() || claims.holdsOneOf("aud", audiences))
                        && (issuers.isEmpty() || isOf(issuers, claims.text("iss")))
                ? end * MILLIS
                : null;
    }

    private static boolean isOf(List<String> issuers, @Nullable String issuer) {
        return issuer != null && issuers.contains(issuer);
    }

    /** Whether the moment is not to come; one that is there and is no number is none. */
    private static boolean hasBegun(TokenFields claims, String name, long nowMillis) {
        Double moment = claims.number(name);
        return moment == null ? !claims.has(name) : moment * MILLIS <= nowMillis + SKEW_MILLIS;
    }
}
