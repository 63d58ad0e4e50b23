package dev.onsale.ledger.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What a node takes for the time on Redis. */
class RedisClockTest {

    private static final long START = 1_800_000_000_000L;

    private final AtomicLong monotonicMillis = new AtomicLong();
    private final AtomicLong own = new AtomicLong(START);
    private final InstantSource ownClock = () -> Instant.ofEpochMilli(own.get());
    private final RedisClock clock =
            new RedisClock(() -> TimeUnit.MILLISECONDS.toNanos(monotonicMillis.get()), ownClock);

    /** Redis says a time; the call and its answer take so long together. */
    private void heard(long redisMillis, long tookMillis) {
        long begun = monotonicMillis.get();
        monotonicMillis.addAndGet(tookMillis);
        clock.heard(
                redisMillis, TimeUnit.MILLISECONDS.toNanos(begun), TimeUnit.MILLISECONDS.toNanos(begun + tookMillis));
    }

    @Test
    void untilRedisIsAskedTheOwnClockCounts() {
        assertThat(clock.millis()).isEqualTo(START);
        assertThat(clock.note()).isNull();
    }

    @Test
    void itGoesOnFromWhatRedisSaidWhateverBecomesOfTheOwnClock() {
        heard(START + 5_000, 2);
        assertThat(clock.millis()).isEqualTo(START + 5_001);
        own.set(START + 300_000);
        monotonicMillis.addAndGet(500);
        assertThat(clock.millis()).isEqualTo(START + 5_501);
    }

    @Test
    void aSlowAnswerDoesNotSpoilWhatAQuickOneSaid() {
        heard(START, 2);
        heard(START + 2 + 900, 1_000); // Redis looked at its clock near the end
        assertThat(clock.millis()).isEqualTo(START + 1_001);
    }

    @Test
    void aQuickAnswerIsBetterThanASlowOne() {
        heard(START + 90, 100);
        heard(START + 100, 0);
        assertThat(clock.millis()).isEqualTo(START + 100);
    }

    @Test
    void redisWhoseClockWasSetIsFollowedAtOnce() {
        heard(START, 2);
        heard(START + 60_000, 100);
        assertThat(clock.millis()).isEqualTo(START + 60_050);
    }

    @Test
    void aDifferenceOfMoreThanASecondIsTold() {
        own.set(START + 300_000);
        heard(START, 0);
        assertThat(clock.note()).contains("300.0 s ahead of that of Redis");
        assertThat(clock.offSeconds()).isEqualTo(300);
        own.set(START - 2_000);
        heard(START, 0);
        assertThat(clock.note()).contains("2.0 s behind that of Redis");
        own.set(START + 1_000);
        heard(START, 0);
        assertThat(clock.note()).isNull();
    }
}
