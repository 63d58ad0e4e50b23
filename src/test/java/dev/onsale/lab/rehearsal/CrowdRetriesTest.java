package dev.onsale.lab.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.config.LoadLimits;
import dev.onsale.lab.load.Answers;
import dev.onsale.lab.load.LoadScript;
import dev.onsale.lab.load.LoadScript.Failure;
import dev.onsale.lab.report.Report;
import org.junit.jupiter.api.Test;

/** What buyers do who have no answer, or one that says to come back. */
class CrowdRetriesTest extends LedCrowd {

    @Test
    void busyComesBackAsLateAsItIsTold() {
        Crew crew = new Crew(Plans.of(1, 1));
        next(crew);
        String first = request;
        answer(crew, Answers.of(503, "Retry-After: 7\r\n", "{\"type\":\"/problems/busy\"}"), MILLI);

        assertThat(crew.papers.state(0)).isEqualTo(BuyerState.ASKING);
        assertThat(crew.script.nextDueNanos() - now).isBetween(7 * SECOND, 8 * SECOND);
        next(crew);
        assertThat(request).as("the same with the same key").isEqualTo(first);
        answer(crew, held("A", "1"), MILLI);
        assertThat(crew.count("order", "busy")).isEqualTo(1);
        assertThat(crew.tally.requests().repeats()).isEqualTo(1);
        assertThat(crew.latency("order").maxMicros())
                .as("from when the buyer came")
                .isGreaterThan(7_000_000L);
    }

    @Test
    void whatNobodyKnowsIsAskedAgainWithTheSameKey() {
        Crew crew = new Crew(Plans.of(1, 1));
        next(crew);
        String first = request;
        answer(crew, Answers.of(504, "{\"type\":\"/problems/unknown_outcome\"}"), MILLI);

        assertThat(crew.papers.state(0)).isEqualTo(BuyerState.ASKING);
        next(crew);
        assertThat(request).isEqualTo(first);
        answer(crew, held("A", "1"), MILLI);
        assertThat(crew.count("order", "unknown_outcome")).isEqualTo(1);
    }

    @Test
    void nobodyIsSentAwayForLongerThanTheBound() {
        Crew crew = new Crew(Plans.of(1, 1));
        next(crew);
        answer(crew, Answers.of(503, "Retry-After: 2147483647\r\n", "{}"), 0);

        assertThat(crew.script.nextDueNanos() - now)
                .isBetween(
                        LoadLimits.RETRY_AFTER_SECONDS_MAX * SECOND, (LoadLimits.RETRY_AFTER_SECONDS_MAX + 1) * SECOND);
        assertThat(crew.count("order", "status_503")).isEqualTo(1);
    }

    @Test
    void otherRefusalsAreTheEnd() {
        Crew crew = new Crew(Plans.of(1, 1));
        next(crew);
        answer(crew, Answers.of(403, "{\"type\":\"https://x/problems/buyer_limit\"}"), MILLI);

        assertThat(crew.papers.state(0)).isEqualTo(BuyerState.REFUSED);
        assertThat(crew.count("order", "buyer_limit")).isEqualTo(1);
        assertThat(crew.papers.isInDoubt(0)).isFalse();
    }

    @Test
    void asksAgainWithTheSameKeyWhenNoAnswerComes() {
        Crew crew = new Crew(Plans.of(1, 1).patient(0));
        next(crew);
        String first = request;
        for (Failure failure : Failure.values()) {
            now += SECOND;
            crew.script.failed(number, failure, now);
            assertThat(crew.script.nextDueNanos()).isGreaterThan(now);
            next(crew);
            assertThat(request).isEqualTo(first);
        }
        answer(crew, held("A", "1"), MILLI);

        assertThat(crew.papers.isInDoubt(0)).isTrue();
        assertThat(crew.latency("order").maxMicros()).isGreaterThan(3_000_000L);
        assertThat(crew.tally.requests())
                .extracting(Report.Requests::timedOut, Report.Requests::broken, Report.Requests::repeats)
                .containsExactly(1L, 2L, 3L);
    }

    @Test
    void thePausesGrowUpToTheirBoundAndAreSpread() {
        Crew crew = new Crew(Plans.of(2, 1));
        long last = 0;
        next(crew);
        for (int attempt = 1; attempt < LoadLimits.ATTEMPTS_MAX; attempt++) {
            crew.script.failed(number, Failure.BROKEN, now);
            // Buyer 1 has not come yet, and is due since the beginning.
            if (attempt == 1) {
                next(crew);
                answer(crew, SOLD_OUT, 0);
            }
            last = crew.script.nextDueNanos() - now;
            long pause = Math.min(LoadLimits.RETRY_MILLIS_MAX, LoadLimits.RETRY_MILLIS * (1L << (attempt - 1))) * MILLI;
            assertThat(last).as("after attempt %d", attempt).isBetween(pause / 2, pause * 3 / 2);
            next(crew);
        }
        assertThat(last).isGreaterThan(LoadLimits.RETRY_MILLIS_MAX * MILLI / 3);
    }

    @Test
    void givesUpAfterSoManyAttempts() {
        Crew crew = new Crew(Plans.of(1, 1));
        for (int attempt = 0; attempt < LoadLimits.ATTEMPTS_MAX; attempt++) {
            assertThat(crew.papers.state(0)).isNotEqualTo(BuyerState.UNANSWERED);
            next(crew);
            crew.script.failed(number, Failure.TIMED_OUT, now);
        }

        assertThat(crew.papers.state(0)).isEqualTo(BuyerState.UNANSWERED);
        assertThat(crew.script.nextDueNanos()).isEqualTo(LoadScript.NEVER);
        look(crew, stock(1, 0, 0));
        assertThat(crew.script.isOver()).isTrue();
        assertThat(crew.tally.latencies()).isEmpty();
    }

    @Test
    void thePaymentIsRepeatedOnItsOwnAccount() {
        Crew crew = new Crew(Plans.of(1, 1));
        for (int attempt = 1; attempt < LoadLimits.ATTEMPTS_MAX; attempt++) {
            next(crew);
            crew.script.failed(number, Failure.TIMED_OUT, now);
        }
        next(crew);
        answer(crew, held("A", "1"), MILLI);
        long repeats = crew.tally.requests().repeats();
        next(crew);
        assertThat(crew.tally.requests().repeats())
                .as("the first payment is none")
                .isEqualTo(repeats);
        String first = request;
        crew.script.failed(number, Failure.TIMED_OUT, now);
        next(crew);
        assertThat(request).isEqualTo(first);
        answer(crew, Answers.of(200, order("A", "paid", "1")), MILLI);

        assertThat(crew.papers.state(0)).isEqualTo(BuyerState.PAID);
    }
}
