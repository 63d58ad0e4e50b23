package dev.onsale.ledger;

import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The name of an order: a UUID of version 7 (RFC 9562), written as 26 characters of Crockford's base 32 in lower case. Ids
 * sort by the millisecond of their making and cannot be guessed: 74 of their bits are random.
 *
 * @param high the first 64 bits: 48 of time, 4 of version, 12 random
 * @param low the last 64 bits: 2 of variant, 62 random
 */
public record OrderId(long high, long low) implements Comparable<OrderId> {

    /** Characters of an id as text. */
    public static final int CHARS = 26;

    private static final String DIGITS = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final byte[] VALUES = new byte[128];

    static {
        java.util.Arrays.fill(VALUES, (byte) -1);
        for (int i = 0; i < DIGITS.length(); i++) {
            VALUES[DIGITS.charAt(i)] = (byte) i;
        }
    }

    /**
     * Makes a new id.
     *
     * @param nowMillis milliseconds since 1970
     * @param random must be unpredictable wherever buyers see the id
     */
    public static OrderId mint(long nowMillis, RandomGenerator random) {
        long version = 0x7000L | (random.nextLong() & 0xFFF);
        long variant = Long.MIN_VALUE | (random.nextLong() >>> 2);
        return new OrderId((nowMillis << 16) | version, variant);
    }

    /**
     * Makes a new id for an order of {@code sale}, with the {@link #tagOf tag} of the sale in the place of the first 12 random bits: a
     * ledger that keeps each sale apart finds the few sales that an order may be of without asking all. The other 62 bits are random.
     *
     * @param nowMillis milliseconds since 1970
     * @param random must be unpredictable wherever buyers see the id
     */
    public static OrderId mint(long nowMillis, String sale, RandomGenerator random) {
        long version = 0x7000L | tagOf(sale);
        long variant = Long.MIN_VALUE | (random.nextLong() >>> 2);
        return new OrderId((nowMillis << 16) | version, variant);
    }

    /** 12 bits that the orders of a sale have in common, the same on every machine; some sales share theirs. */
    public static int tagOf(String sale) {
        int hash = sale.hashCode(); // which is specified, and differs mostly in its low bits
        return (hash ^ (hash >>> 12) ^ (hash >>> 24)) & 0xFFF;
    }

    /** The tag of the sale for which this id was made, if it was made for one. */
    public int tag() {
        return (int) high & 0xFFF;
    }

    /** Reads an id back; empty when {@code text} is not one. Upper case is not accepted: one order, one spelling. */
    public static Optional<OrderId> parse(String text) {
        // 26 characters carry 130 bits: the first one may only use its last three.
        if (text.length() != CHARS || valueOf(text.charAt(0)) > 7) {
            return Optional.empty();
        }
        long high = 0;
        long low = 0;
        for (int i = 0; i < CHARS; i++) {
            int value = valueOf(text.charAt(i));
            if (value < 0) {
                return Optional.empty();
            }
            high = (high << 5) | (low >>> 59);
            low = (low << 5) | value;
        }
        return Optional.of(new OrderId(high, low));
    }

    private static int valueOf(char digit) {
        return digit < VALUES.length ? VALUES[digit] : -1;
    }

    /** Spreads the random bits over an int; for hash tables. */
    @Override
    public int hashCode() {
        long mixed = (high ^ low) * 0x9E3779B97F4A7C15L;
        return (int) (mixed >>> 32);
    }

    @Override
    public int compareTo(OrderId other) {
        int byHigh = Long.compareUnsigned(high, other.high);
        return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
    }

    /** The id as 26 characters. */
    @Override
    public String toString() {
        byte[] text = new byte[CHARS];
        long restHigh = high;
        long restLow = low;
        for (int i = CHARS - 1; i >= 0; i--) {
            text[i] = (byte) DIGITS.charAt((int) (restLow & 31));
            restLow = (restLow >>> 5) | (restHigh << 59);
            restHigh >>>= 5;
        }
        return new String(text, java.nio.charset.StandardCharsets.ISO_8859_1);
    }
}
