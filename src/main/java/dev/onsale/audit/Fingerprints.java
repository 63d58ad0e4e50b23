package dev.onsale.audit;

import dev.onsale.ledger.SecretHash;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Texts as numbers, so that an audit need not keep them. Each audit draws its own secrets: nobody can have chosen two texts to look
 * alike. Buyers' keys get 128 bits, of which two among ten million agree by chance once in 10^24 audits.
 */
final class Fingerprints {

    /** Fingerprint of no text. */
    static final long NONE = 0;

    private final long highSecret;
    private final long lowSecret;

    Fingerprints(RandomGenerator random) {
        highSecret = random.nextLong();
        lowSecret = random.nextLong();
    }

    /** Of one text, or {@link #NONE}. */
    long of(@Nullable String text) {
        return text == null ? NONE : SecretHash.of(lowSecret, text) | 1;
    }

    /** The first half of that of a sale, buyer and key. */
    long high(String sale, String buyer, String key) {
        return SecretHash.of(SecretHash.of(SecretHash.of(highSecret, sale), buyer), key);
    }

    /** The second half. */
    long low(String sale, String buyer, String key) {
        return SecretHash.of(SecretHash.of(SecretHash.of(lowSecret, sale), buyer), key);
    }
}
