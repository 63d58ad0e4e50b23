package dev.onsale.ledger.redis;

import dev.onsale.config.RoomLimits;
import java.util.Arrays;
import java.util.Random;

/**
 * Which buyers ask this node for many orders of a sale.
 *
 * <p>One buyer may make {@link RoomLimits#ORDERS_OF_BUYER_MAX} orders in a sale. To count the orders of everybody in Redis would cost a fifth of what an order costs there, and
 * nearly everybody makes a few. So a node counts roughly what it is asked for, and has Redis count, for all nodes, the orders of those who ask for many.
 *
 * <p>It is a count-min sketch with conservative update (G. Cormode and S. Muthukrishnan, "An improved data stream summary", 2005): some rows of small counters, of which each buyer has
 * one in each row; the lowest of them is never too low, and seldom too high. Where it is too high, orders of a buyer who has made fewer are counted too early, which harms nobody.
 * The places depend on a number that is drawn at the start, so that nobody can choose names that share the counters of somebody else. When it has been asked so often that counters
 * would be shared too much it begins anew.
 *
 * <p>Takes {@value #ROWS} × {@value #COLUMNS} bytes, however many buyers there are. Owned by the event loop of the ledger.
 */
final class FrequentBuyers {

    private static final int ROWS = 4;
    private static final int COLUMNS = 1 << 18;

    /** Questions for each counter of a row until it begins anew. */
    private static final int QUESTIONS_PER_COLUMN = 16;

    private final byte[] counters = new byte[ROWS * COLUMNS];
    private final long seed;
    private final int ordersMax;
    private int questions;

    /** @param ordersMax orders that one buyer may make in one sale */
    FrequentBuyers(int ordersMax, Random random) {
        this.ordersMax = ordersMax;
        this.seed = random.nextLong();
    }

    int ordersMax() {
        return ordersMax;
    }

    /** Whether a buyer has asked for so many orders of a sale that Redis is to count them, the one that they ask for now included. */
    boolean asksForMany(String sale, String buyer) {
        if (++questions > COLUMNS * QUESTIONS_PER_COLUMN) {
            Arrays.fill(counters, (byte) 0);
            questions = 1;
        }
        long hash = mixed(mixed(seed + sale.hashCode()) + buyer.hashCode());
        int first = (int) hash;
        int step = (int) (hash >>> 32) | 1;
        int lowest = RoomLimits.ORDERS_COUNTED_FROM;
        for (int row = 0; row < ROWS; row++) {
            lowest = Math.min(lowest, counters[place(row, first, step)]);
        }
        if (lowest >= RoomLimits.ORDERS_COUNTED_FROM - 1) {
            return true;
        }
        for (int row = 0; row < ROWS; row++) {
            int place = place(row, first, step);
            if (counters[place] == lowest) {
                counters[place]++;
            }
        }
        return false;
    }

    private static int place(int row, int first, int step) {
        return row * COLUMNS + (first + row * step & COLUMNS - 1);
    }

    /** Spreads the bits of a number (the finalizer of SplitMix64: G. Steele, D. Lea, C. Flood, 2014). */
    private static long mixed(long bits) {
        long z = (bits ^ bits >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }
}
