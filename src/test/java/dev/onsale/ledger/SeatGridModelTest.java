package dev.onsale.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.sale.Journey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The grid against {@link NaiveGrid}, in random histories; and at the sizes of the design, filled and drained. */
class SeatGridModelTest {

    private record Taking(Journey journey, Seats seats) {}

    @ParameterizedTest
    @CsvSource({
        "1,1,200",
        "1,70,100",
        "2,2,300",
        "3,5,300",
        "5,3,300",
        "7,20,200",
        "31,8,200",
        "33,8,200",
        "63,3,300",
        "63,40,60"
    })
    void choosesTheSameSeatsAsTheModel(int legs, int capacity, int histories) {
        for (long seed : Seeds.some(histories)) {
            compare(legs, capacity, seed);
        }
    }

    private static void compare(int legs, int capacityAtFirst, long seed) {
        Random random = new Random(seed);
        int capacity = capacityAtFirst;
        SeatGrid grid = new SeatGrid(legs, capacity);
        NaiveGrid model = new NaiveGrid(legs, capacity);
        List<Taking> takings = new ArrayList<>();
        for (int step = 0; step < 100; step++) {
            String where = "legs " + legs + ", capacity " + capacityAtFirst + ", seed " + seed + ", step " + step;
            if (random.nextInt(40) == 0) {
                capacity += 1 + random.nextInt(70);
                grid.grow(capacity);
                model.grow(capacity);
            } else if (random.nextInt(3) == 0 && !takings.isEmpty()) {
                Taking taking = takings.remove(random.nextInt(takings.size()));
                taking.seats().stream().forEach(number -> grid.free(number, taking.journey()));
                model.set(taking.journey(), taking.seats(), false);
            } else {
                Journey journey = Journeys.any(random, legs);
                int quantity = 1 + random.nextInt(Math.min(capacity, 6));
                Seats seats = grid.choose(journey, quantity);
                Seats expected = model.bestFit(journey, quantity);
                assertThat(seats)
                        .as("%s: %d seats over %s", where, quantity, journey)
                        .isEqualTo(expected.count() == quantity ? expected : Seats.NONE);
                seats.stream().forEach(number -> grid.take(number, journey));
                model.set(journey, seats, true);
                takings.add(new Taking(journey, seats));
            }
            if (step % (legs > 20 ? 50 : 10) == 0) {
                compareFree(grid, model, legs, where);
            }
        }
    }

    private static void compareFree(SeatGrid grid, NaiveGrid model, int legs, String where) {
        int[] free = grid.freeByJourney();
        for (Journey journey : Journeys.all(legs)) {
            int expected = model.free(journey);
            if (grid.free(journey) != expected || free[journey.from() * (legs + 1) + journey.to()] != expected) {
                assertThat(grid.free(journey))
                        .as("%s: free over %s", where, journey)
                        .isEqualTo(expected);
                assertThat(free[journey.from() * (legs + 1) + journey.to()])
                        .as("%s: free by journey over %s", where, journey)
                        .isEqualTo(expected);
            }
        }
    }

    @Test
    void fillsAndDrainsAConcertOfAMillionSeats() {
        int capacity = 1_000_000;
        SeatGrid grid = new SeatGrid(1, capacity);
        for (int sold = 0; sold < capacity; sold += 100) {
            Seats seats = grid.choose(Journey.WHOLE_CONCERT, 100);
            for (int i = 0; i < 100; i++) {
                if (seats.number(i) != sold + i + 1) {
                    assertThat(seats.number(i))
                            .as("seat %d of the hundred after %d", i, sold)
                            .isEqualTo(sold + i + 1);
                }
                grid.take(seats.number(i), Journey.WHOLE_CONCERT);
            }
        }
        assertThat(grid.free(Journey.WHOLE_CONCERT)).isZero();
        assertThat(grid.choose(Journey.WHOLE_CONCERT, 1)).isEqualTo(Seats.NONE);

        long seed = Seeds.next();
        List<Integer> numbers = new ArrayList<>(capacity);
        for (int number = 1; number <= capacity; number++) {
            numbers.add(number);
        }
        Collections.shuffle(numbers, new Random(seed));
        int lowest = capacity + 1;
        for (int i = 0; i < capacity; i++) {
            grid.free(numbers.get(i), Journey.WHOLE_CONCERT);
            lowest = Math.min(lowest, numbers.get(i));
            if (grid.choose(Journey.WHOLE_CONCERT, 1).number(0) != lowest) {
                assertThat(grid.choose(Journey.WHOLE_CONCERT, 1))
                        .as("seed %d, freed %d", seed, i)
                        .isEqualTo(Seats.of(lowest));
            }
        }
        assertThat(grid.free(Journey.WHOLE_CONCERT)).isEqualTo(capacity);
    }

    @Test
    void fillsAndDrainsATrainOf63LegsAnd10000Seats() {
        int legs = 63;
        int capacity = 10_000;
        long seed = Seeds.next();
        Random random = new Random(seed);
        SeatGrid grid = new SeatGrid(legs, capacity);
        NaiveGrid model = new NaiveGrid(legs, capacity);
        List<Taking> takings = new ArrayList<>();
        int[] taken = new int[legs];
        int refused = 0;
        // First whoever comes, until the train is so full that most are refused; then every leg that is left, one by
        // one.
        for (int asked = 0; refused < 3_000; asked++) {
            refused += take(grid, model, Journeys.any(random, legs), takings, taken, asked % 4_000 == 0, seed) ? 0 : 1;
        }
        for (int leg = 0; leg < legs; leg++) {
            while (take(grid, model, new Journey(leg, leg + 1), takings, taken, false, seed)) {
                // until nobody more can ride on this leg
            }
            assertThat(taken[leg]).as("seed %d, leg %d", seed, leg).isEqualTo(capacity);
        }
        assertThat(grid.freeByJourney()).as("seed %d", seed).containsOnly(0);

        Collections.shuffle(takings, random);
        for (Taking taking : takings) {
            grid.free(taking.seats().number(0), taking.journey());
        }
        for (Journey journey : Journeys.all(legs)) {
            assertThat(grid.free(journey)).as("seed %d, %s", seed, journey).isEqualTo(capacity);
        }
    }

    private static boolean take(
            SeatGrid grid,
            NaiveGrid model,
            Journey journey,
            List<Taking> takings,
            int[] taken,
            boolean compared,
            long seed) {
        Seats seats = grid.choose(journey, 1);
        if (compared) {
            assertThat(seats)
                    .as("seed %d, after %d takings", seed, takings.size())
                    .isEqualTo(model.bestFit(journey, 1));
        }
        if (seats.count() == 0) {
            return false;
        }
        grid.take(seats.number(0), journey);
        model.set(journey, seats, true);
        takings.add(new Taking(journey, seats));
        for (int leg = journey.from(); leg < journey.to(); leg++) {
            taken[leg]++;
        }
        return true;
    }
}
