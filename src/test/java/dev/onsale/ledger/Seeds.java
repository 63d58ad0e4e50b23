package dev.onsale.ledger;

import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.LongStream;

/**
 * Where random tests get their seeds. Each run takes new ones, and each failure names its own;
 * {@code -Donsale.seed=N} replays that one alone.
 */
public final class Seeds {

    private static final Long REPLAYED = Long.getLong("onsale.seed");

    private Seeds() {}

    /** Whether one seed is being replayed, so that a test may say more. */
    public static boolean replaying() {
        return REPLAYED != null;
    }

    /** One seed. */
    public static long next() {
        return REPLAYED != null ? REPLAYED : ThreadLocalRandom.current().nextLong(Long.MAX_VALUE);
    }

    /** Some seeds, or the one that is replayed. */
    public static List<Long> some(int count) {
        return LongStream.range(0, replaying() ? 1 : count)
                .mapToObj(i -> next())
                .toList();
    }
}
