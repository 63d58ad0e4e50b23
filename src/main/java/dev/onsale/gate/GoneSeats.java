package dev.onsale.gate;

import dev.onsale.sale.Journey;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.jspecify.annotations.Nullable;

/**
 * What this node knows to be gone of one tier: for each journey the smallest number of seats that the ledger has refused as
 * {@code sold_out} since stock last came back to it. Whoever wants as many or more is answered from here.
 *
 * <p>A refusal may reach the node after the news that stock came back, although it was decided before. So an order takes a
 * {@link #stamp} along, and its refusal counts only if no stock came back in the meantime; else seats could lie unsold while
 * everybody is told that there are none. The next refusal, if there is one, will count.
 *
 * <p>Any thread: reading takes no lock, learning does.
 */
final class GoneSeats {

    private final int legs;

    /** How often stock came back. Written under the lock. */
    private volatile long returns;

    /** For each journey the smallest quantity known to be refused, or 0; null until there is the first one. */
    private volatile @Nullable AtomicIntegerArray refused;

    private int marks;

    GoneSeats(int legs) {
        this.legs = legs;
    }

    /** Whether so many seats are known to be gone. */
    boolean isGone(Journey journey, int quantity) {
        AtomicIntegerArray known = refused;
        if (known == null) {
            return false;
        }
        int smallest = known.get(index(journey.from(), journey.to()));
        return smallest != 0 && smallest <= quantity;
    }

    /** To be taken before the ledger is asked, and handed back with its refusal. */
    long stamp() {
        return returns;
    }

    /** The ledger has refused so many seats, to an order that took {@code stamp} along. */
    synchronized void learnGone(Journey journey, int quantity, long stamp) {
        if (stamp != returns) {
            return;
        }
        AtomicIntegerArray known = refused;
        if (known == null) {
            known = new AtomicIntegerArray(legs * (legs + 1));
            refused = known;
        }
        int index = index(journey.from(), journey.to());
        int smallest = known.get(index);
        if (smallest == 0) {
            marks++;
        }
        if (smallest == 0 || quantity < smallest) {
            known.set(index, quantity);
        }
    }

    /** Seats came back on these legs: every journey that shares one of them may be possible again. */
    synchronized void learnReturn(Journey legsFreed) {
        returns++;
        AtomicIntegerArray known = refused;
        if (known == null || marks == 0) {
            return;
        }
        for (int from = 0; from < legsFreed.to(); from++) {
            for (int to = Math.max(from, legsFreed.from()) + 1; to <= legs; to++) {
                if (known.getAndSet(index(from, to), 0) != 0) {
                    marks--;
                }
            }
        }
    }

    private int index(int from, int to) {
        return from * (legs + 1) + to;
    }
}
