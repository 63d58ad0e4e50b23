package dev.onsale.ledger;

import dev.onsale.sale.Journey;
import java.util.ArrayList;
import java.util.List;

/** The seats of a tier as {@code taken[seat - 1][leg]}, looked through one after the other. The model of {@link SeatGrid}. */
final class NaiveGrid {

    private final int legs;
    private boolean[][] taken;

    NaiveGrid(int legs, int capacity) {
        this.legs = legs;
        this.taken = new boolean[capacity][legs];
    }

    void grow(int capacity) {
        boolean[][] more = new boolean[capacity][legs];
        System.arraycopy(taken, 0, more, 0, taken.length);
        taken = more;
    }

    /** Seats that are free on every leg of the journey. */
    int free(Journey journey) {
        int seats = 0;
        for (boolean[] seat : taken) {
            seats += isFree(seat, journey) ? 1 : 0;
        }
        return seats;
    }

    /**
     * Seat by seat: of those free on the journey, the one whose whole free run around it is shortest, ties by the lowest number. As many
     * as there are, up to {@code quantity}.
     */
    Seats bestFit(Journey journey, int quantity) {
        List<Integer> chosen = new ArrayList<>();
        boolean[] isChosen = new boolean[taken.length + 1];
        while (chosen.size() < quantity) {
            int best = 0;
            for (int number = 1; number <= taken.length; number++) {
                boolean[] seat = taken[number - 1];
                if (isFree(seat, journey)
                        && !isChosen[number]
                        && (best == 0 || freeRun(seat, journey) < freeRun(taken[best - 1], journey))) {
                    best = number;
                }
            }
            if (best == 0) {
                break;
            }
            chosen.add(best);
            isChosen[best] = true;
        }
        return Seats.of(chosen.stream().mapToInt(Integer::intValue).toArray());
    }

    /** Whether there is such a seat, and it is free on every leg of the journey. */
    boolean has(int number, Journey journey) {
        return number <= taken.length && isFree(taken[number - 1], journey);
    }

    void set(Journey journey, Seats seats, boolean occupied) {
        for (int i = 0; i < seats.count(); i++) {
            for (int leg = journey.from(); leg < journey.to(); leg++) {
                taken[seats.number(i) - 1][leg] = occupied;
            }
        }
    }

    private static boolean isFree(boolean[] seat, Journey journey) {
        for (int leg = journey.from(); leg < journey.to(); leg++) {
            if (seat[leg]) {
                return false;
            }
        }
        return true;
    }

    private static int freeRun(boolean[] seat, Journey journey) {
        int first = journey.from();
        while (first > 0 && !seat[first - 1]) {
            first--;
        }
        int last = journey.to();
        while (last < seat.length && !seat[last]) {
            last++;
        }
        return last - first;
    }
}
