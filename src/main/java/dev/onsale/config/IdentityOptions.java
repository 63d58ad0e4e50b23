package dev.onsale.config;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a node is told about who may ask it, checked once, up front: an instance that exists is valid. Whether files exist is found out by who
 * opens them.
 *
 * @param operatorToken what operators' requests carry, or null for the one kept in the data folder
 * @param paymentsToken what the requests of whoever reports payments carry, or null where only operators do
 * @param jwtSecret shared secret that buyers' tokens are signed with (HS256), or null
 * @param jwtKeys files of public keys (PEM), one key each, whose owners may sign buyers' tokens
 * @param jwtAudiences of which a buyer's token must name one ({@code aud}); empty for any token
 * @param jwtIssuers of which one must have issued a buyer's token ({@code iss}); empty for any
 * @param trustBuyerHeader whether a buyer is whoever a header says, though others than this machine may reach the node; not with a key
 */
public record IdentityOptions(
        @Nullable String operatorToken,
        @Nullable String paymentsToken,
        @Nullable String jwtSecret,
        List<Path> jwtKeys,
        List<String> jwtAudiences,
        List<String> jwtIssuers,
        boolean trustBuyerHeader) {

    /** Environment variable of {@link #operatorToken()}. */
    public static final String OPERATOR_TOKEN_VARIABLE = "ONSALE_OPERATOR_TOKEN";

    /** Environment variable of {@link #paymentsToken()}. */
    public static final String PAYMENTS_TOKEN_VARIABLE = "ONSALE_PAYMENTS_TOKEN";

    /** Environment variable of {@link #jwtSecret()}. */
    public static final String JWT_SECRET_VARIABLE = "ONSALE_JWT_SECRET";

    /** Environment variable of {@link #jwtAudiences()}, for one of them. */
    public static final String JWT_AUDIENCE_VARIABLE = "ONSALE_JWT_AUDIENCE";

    /** Environment variable of {@link #jwtIssuers()}, for one of them. */
    public static final String JWT_ISSUER_VARIABLE = "ONSALE_JWT_ISSUER";

    private static final Pattern TOKEN =
            Pattern.compile("[!-~]{" + Limits.OPERATOR_TOKEN_CHARS_MIN + "," + Limits.OPERATOR_TOKEN_CHARS_MAX + "}");

    /**
     * Checks every field, in their order.
     *
     * @throws InvalidOptionException naming the first one at fault
     */
    public IdentityOptions {
        jwtKeys = List.copyOf(jwtKeys);
        jwtAudiences = List.copyOf(jwtAudiences);
        jwtIssuers = List.copyOf(jwtIssuers);
        checkToken(OPERATOR_TOKEN_VARIABLE, operatorToken);
        checkToken(PAYMENTS_TOKEN_VARIABLE, paymentsToken);
        if (jwtSecret != null) {
            checkSecret(jwtSecret);
        }
        NodeOptions.checkFiles("--jwt-key", jwtKeys, Limits.JWT_KEYS_MAX);
        boolean hasKey = jwtSecret != null || !jwtKeys.isEmpty();
        checkClaims("--jwt-audience", jwtAudiences, hasKey);
        checkClaims("--jwt-issuer", jwtIssuers, hasKey);
        if (trustBuyerHeader && hasKey) {
            throw new InvalidOptionException(
                    "--trust-buyer-header",
                    "does not go with a key for buyers' tokens: with one, a buyer is whoever their token names; leave one of them out");
        }
    }

    /** Whether buyers show tokens that a key of the shop's has signed. */
    public boolean hasKey() {
        return jwtSecret != null || !jwtKeys.isEmpty();
    }

    /** Whether {@code text} can be an operators' token, or one for payments: long enough, and fit for a header. */
    public static boolean isToken(String text) {
        return TOKEN.matcher(text).matches();
    }

    private static void checkToken(String variable, @Nullable String token) {
        if (token != null && !isToken(token)) {
            throw new InvalidOptionException(
                    variable,
                    "must be " + Limits.OPERATOR_TOKEN_CHARS_MIN + " to " + Limits.OPERATOR_TOKEN_CHARS_MAX
                            + " printable ASCII characters without blanks, but is not: it has " + token.length());
        }
    }

    private static void checkClaims(String option, List<String> claims, boolean hasKey) {
        if (!claims.isEmpty() && !hasKey) {
            throw new InvalidOptionException(
                    option, "is of no use without a key: set " + JWT_SECRET_VARIABLE + " or give --jwt-key");
        }
        if (claims.size() > Limits.JWT_CLAIMS_MAX) {
            throw new InvalidOptionException(
                    option,
                    "may be given " + Limits.JWT_CLAIMS_MAX + " times, but is given " + claims.size() + " times");
        }
        for (String claim : claims) {
            if (claim.isBlank() || claim.length() > Limits.JWT_CLAIM_CHARS_MAX) {
                throw new InvalidOptionException(
                        option, "must be 1 to " + Limits.JWT_CLAIM_CHARS_MAX + " characters, but is \"" + claim + "\"");
            }
        }
    }

    /** RFC 7518 asks for a key at least as long as the hash: a shorter one can be guessed from a single token. */
    private static void checkSecret(String secret) {
        int bytes = secret.getBytes(StandardCharsets.UTF_8).length;
        if (bytes < Limits.JWT_SECRET_BYTES_MIN) {
            throw new InvalidOptionException(
                    JWT_SECRET_VARIABLE,
                    "must have at least " + Limits.JWT_SECRET_BYTES_MIN + " bytes, but has " + bytes);
        }
    }

    /** All but the secrets, which appear as set or not set. */
    @Override
    public String toString() {
        return "IdentityOptions[operatorToken=" + setOrNot(operatorToken) + ", paymentsToken=" + setOrNot(paymentsToken)
                + ", jwtSecret=" + setOrNot(jwtSecret) + ", jwtKeys=" + jwtKeys + ", jwtAudiences=" + jwtAudiences
                + ", jwtIssuers=" + jwtIssuers + ", trustBuyerHeader=" + trustBuyerHeader + "]";
    }

    private static String setOrNot(@Nullable String secret) {
        return secret == null ? "not set" : "set";
    }
}
