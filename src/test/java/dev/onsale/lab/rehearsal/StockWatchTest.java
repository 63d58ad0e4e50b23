package dev.onsale.lab.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.config.LoadLimits;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** When nothing more is to come. */
class StockWatchTest {

    private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final int AGE_MILLIS = 1_000;

    private static final Words.Stock NONE_FREE = new Words.Stock(0, 0, 10);

    private static StockWatch concert(String deduct) {
        return new StockWatch(Plans.of(100, 10).hold(5).deduct(deduct).plan(), new Trips(1), AGE_MILLIS);
    }

    private static StockWatch train(int legs) {
        return new StockWatch(Plans.of(100, 10).hold(5).stops(legs + 1).plan(), new Trips(legs), AGE_MILLIS);
    }

    /** A look at a trip that was due at that time, and answered at once. */
    private static void look(StockWatch watch, int trip, Words.Stock stock, long now) {
        watch.looked(trip);
        watch.read(trip, stock, now, now);
    }

    @Test
    void looksSoOften() {
        StockWatch watch = concert("hold");
        assertThat(watch.due(0)).containsExactly(0);
        watch.looked(0);
        assertThat(watch.due(LoadLimits.STOCK_MILLIS * MILLI - 1)).isEmpty();
        assertThat(watch.due(LoadLimits.STOCK_MILLIS * MILLI)).containsExactly(0);
    }

    @Test
    void looksAtWhatIsUnderWayOnceAlone() {
        StockWatch watch = train(2);
        assertThat(watch.due(0)).containsExactly(watch.wholeWay());
        watch.waiting().add(1, 0);
        assertThat(watch.due(SECOND)).as("the whole way is not told yet").containsExactly(0);
        assertThat(watch.due(2 * SECOND)).isEmpty();
        watch.looked(0);
        assertThat(watch.due(3 * SECOND)).containsExactly(0);
    }

    @Test
    void looksAtTheWholeWayAndAtWhatSomebodyWaitsFor() {
        StockWatch watch = train(63);
        for (int trip = 0; trip < 100; trip++) {
            watch.waiting().add(trip, trip);
        }
        Set<Integer> first = watch.due(0);
        assertThat(first).contains(watch.wholeWay()).hasSizeBetween(16, LoadLimits.STOCK_JOURNEYS_MAX + 1);
        first.forEach(watch::looked);
        assertThat(watch.due(SECOND)).isNotEqualTo(first);
    }

    @Test
    void settledWhenNothingWasHeldAfterAllWasQuiet() {
        StockWatch watch = concert("hold");
        watch.moved(SECOND);
        watch.due(SECOND);
        assertThat(watch.isSettled()).as("nothing was read").isFalse();
        look(watch, 0, NONE_FREE, SECOND + AGE_MILLIS * MILLI - 1);
        assertThat(watch.isSettled()).as("it may be a stock of before").isFalse();
        look(watch, 0, new Words.Stock(0, 1, 9), SECOND + AGE_MILLIS * MILLI);
        assertThat(watch.isSettled()).as("something is held").isFalse();
        look(watch, 0, NONE_FREE, SECOND + AGE_MILLIS * MILLI);
        assertThat(watch.isSettled()).isTrue();
        watch.moved(3 * SECOND);
        assertThat(watch.isSettled()).as("something moved again").isFalse();
    }

    @Test
    void notSettledWhileSomethingIsFreeForSomebodyWhoWaits() {
        StockWatch watch = concert("hold");
        watch.waiting().add(7, 0);
        look(watch, 0, new Words.Stock(1, 0, 9), 2 * SECOND);
        look(watch, 0, new Words.Stock(1, 0, 9), 4 * SECOND);
        assertThat(watch.isSettled()).isFalse();
        look(watch, 0, NONE_FREE, 5 * SECOND);
        assertThat(watch.isSettled()).isTrue();
    }

    @Test
    void notSettledUntilEachTripWasSeenThatSomebodyWaitsFor() {
        StockWatch watch = train(2);
        watch.waiting().add(7, watch.wholeWay());
        watch.waiting().add(8, 0);
        look(watch, watch.wholeWay(), NONE_FREE, 2 * SECOND);
        look(watch, watch.wholeWay(), NONE_FREE, 4 * SECOND);
        assertThat(watch.isSettled()).isFalse();
        look(watch, 0, NONE_FREE, 4 * SECOND);
        assertThat(watch.isSettled()).isTrue();
    }

