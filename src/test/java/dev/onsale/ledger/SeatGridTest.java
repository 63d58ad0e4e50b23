package dev.onsale.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.onsale.sale.Journey;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What can be read off by hand; {@link SeatGridModelTest} has the random comparisons and the sizes of the design. */
class SeatGridTest {

    @Test
    void givesTheLowestNumberOfEqualSeats() {
        SeatGrid grid = new SeatGrid(4, 3);
        assertThat(grid.choose(new Journey(1, 2), 3)).isEqualTo(Seats.of(1, 2, 3));
    }

    @Test
    void prefersTheShortestFreeRunToTheLowestNumber() {
        SeatGrid grid = new SeatGrid(5, 3);
        grid.take(3, new Journey(0, 1)); // seat 3 is free on legs 1 to 4, the others on all five
        assertThat(grid.choose(new Journey(2, 3), 3)).isEqualTo(Seats.of(3, 1, 2));
    }

    @Test
    void measuresTheWholeRunAroundTheJourneyOnBothSides() {
        SeatGrid grid = new SeatGrid(6, 3);
        grid.take(1, new Journey(0, 1)); // free run 1 to 6: five legs, two of them before the journey
        grid.take(2, new Journey(5, 6)); // free run 0 to 5: five legs
        grid.take(3, new Journey(0, 2)); // free run 2 to 6: four legs
        assertThat(grid.choose(new Journey(3, 4), 3)).isEqualTo(Seats.of(3, 1, 2));
    }

    @Test
    void doesNotCountFreeLegsBehindATakenOne() {
        SeatGrid grid = new SeatGrid(6, 2);
        grid.take(1, new Journey(5, 6)); // run of five legs around the journey
        grid.take(2, new Journey(2, 3)); // run of three legs around it; three more legs are free, but apart
        grid.take(2, new Journey(0, 1)); // and now of one
        assertThat(grid.choose(new Journey(1, 2), 1)).isEqualTo(Seats.of(2));
    }

    @Test
    void givesAllSeatsOrNone() {
        SeatGrid grid = new SeatGrid(2, 3);
        grid.take(2, new Journey(1, 2));
        assertThat(grid.choose(new Journey(0, 2), 3)).isEqualTo(Seats.NONE);
        assertThat(grid.choose(new Journey(0, 2), 2)).isEqualTo(Seats.of(1, 3));
        assertThat(grid.choose(new Journey(0, 1), 3)).isEqualTo(Seats.of(2, 1, 3));
    }

    /** The last run was 63 legs long and the next one would begin at leg 60: there can be none, and none must be read. */
    @Test
    void choosesSeveralSeatsNearTheEndOfTheLongestTrain() {
        SeatGrid grid = new SeatGrid(63, 3);
        grid.take(2, new Journey(0, 60));
        assertThat(grid.choose(new Journey(60, 63), 3)).isEqualTo(Seats.of(2, 1, 3));
        assertThat(grid.choose(new Journey(60, 63), 4)).isEqualTo(Seats.NONE);
    }

    @Test
    void joinsTheRunsOnBothSidesOfAFreedJourney() {
        SeatGrid grid = new SeatGrid(5, 2);
        grid.take(1, new Journey(2, 3));
        assertThat(grid.choose(new Journey(0, 2), 1)).isEqualTo(Seats.of(1));
        grid.free(1, new Journey(2, 3));
        assertThat(grid.free(new Journey(0, 5))).isEqualTo(2);
        assertThat(grid.choose(new Journey(0, 5), 2)).isEqualTo(Seats.of(1, 2));
    }

    @Test
    void neighbouringJourneysShareASeatAndOverlappingOnesNever() {
        SeatGrid grid = new SeatGrid(4, 1);
        grid.take(1, new Journey(0, 2));
        assertThat(grid.choose(new Journey(2, 4), 1)).isEqualTo(Seats.of(1));
        assertThat(grid.choose(new Journey(1, 3), 1)).isEqualTo(Seats.NONE);
        grid.take(1, new Journey(2, 4));
        assertThat(grid.free(new Journey(0, 4))).isZero();
    }

