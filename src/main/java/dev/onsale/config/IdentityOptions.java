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
 */
public record IdentityOptions(
        @Nullable String operatorToken,
        @Nullable String paymentsToken,
        @Nullable String jwtSecret,
        List<Path> jwtKeys) {

    /** Environment variable of {@link #operatorToken()}. */
    public static final String OPERATOR_TOKEN_VARIABLE = "ONSALE_OPERATOR_TOKEN";

    /** Environment variable of {@link #paymentsToken()}. */
    public static final String PAYMENTS_TOKEN_VARIABLE = "ONSALE_PAYMENTS_TOKEN";

    /** Environment variable of {@link #jwtSecret()}. */
    public static final String JWT_SECRET_VARIABLE = "ONSALE_JWT_SECRET";

    private static final Pattern TOKEN =
            Pattern.compile("[!-~]{" + Limits.OPERATOR_TOKEN_CHARS_MIN + "," + Limits.OPERATOR_TOKEN_CHARS_MAX + "}");

    /**
     * Checks every field, in their order.
     *
     * @throws InvalidOptionException naming the first one at fault
     */
    public IdentityOptions {
        jwtKeys = List.copyOf(jwtKeys);
        checkToken(OPERATOR_TOKEN_VARIABLE, operatorToken);
        checkToken(PAYMENTS_TOKEN_VARIABLE, paymentsToken);
        if (jwtSecret != null) {
            checkSecret(jwtSecret);
        }
        NodeOptions.checkFiles("--jwt-key", jwtKeys, Limits.JWT_KEYS_MAX);
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
                + ", jwtSecret=" + setOrNot(jwtSecret) + ", jwtKeys=" + jwtKeys + "]";
    }

    private static String setOrNot(@Nullable String secret) {
        return secret == null ? "not set" : "set";
    }
}
