package dev.onsale.ledger;

/**
 * A hash of text that begins with a secret, for tables whose keys are chosen by strangers: {@link String#hashCode()} is known to everybody, and a
 * million colliding keys would turn each look-up into a walk. Each character is folded in by a multiplication and a shift, as in
 * the finisher of SplitMix64. Not a signature: it is worth nothing once the secret is known. Stateless, any thread.
 */
public final class SecretHash {

    private SecretHash() {}

    /** Folds {@code text} and its length into {@code hash}, which begins as the secret. */
    public static long of(long hash, String text) {
        long mixed = hash + text.length();
        for (int i = 0; i < text.length(); i++) {
            mixed = (mixed ^ text.charAt(i)) * 0xBF58476D1CE4E5B9L;
            mixed ^= mixed >>> 29;
        }
        return mixed * 0x94D049BB133111EBL;
    }
}
