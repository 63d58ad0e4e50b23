package dev.onsale.http.identity;

import dev.onsale.config.Limits;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** The tokens of those who run a sale: the operators', and one that reports payments and nothing else. Immutable; any thread. */
public final class RoleTokens {

    private final byte[] operator;
    private final byte @Nullable [] payments;

    private RoleTokens(byte[] operator, byte @Nullable [] payments) {
        this.operator = operator;
        this.payments = payments;
    }

    /**
     * Takes them over.
     *
     * @param payments null for none; payments are then reported by operators alone
     * @throws IllegalArgumentException if one is too short, or both are the same; the message is a sentence
     */
    public static RoleTokens of(String operator, @Nullable String payments) {
        checkLength("the operators' token", operator);
        if (payments != null) {
            checkLength("the token for payments", payments);
            if (payments.equals(operator)) {
                throw new IllegalArgumentException("the token for payments is the operators' token, so whoever reports"
                        + " payments could do all that operators do; make another one with: openssl rand -hex 32");
            }
        }
        return new RoleTokens(bytes(operator), payments == null ? null : bytes(payments));
    }

    private static void checkLength(String whose, String token) {
        if (token.length() < Limits.OPERATOR_TOKEN_CHARS_MIN) {
            throw new IllegalArgumentException(whose + " must have at least " + Limits.OPERATOR_TOKEN_CHARS_MIN
                    + " characters, but has " + token.length() + "; make one with: openssl rand -hex 32");
        }
    }

    // In constant time, so that nobody can guess a token from how long it takes to be refused.

    boolean isOperators(String token) {
        return MessageDigest.isEqual(bytes(token), operator);
    }

    boolean isForPayments(String token) {
        return payments != null && MessageDigest.isEqual(bytes(token), payments);
    }

    private static byte[] bytes(String token) {
        return token.getBytes(StandardCharsets.UTF_8);
    }
}
