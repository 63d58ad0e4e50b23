package dev.onsale.http.identity;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

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

    /** Says whether a signature is the one that a key makes of some bytes. */
    @FunctionalInterface
    private interface Check {
        boolean holds(byte[] signed, byte[] signature) throws GeneralSecurityException;
    }

    private final String algorithm;
    private final Check check;

    private TokenKey(String algorithm, Check check) {
        this.algorithm = algorithm;
        this.check = check;
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
        SecretKeySpec key = new SecretKeySpec(secret, "HmacSHA256");
        return new TokenKey("HS256", (signed, signature) -> {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return MessageDigest.isEqual(mac.doFinal(signed), signature);
        });
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
            when rsa.getModulus().bitLength() >= RSA_BITS_MIN -> new TokenKey("RS256", check("SHA256withRSA", rsa));
            case ECPublicKey ec
            when ec.getParams().getOrder().bitLength() == P256_BITS ->
                new TokenKey("ES256", check("SHA256withECDSAinP1363Format", ec));
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

    private static Check check(String name, PublicKey key) {
        return (signed, signature) -> {
            Signature verifying = Signature.getInstance(name);
            verifying.initVerify(key);
            verifying.update(signed);
            try {
                return verifying.verify(signature);
            } catch (SignatureException noneAtAll) {
                return false;
            }
        };
    }

    /** Whether this key's owner has signed the token, by the one algorithm that the key is for. */
    boolean signed(SignedToken token) {
        try {
            return algorithm.equals(token.algorithm()) && check.holds(token.signed(), token.signature());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this machine's Java lacks " + algorithm, e);
        }
    }
}
