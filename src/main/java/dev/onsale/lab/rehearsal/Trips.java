package dev.onsale.lab.rehearsal;

/**
 * The trips that a train allows, numbered: from each stop to each later one. A concert has one, over its one leg.
 *
 * @param legs 1 …
 */
record Trips(int legs) {

    int count() {
        return legs * (legs + 1) / 2;
    }

    /** The number of the trip from stop {@code from} to the later stop {@code to}. */
    int of(int from, int to) {
        // Those that begin earlier: legs, legs - 1, … of them.
        return from * legs - from * (from - 1) / 2 + (to - from - 1);
    }

    int from(int trip) {
        int from = 0;
        while (of(from + 1, from + 2) <= trip && from + 1 < legs) {
            from++;
        }
        return from;
    }

    int to(int trip) {
        int from = from(trip);
        return from + 1 + trip - of(from, from + 1);
    }
}