    @Test
    void growsByFreeSeatsThatFollow() {
        SeatGrid grid = new SeatGrid(3, 2);
        grid.take(1, new Journey(0, 3));
        grid.take(2, new Journey(0, 2));
        grid.grow(130);
        assertThat(grid.capacity()).isEqualTo(130);
        assertThat(grid.free(new Journey(0, 3))).isEqualTo(128);
        assertThat(grid.choose(new Journey(2, 3), 2)).isEqualTo(Seats.of(2, 3));
        assertThat(grid.choose(new Journey(0, 1), 100).number(99)).isEqualTo(102);
    }

    @Test
    void doesNotShrink() {
        SeatGrid grid = new SeatGrid(3, 2);
        assertThatIllegalArgumentException().isThrownBy(() -> grid.grow(1));
    }

    @Test
    void crashesWhereASeatIsTakenTwiceOrFreedTwice() {
        for (int legs : List.of(1, 3)) {
            SeatGrid grid = new SeatGrid(legs, 2);
            Journey all = new Journey(0, legs);
            grid.take(1, all);
            assertThatIllegalStateException()
                    .isThrownBy(() -> grid.take(1, new Journey(legs - 1, legs)))
                    .withMessageContaining("seat 1 is not free");
            assertThatIllegalStateException()
                    .isThrownBy(() -> grid.free(2, new Journey(0, 1)))
                    .withMessageContaining("seat 2 is not taken");
            assertThat(grid.free(all)).isOne();
        }
    }

    @Test
    void freeingOnlyAPartOfWhatIsTakenNeedsEveryLegOfIt() {
        SeatGrid grid = new SeatGrid(4, 1);
        grid.take(1, new Journey(1, 3));
        assertThatIllegalStateException().isThrownBy(() -> grid.free(1, new Journey(0, 2)));
        grid.free(1, new Journey(1, 2));
        assertThat(grid.free(new Journey(0, 2))).isOne();
        assertThat(grid.free(new Journey(2, 3))).isZero();
    }

    @Test
    void aChoiceChangesNothing() {
        Random random = new Random(1);
        SeatGrid grid = new SeatGrid(5, 40);
        for (int i = 0; i < 50; i++) {
            Journey journey = Journeys.any(random, 5);
            Seats seats = grid.choose(journey, 1);
            int[] before = grid.freeByJourney();
            assertThat(grid.choose(journey, 1)).isEqualTo(seats);
            assertThat(grid.freeByJourney()).isEqualTo(before);
            if (seats.count() > 0) {
                grid.take(seats.number(0), journey);
            }
        }
    }

    /**
     * Counted, not timed: how often a choice looks into the sets of seats does not depend on how many seats there are. For each
     * seat that it gives, it looks at most twice for each leg at which a run may begin: once at the runs that are as long as the
     * last one given, once at longer ones.
     */
    @Test
    void aChoiceLooksAtLegsAndNotAtSeats() {
        int legs = 63;
        int quantity = 8;
        List<Long> most = new ArrayList<>();
        for (int capacity : List.of(100, 1_000, 10_000)) {
            CountingSeatSet.Looks looks = new CountingSeatSet.Looks();
            SeatGrid grid = new SeatGrid(legs, capacity, seats -> new CountingSeatSet(seats, looks));
            Random random = new Random(7);
            long mostLooks = 0;
            for (int i = 0; i < capacity * 12; i++) {
                Journey journey = Journeys.any(random, legs);
                looks.reset();
                Seats seats = grid.choose(journey, quantity);
                mostLooks = Math.max(mostLooks, looks.count());
                for (int s = 0; s < seats.count(); s++) {
                    grid.take(seats.number(s), journey);
                }
            }
            most.add(mostLooks);
        }
        assertThat(most).allSatisfy(looks -> assertThat(looks).isBetween(1L, 2L * quantity * legs));
    }
}
