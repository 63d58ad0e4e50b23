package dev.onsale.orders;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.config.BookLimits;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProjectorPaceTest {

    private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    @Test
    void inARushItTakesATwentiethOfACore() {
        ProjectorPace pace = new ProjectorPace(1_000, 5 * SECOND);

        long rest = pace.restNanos(1_000 + BookLimits.PROJECTOR_RUSH_EVENTS_PER_SECOND, 6 * SECOND, 10 * MILLI);

        assertThat(rest).isEqualTo(190 * MILLI);
    }

    @Test
    void otherwiseItTakesHalfOfOne() {
        ProjectorPace pace = new ProjectorPace(1_000, 5 * SECOND);

        long rest = pace.restNanos(999 + BookLimits.PROJECTOR_RUSH_EVENTS_PER_SECOND, 6 * SECOND, 15 * MILLI);

        assertThat(rest).isEqualTo(15 * MILLI);
    }

    @Test
    void itSeesARushBeginAndEnd() {
        ProjectorPace pace = new ProjectorPace(0, 0);

        assertThat(pace.restNanos(10, 100 * MILLI, 20 * MILLI)).isEqualTo(20 * MILLI);
        assertThat(pace.restNanos(10_010, 200 * MILLI, 20 * MILLI)).isEqualTo(380 * MILLI);
        assertThat(pace.restNanos(10_020, 300 * MILLI, 20 * MILLI)).isEqualTo(20 * MILLI);
    }

    @Test
    void aRestHasBounds() {
        ProjectorPace pace = new ProjectorPace(0, 0);

        assertThat(pace.restNanos(1, SECOND, 1)).isEqualTo(BookLimits.PROJECTOR_REST_MILLIS_MIN * MILLI);
        assertThat(pace.restNanos(1_000_000, 2 * SECOND, 60 * SECOND))
                .isEqualTo(BookLimits.PROJECTOR_REST_MILLIS_MAX * MILLI);
    }

    @Test
    void aClockThatStandsStillIsNoRushWithoutEvents() {
        ProjectorPace pace = new ProjectorPace(7, 7);

        assertThat(pace.restNanos(7, 7, 30 * MILLI)).isEqualTo(30 * MILLI);
    }
}
