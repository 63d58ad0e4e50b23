package dev.onsale.lab.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.ledger.Seeds;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WaitingBuyersTest {

    @Test
    void whoHasWaitedLongestIsNext() {
        for (long seed : Seeds.some(5)) {
            Random random = new Random(seed);
            WaitingBuyers waiting = new WaitingBuyers(3);
            List<ArrayDeque<Integer>> model = List.of(new ArrayDeque<>(), new ArrayDeque<>(), new ArrayDeque<>());
            int all = 0;
            for (int buyer = 0; buyer < 2_000; buyer++) {
                int trip = random.nextInt(3);
                if (random.nextInt(3) > 0 || model.get(trip).isEmpty()) {
                    waiting.add(buyer, trip);
                    model.get(trip).add(buyer);
                    all++;
                } else {
                    assertThat(waiting.remove(trip))
                            .as("seed %d", seed)
                            .isEqualTo(model.get(trip).remove());
                    all--;
                }
                assertThat(waiting.size(trip)).isEqualTo(model.get(trip).size());
                assertThat(waiting.size()).isEqualTo(all);
            }
        }
    }

    @Test
    void theyWaitInVainWhenEachOfTheirTripsWasSeenWithoutASeat() {
        WaitingBuyers waiting = new WaitingBuyers(3);
        assertThat(waiting.areInVain(100)).as("nobody waits").isTrue();
        waiting.add(1, 0);
        waiting.add(2, 2);
        assertThat(waiting.areInVain(0)).as("nothing was read").isFalse();
        waiting.read(0, 0, 100);
        assertThat(waiting.areInVain(100)).as("one was not read").isFalse();
        waiting.read(2, 0, 99);
        assertThat(waiting.areInVain(100)).as("one was read too early").isFalse();
        waiting.read(2, 1, 100);
        assertThat(waiting.areInVain(100)).as("one is free").isFalse();
        waiting.read(2, 0, 101);
        assertThat(waiting.areInVain(100)).isTrue();
        // What nobody wants may be free.
        waiting.read(1, 5, 101);
        assertThat(waiting.areInVain(100)).isTrue();
    }

    @Test
    void tripsAreReadInTurns() {
        WaitingBuyers waiting = new WaitingBuyers(50);
        Set<Integer> wanted = new HashSet<>();
        for (int trip = 0; trip < 50; trip += 2) {
            waiting.add(trip, trip);
            wanted.add(trip);
        }
        List<Integer> seen = new ArrayList<>();
        for (int look = 0; look < 5; look++) {
            List<Integer> trips = waiting.tripsToRead(5);
            assertThat(trips).hasSize(5).noneMatch(seen::contains);
            seen.addAll(trips);
        }
        assertThat(seen).containsExactlyInAnyOrderElementsOf(wanted);
        assertThat(waiting.trips()).containsExactlyInAnyOrderElementsOf(wanted);
    }

    @Test
    void whereNobodyWaitsNothingIsRead() {
        assertThat(new WaitingBuyers(2016).tripsToRead(16)).isEmpty();
    }
}