    /** The last hold ends between the look at a part of the way and the look at the whole of it. */
    @Test
    void notSettledByWhatWasSeenBeforeTheLastHoldEnded() {
        StockWatch watch = train(2);
        watch.waiting().add(8, 0);
        watch.moved(SECOND);
        look(watch, watch.wholeWay(), new Words.Stock(0, 1, 9), 3 * SECOND);
        look(watch, 0, NONE_FREE, 3 * SECOND);
        look(watch, watch.wholeWay(), NONE_FREE, 4 * SECOND);
        assertThat(watch.isSettled())
                .as("what came back may not have been seen")
                .isFalse();
        look(watch, 0, NONE_FREE, 4 * SECOND + AGE_MILLIS * MILLI - 1);
        assertThat(watch.isSettled()).as("a cache may tell what was before").isFalse();
        look(watch, 0, new Words.Stock(1, 0, 9), 5 * SECOND);
        assertThat(watch.isSettled()).as("it has come back").isFalse();
        look(watch, 0, NONE_FREE, 6 * SECOND);
        assertThat(watch.isSettled()).isTrue();
    }

    @Test
    void otherPoliciesWaitForOneStockThatIsNewEnough() {
        for (String deduct : new String[] {"order", "payment"}) {
            StockWatch watch = concert(deduct);
            watch.waiting().add(7, 0);
            watch.moved(SECOND);
            look(watch, 0, new Words.Stock(0, 5, 5), SECOND);
            assertThat(watch.isSettled()).isFalse();
            look(watch, 0, new Words.Stock(0, 5, 5), 2 * SECOND);
            assertThat(watch.isSettled()).isTrue();
        }
    }

    /** A server that never tells its stock, or never ends a hold, does not keep a rehearsal for ever. */
    @Test
    void settledWhenEveryHoldShouldHaveEndedLongAgo() {
        for (String deduct : new String[] {"hold", "order", "payment"}) {
            StockWatch watch = concert(deduct);
            watch.moved(SECOND);
            long end = SECOND
                    + (5_000 + LoadLimits.RETURN_MILLIS_MAX + 2 * AGE_MILLIS + 2 * LoadLimits.STOCK_MILLIS) * MILLI;
            watch.due(end);
            assertThat(watch.isSettled()).as(deduct).isFalse();
            watch.due(end + 1);
            assertThat(watch.isSettled()).as(deduct).isTrue();
        }
    }

    @Test
    void aNewBuyerMakesItNews() {
        StockWatch watch = concert("hold");
        watch.due(60 * SECOND);
        assertThat(watch.isSettled()).isTrue();
        watch.came(60 * SECOND);
        assertThat(watch.isSettled()).isFalse();
    }

    /** On a long train the trips are read in turns: what came back must have been seen before it is overdue. */
    @Test
    void aTrainHasTheTimeToLookAtEachTrip() {
        StockWatch watch = train(63);
        long looks = Math.ceilDiv(new Trips(63).count(), LoadLimits.STOCK_JOURNEYS_MAX);
        long end =
                (5_000 + LoadLimits.RETURN_MILLIS_MAX + 2 * AGE_MILLIS + (1 + looks) * LoadLimits.STOCK_MILLIS) * MILLI;
        watch.due(end);
        assertThat(watch.isSettled()).isFalse();
        watch.due(end + 1);
        assertThat(watch.isSettled()).isTrue();
    }

    @Test
    void twoAreLetGoForEachFreeSeatAndNoMoreThanWait() {
        StockWatch watch = concert("hold");
        for (int buyer = 0; buyer < 5; buyer++) {
            watch.waiting().add(buyer, 0);
        }
        assertThat(watch.toWake(0, NONE_FREE)).isZero();
        assertThat(watch.toWake(0, new Words.Stock(1, 0, 0))).isEqualTo(2);
        assertThat(watch.toWake(0, new Words.Stock(2, 0, 0))).isEqualTo(4);
        assertThat(watch.toWake(0, new Words.Stock(3, 0, 0))).isEqualTo(5);
        assertThat(watch.toWake(0, new Words.Stock(Integer.MAX_VALUE, 0, 0))).isEqualTo(5);
        watch.due(60 * SECOND);
        assertThat(watch.toWake(0, new Words.Stock(1, 0, 0)))
                .as("it is overdue")
                .isZero();
    }
}
