package dev.onsale.lab.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TripsTest {

    /** One number for each trip, one trip for each number, and no number left over. */
    @Test
    void numbersAndTripsBelongTogether() {
        for (int legs = 1; legs <= 63; legs++) {
            Trips trips = new Trips(legs);
            int expected = 0;
            for (int from = 0; from < legs; from++) {
                for (int to = from + 1; to <= legs; to++) {
                    int trip = trips.of(from, to);
                    assertThat(trip).isEqualTo(expected++);
                    assertThat(trips.from(trip)).isEqualTo(from);
                    assertThat(trips.to(trip)).isEqualTo(to);
                }
            }
            assertThat(trips.count()).isEqualTo(expected);
        }
    }
}
