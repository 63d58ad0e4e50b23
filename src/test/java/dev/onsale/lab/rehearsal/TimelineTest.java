package dev.onsale.lab.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.lab.report.Report.Second;
import java.util.concurrent.TimeUnit;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

class TimelineTest {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final Timeline timeline = new Timeline();

    @Test
    void eachSecondHasARowAlsoWhereNothingHappened() {
        timeline.answered(Timeline.Kind.PLACED, 0, 10);
        timeline.answered(Timeline.Kind.SOLD_OUT, SECOND - 1, 20);
        timeline.answered(Timeline.Kind.SOLD_OUT, SECOND, 30);
        timeline.answered(Timeline.Kind.PAID, 3 * SECOND + 1, 40);
        timeline.answered(Timeline.Kind.OTHER, 3 * SECOND + 2, 50);

        assertThat(timeline.rows(second -> 100 + second))
                .extracting(
                        Second::second, Second::due, Second::answered, Second::placed, Second::soldOut, Second::paid)
                .containsExactly(
                        row(0, 100, 2, 1, 1, 0),
                        row(1, 101, 1, 0, 1, 0),
                        row(2, 102, 0, 0, 0, 0),
                        row(3, 103, 2, 0, 0, 1));
    }

    private static Tuple row(Object... values) {
        return Tuple.tuple(values);
    }

    @Test
    void latencyIsThatOfEachSecond() {
        for (int i = 1; i <= 100; i++) {
            timeline.answered(Timeline.Kind.OTHER, 0, i);
        }
        timeline.advance(2 * SECOND);

        Second first = timeline.rows(second -> 0).getFirst();
        assertThat(first.p50Micros()).isEqualTo(50);
        assertThat(first.p99Micros()).isEqualTo(99);
        assertThat(first.maxMicros()).isEqualTo(100);
        Second next = timeline.rows(second -> 0).get(1);
        assertThat(next.p50Micros()).isZero();
        assertThat(next.maxMicros()).isZero();
    }

    @Test
    void whatIsTooShortOrTooLongIsCountedAtTheBound() {
        timeline.answered(Timeline.Kind.OTHER, 0, 0);
        timeline.answered(Timeline.Kind.OTHER, 1, Long.MAX_VALUE);

        assertThat(timeline.last().p50Micros()).isEqualTo(1);
        assertThat(timeline.last().maxMicros()).isGreaterThanOrEqualTo(TimeUnit.HOURS.toMicros(1));
    }

    @Test
    void stockIsWhatWasToldLast() {
        assertThat(timeline.free()).isEqualTo(Second.UNKNOWN);
        timeline.advance(SECOND);
        timeline.stock(new Words.Stock(5, 3, 2), SECOND + 1);
        timeline.stock(new Words.Stock(4, 3, 3), SECOND + 2);
        timeline.advance(3 * SECOND);

        assertThat(timeline.rows(second -> 0))
                .extracting(Second::free, Second::held, Second::sold)
                .containsExactly(
                        row(Second.UNKNOWN, Second.UNKNOWN, Second.UNKNOWN), row(4, 3, 3), row(4, 3, 3), row(4, 3, 3));
        assertThat(timeline.held()).isEqualTo(3);
        assertThat(timeline.sold()).isEqualTo(3);
    }

    @Test
    void theLastWholeSecondOrTheOneUnderWay() {
        timeline.answered(Timeline.Kind.PLACED, 5, 1);
        assertThat(timeline.last().answered()).isEqualTo(1);
        timeline.answered(Timeline.Kind.PLACED, SECOND, 1);
        timeline.answered(Timeline.Kind.PLACED, SECOND, 1);
        assertThat(timeline.last().answered()).as("of second 0").isEqualTo(1);
        timeline.advance(2 * SECOND);
        assertThat(timeline.last().answered()).as("of second 1").isEqualTo(2);
    }
}
