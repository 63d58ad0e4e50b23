package dev.onsale.ledger;

import dev.onsale.sale.Journey;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Journeys to try. */
final class Journeys {

    private Journeys() {}

    /** Any journey of a sale with so many legs. */
    static Journey any(Random random, int legs) {
        int from = random.nextInt(legs);
        return new Journey(from, from + 1 + random.nextInt(legs - from));
    }

    /** Every journey of a sale with so many legs. */
    static List<Journey> all(int legs) {
        List<Journey> all = new ArrayList<>();
        for (int from = 0; from < legs; from++) {
            for (int to = from + 1; to <= legs; to++) {
                all.add(new Journey(from, to));
            }
        }
        return all;
    }
}
