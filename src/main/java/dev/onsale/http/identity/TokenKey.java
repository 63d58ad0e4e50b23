package dev.onsale.http.identity;

import com.auth0.jwt.algorithms.Algorithm;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/**
 * A key that buyers' tokens (RFC 7519) are signed with: one that the shop and the node share, or the public half of one that
 * the shop keeps. Each key stands for one algorithm, so a public key is never taken for a shared secret.
 */
public final class TokenKey {

    /** Bytes of a shared secret, at the least: as many as SHA-256 gives (RFC 7518, 3.2). */
    public static final int SECRET_BYTES_MIN = 32;

    /** Bits of an RSA key, at the least (RFC 7518, 3.3). */
    public static final int RSA_BITS_MIN = 2048;

    private static final int P256_BITS = 256;

    private final Algorithm algorithm;

    private TokenKey(Algorithm algorithm) {
        this.algorithm = algorithm;
    }

    /**
     * A shared secret, for HS256.
     *
     * @throws IllegalArgumentException if it is shorter than {@value #SECRET_BYTES_MIN} bytes; the message is a sentence
     */
    public static TokenKey hs256(byte[] secret) {
        if (secret.length < SECRET_BYTES_MIN) {
            throw new IllegalArgumentException("a secret for HS256 must have at least " + SECRET_BYTES_MIN
                    + " bytes, but has " + secret.length + "; make one with: openssl rand -base64 48");
        }
        return new TokenKey(Algorithm.HMAC256(secret));
    }

    /**
     * A public key: RSA for RS256, an elliptic curve's P-256 for ES256.
     *
     * @param pem text with a block {@code BEGIN PUBLIC KEY} (RFC 7468)
     * @throws IllegalArgumentException if there is none that can be used; the message is a sentence
     */
    public static TokenKey publicKey(String pem) {
        PublicKey key = decode(pem);
        return switch (key) {
            case RSAPublicKey rsa
            when rsa.getModulus().bitLength() >= RSA_BITS_MIN -> new TokenKey(Algorithm.RSA256(rsa, null));
            case ECPublicKey ec
            when ec.getParams().getOrder().bitLength() == P256_BITS -> new TokenKey(Algorithm.ECDSA256(ec, null));
            default ->
                throw new IllegalArgumentException(
                        "a public key must be RSA with at least " + RSA_BITS_MIN + " bits, or EC on the curve P-256");
        };
    }

    private static PublicKey decode(String pem) {
        String begin = "-----BEGIN PUBLIC KEY-----";
        int from = pem.indexOf(begin);
        int to = pem.indexOf("-----END PUBLIC KEY-----");
        if (from < 0 || to < from) {
            throw new IllegalArgumentException(
                    "there is no block BEGIN PUBLIC KEY; a private key or a certificate does not do");
        }
        X509EncodedKeySpec spec =
                new X509EncodedKeySpec(Base64.getMimeDecoder().decode(pem.substring(from + begin.length(), to)));
        GeneralSecurityException last = null;
        for (String kind : new String[] {"RSA", "EC"}) {
            try {
                return KeyFactory.getInstance(kind).generatePublic(spec);
            } catch (GeneralSecurityException notOfThisKind) {
                last = notOfThisKind;
            }
        }
        throw new IllegalArgumentException("the block BEGIN PUBLIC KEY holds neither an RSA nor an EC key", last);
    }

    Algorithm algorithm() {
        return algorithm;
    }
}
