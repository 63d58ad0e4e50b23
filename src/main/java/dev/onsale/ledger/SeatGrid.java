package dev.onsale.ledger;

import dev.onsale.sale.Journey;
import java.util.Arrays;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The seats of one tier over all legs of its sale, and which of them are free.
 *
 * <p>Allocation is best fit: of the seats that are free on every leg of the journey, the one whose whole free run around the
 * journey is shortest, ties by the lowest number. Short trips fill gaps, and long trips stay possible.
 *
 * <p>A seat's legs fall into taken ones and <em>free runs</em>, stretches {@code [a, b)} that cannot be longer. The grid
 * keeps, for each of the at most 2,016 possible runs, the set of seats that have it. A journey can only lie in runs that
 * begin at or before it and end at or after it, and in at most one run of each seat; so the best seat is the lowest of the shortest such run
 * that any seat has. For each beginning {@code a} a word tells which ends {@code b} occur, and so a choice looks at one
 * word for each leg before the journey, never at the seats: its cost depends on the legs and not on the size of the tier.
 *
 * <p>Seats are counted from 0 in here, and from 1 everywhere else. Owned by one thread.
 */
final class SeatGrid {

    private final int legs;
    private int capacity;

    /** For each seat, bit {@code n} set while leg {@code n} is taken. With one leg the free set alone says it. */
    private long[] taken;

    /** The seats that have the free run {@code [a, b)}, at {@code a * (legs + 1) + b}; null until the first one has it. */
    private final @Nullable SeatSet[] runs;

    /** For each beginning {@code a}, bit {@code b} set while some seat has the free run {@code [a, b)}. */
    private final long[] ends;

    private final IntFunction<SeatSet> newSet;

    SeatGrid(int legs, int capacity) {
        this(legs, capacity, SeatSet::new);
    }

    /** @param newSet makes an empty set for seats below a capacity; a test counts how often the sets are looked into */
    SeatGrid(int legs, int capacity, IntFunction<SeatSet> newSet) {
        this.newSet = newSet;
        this.legs = legs;
        this.capacity = capacity;
        this.taken = legs == 1 ? new long[0] : new long[capacity];
        this.runs = new SeatSet[(legs + 1) * (legs + 1)];
        this.ends = new long[legs];
        for (int seat = 0; seat < capacity; seat++) {
            addRun(seat, 0, legs);
        }
    }

    int legs() {
        return legs;
    }

    int capacity() {
        return capacity;
    }

    /** Adds free seats with the numbers that follow. */
    void grow(int newCapacity) {
        if (newCapacity < capacity) {
            throw new IllegalArgumentException("a tier cannot shrink from " + capacity + " to " + newCapacity);
        }
        for (int i = 0; i < runs.length; i++) {
            SeatSet set = runs[i];
            if (set != null) {
                runs[i] = set.grownTo(newCapacity);
            }
        }
        if (legs > 1) {
            taken = Arrays.copyOf(taken, newCapacity);
        }
        int firstNew = capacity;
        capacity = newCapacity;
        for (int seat = firstNew; seat < newCapacity; seat++) {
            addRun(seat, 0, legs);
        }
    }

    /**
     * The best {@code quantity} seats for the journey, best first; {@link Seats#NONE} when fewer are free. Changes nothing.
     */
    Seats choose(Journey journey, int quantity) {
        int[] chosen = new int[quantity];
        int lastLength = 0;
        int lastSeat = -1;
        for (int i = 0; i < quantity; i++) {
            int length = Integer.MAX_VALUE;
            int seat = -1;
            // A run that begins at a is at least to - a long: no need to look further back once that is too long.
            for (int a = journey.from(); a >= 0 && journey.to() - a <= length; a--) {
                int endMin = Math.max(journey.to(), a + lastLength);
                // No run reaches beyond the last leg; and a shift by 64 or more would wrap around.
                long candidates = endMin > legs ? 0 : ends[a] & (-1L << endMin);
                while (candidates != 0) {
                    int b = Long.numberOfTrailingZeros(candidates);
                    if (b - a > length) {
                        break;
                    }
                    int found = b - a == lastLength
                            ? run(a, b).nextAfter(lastSeat)
                            : run(a, b).first();
                    if (found >= 0) {
                        if (b - a < length || found < seat) {
                            length = b - a;
                            seat = found;
                        }
                        break;
                    }
                    candidates &= candidates - 1; // every seat of that run is chosen already
                }
            }
            if (seat < 0) {
                return Seats.NONE;
            }
            chosen[i] = seat + 1;
            lastLength = length;
            lastSeat = seat;
        }
        return Seats.of(chosen);
    }

