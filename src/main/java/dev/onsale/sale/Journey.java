package dev.onsale.sale;

/**
 * A stretch of a sale, from one stop to a later one, by their places in {@link Sale#stops()}. It covers the legs
 * {@code from … to - 1}. A sale without stops has the one journey {@link #WHOLE_CONCERT}.
 *
 * @param from place of the first stop, 0 … 62
 * @param to place of the last stop, {@code from + 1 … 63}
 */
public record Journey(int from, int to) {

    /** The one journey of a sale that has no stops. */
    public static final Journey WHOLE_CONCERT = new Journey(0, 1);

    public Journey {
        if (from < 0 || to <= from || to > Long.SIZE - 1) {
            throw new IllegalArgumentException("not a journey: " + from + " to " + to);
        }
    }

    /** The legs as a mask: bit {@code n} stands for leg {@code n}. */
    public long legs() {
        return (1L << to) - (1L << from);
    }

    /** How many legs it covers. */
    public int length() {
        return to - from;
    }

    /** Whether the two share a leg. */
    public boolean overlaps(Journey other) {
        return from < other.to && other.from < to;
    }
}
