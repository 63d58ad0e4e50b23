package dev.onsale.lab.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.onsale.ledger.Seeds;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CrowdTest {

    private static final int BUYERS = 20_000;

    /** Seven standard deviations of a share among so many: chance does not reach that. */
    private static final double MARGIN = 7 * Math.sqrt(0.25 / BUYERS);

    private static Plans plans(long seed) {
        return Plans.of(BUYERS, 10).abandon(0.1).patient(0.3).repeat(0.5).seed(seed);
    }

    private static double share(IntPredicate what) {
        return (double) IntStream.range(0, BUYERS).filter(what).count() / BUYERS;
    }

    @Test
    void sharesComeOutAsPlanned() {
        for (long seed : Seeds.some(5)) {
            Crowd crowd = new Crowd(plans(seed).plan());
            assertThat(share(crowd::abandons)).as("seed %d", seed).isCloseTo(0.1, within(MARGIN));
            assertThat(share(crowd::isPatient)).as("seed %d", seed).isCloseTo(0.3, within(MARGIN));
            assertThat(share(crowd::repeats)).as("seed %d", seed).isCloseTo(0.5, within(MARGIN));
        }
    }

    @Test
    void noneAndAllAreExact() {
        Crowd none = new Crowd(Plans.of(BUYERS, 10).plan());
        Crowd all =
                new Crowd(Plans.of(BUYERS, 10).abandon(1).patient(1).repeat(1).plan());

        assertThat(share(buyer -> none.abandons(buyer) || none.isPatient(buyer) || none.repeats(buyer)))
                .isZero();
        assertThat(share(buyer -> all.abandons(buyer) && all.isPatient(buyer) && all.repeats(buyer)))
                .isEqualTo(1);
    }

    /** Who abandons is patient as often as anybody, and so for each pair of lots and for neighbours. */
    @Test
    void lotsAreIndependent() {
        for (long seed : Seeds.some(5)) {
            Crowd crowd = new Crowd(plans(seed).plan());
            assertThat(share(buyer -> crowd.abandons(buyer) && crowd.isPatient(buyer)))
                    .as("seed %d", seed)
                    .isCloseTo(0.03, within(MARGIN));
            assertThat(share(buyer -> crowd.isPatient(buyer) && crowd.repeats(buyer)))
                    .isCloseTo(0.15, within(MARGIN));
            assertThat(share(buyer -> crowd.isPatient(buyer) && crowd.isPatient(buyer + 1)))
                    .isCloseTo(0.09, within(MARGIN));
            assertThat(share(buyer -> crowd.repeats(buyer) && crowd.fraction(buyer, 1) < 0.5))
                    .isCloseTo(0.25, within(MARGIN));
            assertThat(share(buyer -> crowd.fraction(buyer, 1) < 0.5 && crowd.fraction(buyer, 2) < 0.5))
                    .isCloseTo(0.25, within(MARGIN));
        }
    }

    @Test
    void theSameSeedIsTheSameCrowdAndAnotherIsAnother() {
        long seed = Seeds.next();
        Trips trips = new Trips(9);
        Crowd one = new Crowd(plans(seed).stops(10).plan());
        Crowd same = new Crowd(plans(seed).stops(10).plan());
        Crowd other = new Crowd(plans(seed + 1).stops(10).plan());

        for (int buyer = 0; buyer < BUYERS; buyer++) {
            assertThat(same.abandons(buyer)).isEqualTo(one.abandons(buyer));
            assertThat(same.trip(buyer, trips)).isEqualTo(one.trip(buyer, trips));
            assertThat(same.pauseNanos(buyer, 0)).isEqualTo(one.pauseNanos(buyer, 0));
        }
        assertThat(share(buyer -> other.repeats(buyer) == one.repeats(buyer))).isCloseTo(0.5, within(MARGIN));
    }

    @Test
    void pausesLieWithinTheThinkingTime() {
        Crowd crowd = new Crowd(plans(Seeds.next()).think(200).plan());
        long most = TimeUnit.MILLISECONDS.toNanos(200);

        assertThat(IntStream.range(0, BUYERS).mapToLong(buyer -> crowd.pauseNanos(buyer, 0)))
                .allMatch(pause -> pause >= 0 && pause < most);
        assertThat(share(buyer -> crowd.pauseNanos(buyer, 0) < most / 2)).isCloseTo(0.5, within(MARGIN));
        assertThat(share(buyer -> crowd.pauseNanos(buyer, 0) == crowd.pauseNanos(buyer, 1)))
                .isLessThan(MARGIN);
    }

    @Test
    void tripsAreTheWholeWayOrOneToThreeLegs() {
        for (int stops : new int[] {2, 3, 4, 10, 64}) {
            RehearsalPlan plan = plans(Seeds.next()).stops(stops).wholeWay(0.4).plan();
            Crowd crowd = new Crowd(plan);
            Trips trips = new Trips(plan.legs());
            int wholeWay = trips.of(0, plan.legs());
            assertThat(IntStream.range(0, BUYERS).map(buyer -> crowd.trip(buyer, trips)))
                    .allMatch(trip -> trip >= 0 && trip < trips.count())
                    .allMatch(trip -> trip == wholeWay || trips.to(trip) - trips.from(trip) <= 3);
            if (plan.legs() > 3) {
                assertThat(share(buyer -> crowd.trip(buyer, trips) == wholeWay)).isCloseTo(0.4, within(MARGIN));
                for (int legs = 1; legs <= 3; legs++) {
                    int length = legs;
                    assertThat(share(buyer -> length(trips, crowd.trip(buyer, trips)) == length))
                            .isCloseTo(0.2, within(MARGIN));
                }
                // The first stop and the last one are reached.
                assertThat(share(buyer -> trips.from(crowd.trip(buyer, trips)) == 0))
                        .isGreaterThan(0.4);
                assertThat(share(buyer -> trips.to(crowd.trip(buyer, trips)) == plan.legs()))
                        .isGreaterThan(0.4);
            }
        }
    }

    private static int length(Trips trips, int trip) {
        return trips.to(trip) - trips.from(trip);
    }

    @Test
    void atAConcertAllWantTheSame() {
        Crowd crowd = new Crowd(plans(1).plan());
        assertThat(share(buyer -> crowd.trip(buyer, new Trips(1)) == 0)).isEqualTo(1);
    }
}
