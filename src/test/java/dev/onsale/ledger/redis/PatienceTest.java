package dev.onsale.ledger.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.config.Limits;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PatienceTest {

    private static final int MILLIS = Limits.REDIS_CALL_MILLIS_MAX;

    private final Patience patience = new Patience(0);

    private void tickUpTo(long fromMillis, long toMillis) {
        for (long at = fromMillis; at <= toMillis; at += Limits.REDIS_TICK_MILLIS) {
            patience.tick(0, nanos(at));
        }
    }

    private static long nanos(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }

    @Test
    void aServerThatSaysNothingIsWaitedForNoLongerThanThat() {
        tickUpTo(0, MILLIS);
        assertThat(patience.isOver(MILLIS, 0, nanos(MILLIS))).isFalse();
        tickUpTo(MILLIS, MILLIS + 2L * Limits.REDIS_TICK_MILLIS);
        assertThat(patience.isOver(MILLIS, 0, nanos(MILLIS + 2L * Limits.REDIS_TICK_MILLIS)))
                .isTrue();
    }

    @Test
    void aCallBehindSlowOnesIsNotLateWhileThoseAreAnswered() {
        tickUpTo(0, MILLIS);
        patience.heard(nanos(MILLIS));
        tickUpTo(MILLIS, 2L * MILLIS);
        assertThat(patience.isOver(MILLIS, 0, nanos(2L * MILLIS))).isFalse();
    }

    /** As at a reconnect of 100,000 sales on a machine that has much else to do: the answers are there, and not read yet. */
    @Test
    void timeInWhichThisNodeWasHeldUpDoesNotCount() {
        tickUpTo(0, 100);
        long resumed = 100 + 10L * MILLIS;
        patience.tick(0, nanos(resumed));
        assertThat(patience.isOver(MILLIS, 0, nanos(resumed))).isFalse();
        tickUpTo(resumed, resumed + MILLIS);
        assertThat(patience.isOver(MILLIS, 0, nanos(resumed + MILLIS)))
                .as("and then as always")
                .isTrue();
    }
}