    /** Whether a seat, numbered from 1, is free on every leg of the journey. */
    boolean isFree(int number, Journey journey) {
        return (takenLegs(number - 1) & journey.legs()) == 0;
    }

    /** Takes a seat, numbered from 1, that must be free on every leg of the journey. */
    void take(int number, Journey journey) {
        int seat = number - 1;
        long before = takenLegs(seat);
        if ((before & journey.legs()) != 0) {
            throw new IllegalStateException("seat " + number + " is not free on " + journey);
        }
        int a = beginOfRun(before, journey.from());
        int b = endOfRun(before, journey.to());
        removeRun(seat, a, b);
        if (legs > 1) {
            taken[seat] = before | journey.legs();
        }
        if (a < journey.from()) {
            addRun(seat, a, journey.from());
        }
        if (journey.to() < b) {
            addRun(seat, journey.to(), b);
        }
    }

    /** Frees a seat, numbered from 1, that must be taken on every leg of the journey. */
    void free(int number, Journey journey) {
        int seat = number - 1;
        long before = takenLegs(seat);
        if ((before & journey.legs()) != journey.legs()) {
            throw new IllegalStateException("seat " + number + " is not taken on " + journey);
        }
        int a = beginOfRun(before, journey.from());
        int b = endOfRun(before, journey.to());
        if (a < journey.from()) {
            removeRun(seat, a, journey.from());
        }
        if (journey.to() < b) {
            removeRun(seat, journey.to(), b);
        }
        if (legs > 1) {
            taken[seat] = before & ~journey.legs();
        }
        addRun(seat, a, b);
    }

    /** Seats free on every leg of the journey. */
    int free(Journey journey) {
        int free = 0;
        for (int a = 0; a <= journey.from(); a++) {
            for (long rest = ends[a] & (-1L << journey.to()); rest != 0; rest &= rest - 1) {
                free += run(a, Long.numberOfTrailingZeros(rest)).count();
            }
        }
        return free;
    }

    /** {@link #free(Journey)} of every journey at once, at {@code from * (legs + 1) + to}: sums over runs, each added once. */
    int[] freeByJourney() {
        int width = legs + 1;
        int[] free = new int[width * width];
        for (int from = 0; from < legs; from++) {
            for (int to = legs; to > from; to--) {
                SeatSet exact = runs[from * width + to];
                free[from * width + to] = (exact == null ? 0 : exact.count())
                        + (to < legs ? free[from * width + to + 1] : 0)
                        + (from > 0 ? free[(from - 1) * width + to] : 0)
                        - (from > 0 && to < legs ? free[(from - 1) * width + to + 1] : 0);
            }
        }
        return free;
    }

    private long takenLegs(int seat) {
        if (legs > 1) {
            return taken[seat];
        }
        return run(0, 1).contains(seat) ? 0 : 1;
    }

    /** Where the free run that reaches up to leg {@code leg} begins. */
    private static int beginOfRun(long takenLegs, int leg) {
        return Long.SIZE - Long.numberOfLeadingZeros(takenLegs & ((1L << leg) - 1));
    }

    /** Where the free run that goes on at leg {@code leg} ends. */
    private int endOfRun(long takenLegs, int leg) {
        return Math.min(legs, Long.numberOfTrailingZeros(takenLegs & (-1L << leg)));
    }

    private SeatSet run(int a, int b) {
        int index = a * (legs + 1) + b;
        SeatSet set = runs[index];
        if (set == null) {
            set = newSet.apply(capacity);
            runs[index] = set;
        }
        return set;
    }

    private void addRun(int seat, int a, int b) {
        run(a, b).add(seat);
        ends[a] |= 1L << b;
    }

    private void removeRun(int seat, int a, int b) {
        SeatSet set = run(a, b);
        set.remove(seat);
        if (set.count() == 0) {
            ends[a] &= ~(1L << b);
        }
    }
}
