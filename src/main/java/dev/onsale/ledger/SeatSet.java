package dev.onsale.ledger;

/**
 * A set of seat numbers that finds its lowest member, or the next one above a number, in a few steps whatever its size: a
 * bitmap with summaries, each word of a level telling which words of the level below hold anything. A million seats take four levels
 * and 130 KB. The shape is that of a van Emde Boas tree cut to words of 64 bits.
 *
 * <p>Owned by one thread.
 */
class SeatSet {

    private static final int WORD_SHIFT = 6;

    /** {@code levels[0]} has a bit for each seat; the last level is a single word. */
    private final long[][] levels;

    private int count;

    /** @param capacity members lie in {@code 0 … capacity - 1} */
    SeatSet(int capacity) {
        int depth = 1;
        for (int words = words(capacity); words > 1; words = words(words)) {
            depth++;
        }
        levels = new long[depth][];
        int bits = capacity;
        for (int level = 0; level < depth; level++) {
            levels[level] = new long[Math.max(1, words(bits))];
            bits = words(bits);
        }
    }

    private static int words(int bits) {
        return (bits + Long.SIZE - 1) >>> WORD_SHIFT;
    }

    int count() {
        return count;
    }

    boolean contains(int seat) {
        return (levels[0][seat >>> WORD_SHIFT] & (1L << seat)) != 0;
    }

    /** Adds a seat that must not be in the set. */
    void add(int seat) {
        if (contains(seat)) {
            throw new IllegalStateException("seat " + seat + " is in the set already");
        }
        count++;
        int index = seat;
        for (long[] words : levels) {
            int word = index >>> WORD_SHIFT;
            boolean wasEmpty = words[word] == 0;
            words[word] |= 1L << index;
            if (!wasEmpty) {
                return; // the summaries above know this word already
            }
            index = word;
        }
    }

    /** Removes a seat that must be in the set. */
    void remove(int seat) {
        if (!contains(seat)) {
            throw new IllegalStateException("seat " + seat + " is not in the set");
        }
        count--;
        int index = seat;
        for (long[] words : levels) {
            int word = index >>> WORD_SHIFT;
            words[word] &= ~(1L << index);
            if (words[word] != 0) {
                return;
            }
            index = word;
        }
    }

    /** The lowest member, or -1. */
    int first() {
        return count == 0 ? -1 : descend(levels.length - 1, 0);
    }

    /** The lowest member above {@code seat}, or -1; {@code seat} may be -1. */
    int nextAfter(int seat) {
        int index = seat + 1;
        for (int level = 0; level < levels.length; level++) {
            int word = index >>> WORD_SHIFT;
            if (word >= levels[level].length) {
                return -1;
            }
            long rest = levels[level][word] & (-1L << index);
            if (rest != 0) {
                int found = (word << WORD_SHIFT) + Long.numberOfTrailingZeros(rest);
                return level == 0 ? found : descend(level - 1, found);
            }
            index = word + 1;
        }
        return -1;
    }

    private int descend(int fromLevel, int fromWord) {
        int word = fromWord;
        for (int level = fromLevel; level >= 0; level--) {
            word = (word << WORD_SHIFT) + Long.numberOfTrailingZeros(levels[level][word]);
        }
        return word;
    }

    /** A larger set with the same members. */
    SeatSet grownTo(int capacity) {
        SeatSet larger = new SeatSet(capacity);
        for (int seat = first(); seat >= 0; seat = nextAfter(seat)) {
            larger.add(seat);
        }
        return larger;
    }
}
