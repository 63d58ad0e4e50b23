package dev.onsale.http.identity;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * A token (RFC 7519) in its compact form (RFC 7515), taken apart. Nothing in it is to be believed before a key has been found that signed it. Nobody
 * changes its bytes.
 */
final class SignedToken {

    private final String algorithm;
    private final byte[] signed;
    private final byte[] signature;
    private final TokenFields claims;

    private SignedToken(String algorithm, byte[] signed, byte[] signature, TokenFields claims) {
        this.algorithm = algorithm;
        this.signed = signed;
        this.signature = signature;
        this.claims = claims;
    }

    /** Takes a text apart; null if it is no such token, or asks for something that is not known here. */
    static @Nullable SignedToken parse(String text) {
        int first = text.indexOf('.');
        int second = text.indexOf('.', first + 1);
        if (first < 0 || second < 0 || text.indexOf('.', second + 1) >= 0) {
            return null;
        }
        TokenFields header = fields(text.substring(0, first));
        TokenFields claims = fields(text.substring(first + 1, second));
        byte[] signature = decode(text.substring(second + 1));
        if (header == null || claims == null || signature == null) {
            return null;
        }
        String algorithm = header.text("alg");
        // What "crit" lists has to be understood by whoever takes the token, and there is nothing of that kind here.
        return algorithm == null || header.has("crit")
                ? null
                : new SignedToken(
                        algorithm, text.substring(0, second).getBytes(StandardCharsets.US_ASCII), signature, claims);
    }

    private static @Nullable TokenFields fields(String part) {
        byte[] json = decode(part);
        return json == null ? null : TokenFields.read(json);
    }

    /** Null for what is not written in the one way that there is for these bytes. */
    private static byte @Nullable [] decode(String part) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(part);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(part) ? bytes : null;
        } catch (IllegalArgumentException notBase64) {
            return null;
        }
    }

    /** By which it says that it is signed. */
    String algorithm() {
        return algorithm;
    }

    /** What is signed. */
    byte[] signed() {
        return signed;
    }

    byte[] signature() {
        return signature;
    }

    /** What it says. */
    TokenFields claims() {
        return claims;
    }
}
