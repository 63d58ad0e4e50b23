package dev.onsale.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.config.Limits;
import dev.onsale.ledger.Seeds;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Time goes on by the monotonic clock, whatever is done to the wall clock. */
class SteadyClockTest {

    private static final long BEGIN = Instant.parse("2027-01-20T06:00:00Z").toEpochMilli();
    private static final long HOUR = 3_600_000;

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5_000_000_000L); // it may overflow on the way
    private final AtomicLong wall = new AtomicLong(BEGIN);
    private final InstantSource wallClock = () -> Instant.ofEpochMilli(wall.get());
    private final SteadyClock clock = new SteadyClock(nanos::get, wallClock);

    /** Both clocks go on. */
    private void pass(long millis) {
        nanos.addAndGet(millis * 1_000_000);
        wall.addAndGet(millis);
    }

    private void passInSteps(long millis) {
        for (long left = millis; left > 0; left -= 500) {
            pass(Math.min(500, left));
            clock.millis();
        }
    }

    @Test
    void itGoesWithBothClocksWhileTheyAgree() {
        assertThat(clock.millis()).isEqualTo(BEGIN);
        passInSteps(20_000);
        assertThat(clock.millis()).isEqualTo(BEGIN + 20_000);
        assertThat(clock.instant()).isEqualTo(Instant.ofEpochMilli(BEGIN + 20_000));
        assertThat(clock.jumps()).isZero();
        assertThat(clock.note()).isNull();
    }

    @Test
    void aJumpAheadEndsNothingEarlyAndIsTold() {
        passInSteps(1_000);
        wall.addAndGet(HOUR);
        passInSteps(600_000);
        // Ten minutes are over 0.3 s early, and not at once.
        assertThat(clock.millis() - BEGIN - 601_000).isBetween(0L, 600L * Limits.CLOCK_LEAD_MILLIONTHS_MAX / 1_000);
        assertThat(clock.jumps()).isEqualTo(1);
        assertThat(clock.note()).contains("3,599.7 s ahead");
        assertThat(clock.offSeconds()).isBetween(3_599.0, 3_600.0);
    }

    @Test
    void aJumpBackStopsNothingAndIsTold() {
        passInSteps(1_000);
        wall.addAndGet(-24 * HOUR);
        passInSteps(600_000);
        assertThat(clock.millis() - BEGIN - 601_000).isBetween(-300L, 0L);
        assertThat(clock.jumps()).isEqualTo(1);
        assertThat(clock.note()).contains("s behind");
        wall.addAndGet(24 * HOUR);
        passInSteps(601_000);
        assertThat(clock.jumps()).isEqualTo(2);
        assertThat(clock.note()).isNull();
        assertThat(clock.millis()).isEqualTo(wall.get());
    }

    @Test
    void aSmallDifferenceIsMadeUpForInItsTime() {
        wall.addAndGet(900);
        passInSteps(1_000);
        assertThat(clock.millis()).isEqualTo(BEGIN + 1_000);
        passInSteps(1_000_000);
        assertThat(clock.millis() - BEGIN - 1_001_000).isBetween(495L, 501L);
        passInSteps(1_000_000);
        assertThat(clock.millis()).isEqualTo(wall.get());
        assertThat(clock.jumps()).isZero();
    }

    /** Steps that are each too small for a jump add up to a difference, which is told. */
    @Test
    void aClockThatCreepsAwayIsTold() {
        for (int step = 0; step < 50; step++) {
            wall.addAndGet(500);
            passInSteps(500);
        }
        assertThat(clock.note()).contains("ahead");
        assertThat(clock.millis() - BEGIN - 25_000).isBetween(0L, 13L);
    }

    /** Nobody asked for hours: what it may be led is used up, and no more. */
    @Test
    void aLongSilenceIsNoJump() {
        wall.addAndGet(300);
        pass(200);
        clock.millis();
        pass(48 * HOUR);
        assertThat(clock.millis()).isEqualTo(wall.get());
        assertThat(clock.jumps()).isZero();
    }

    @Test
    void itBeginsNoEarlierThanItIsTold() {
        clock.notBefore(BEGIN - 5);
        assertThat(clock.millis()).isEqualTo(BEGIN);
        clock.notBefore(BEGIN + 700);
        assertThat(clock.millis()).isEqualTo(BEGIN + 700);
        passInSteps(100_000);
        assertThat(clock.millis() - BEGIN - 100_700).isBetween(-51L, -48L);
        assertThat(clock.jumps()).isZero();
        clock.notBefore(BEGIN + HOUR);
        assertThat(clock.note()).contains("behind");
    }

    /** A wall clock beyond all reason does not break the arithmetic. */
    @Test
    void noWallClockIsTooWrong() {
        for (long absurd : new long[] {0, -HOUR, Instant.MAX.getEpochSecond(), 253_402_300_799_999L}) {
            wall.set(absurd);
            nanos.addAndGet(1_000_000_000);
            long before = clock.millis();
            nanos.addAndGet(1_000_000_000);
            assertThat(clock.millis() - before).as("after %d", absurd).isBetween(999L, 1_001L);
        }
    }

    @Test
    void itNeverGoesBackAndNeverFasterThanItMay() {
        long seed = Seeds.next();
        Random random = new Random(seed);
        long time = clock.millis();
        for (int i = 0; i < 100_000; i++) {
            long passed = random.nextInt(4) == 0 ? random.nextInt(10_000) : random.nextInt(3);
            pass(passed);
            if (random.nextInt(500) == 0) {
                wall.addAndGet((long) (random.nextGaussian() * 100_000));
            }
            long next = clock.millis();
            long lead = passed * Limits.CLOCK_LEAD_MILLIONTHS_MAX / 1_000_000 + 2;
            assertThat(next - time)
                    .as("seed %d, step %d", seed, i)
                    .isBetween(Math.max(0, passed - lead), passed + lead);
            time = next;
        }
    }

    @Test
    void manyThreadsSeeItGoOn() {
        SteadyClock shared = new SteadyClock(System::nanoTime, InstantSource.system());
        List<CompletableFuture<Void>> readers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            readers.add(CompletableFuture.runAsync(() -> {
                long last = shared.millis();
                for (int k = 0; k < 300_000; k++) {
                    long next = shared.millis();
                    if (next < last) {
                        throw new AssertionError("went back from " + last + " to " + next);
                    }
                    last = next;
                }
            }));
        }
        readers.forEach(CompletableFuture::join);
    }
}
