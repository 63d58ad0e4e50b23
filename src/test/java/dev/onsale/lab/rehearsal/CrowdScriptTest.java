package dev.onsale.lab.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.config.LoadLimits;
import dev.onsale.lab.load.Answers;
import dev.onsale.lab.load.LoadScript;
import dev.onsale.lab.load.LoadScript.Failure;
import dev.onsale.lab.report.Report;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What buyers do, and what is counted of it. */
class CrowdScriptTest extends LedCrowd {

    @Test
    void comesOrdersPaysAndIsDone() {
        Crew crew = new Crew(Plans.of(1, 1));
        assertThat(crew.papers.state(0)).isEqualTo(BuyerState.ABSENT);

        next(crew);
        assertThat(request).startsWith("POST /v1/sales/s/orders HTTP/1.1\r\n").contains("Onsale-Buyer: buyer-0\r\n");
        assertThat(crew.papers.state(0)).isEqualTo(BuyerState.ASKING);
        answer(crew, held("A", "1"), 3 * MILLI);
        assertThat(crew.papers.state(0)).isEqualTo(BuyerState.HOLDING);
        assertThat(crew.papers.order(0)).isEqualTo(new Paper("A", "held", 0, List.of("1")));

        long due = crew.script.nextDueNanos();
        assertThat(due - now).isBetween(0L, 100 * MILLI);
        next(crew);
        assertThat(request).startsWith("POST /v1/orders/A/payment HTTP/1.1\r\n");
        answer(crew, Answers.of(200, order("A", "paid", "1")), 2 * MILLI);
        assertThat(crew.papers.state(0)).isEqualTo(BuyerState.PAID);
        assertThat(crew.script.nextDueNanos()).isEqualTo(LoadScript.NEVER);
        assertThat(crew.script.isOver()).as("before the stock was seen").isFalse();

        look(crew, stock(0, 0, 1));
        assertThat(crew.script.isOver()).isTrue();
        assertThat(crew.latency("order").maxMicros()).isBetween(3_000L, 3_010L);
        assertThat(crew.latency("payment").maxMicros()).isBetween(2_000L, 2_010L);
        assertThat(crew.tally.requests())
                .extracting(Report.Requests::sent, Report.Requests::answered, Report.Requests::repeats)
                .containsExactly(3L, 3L, 0L);
    }

    @Test
    void latencyCountsFromWhenTheBuyerWasDue() {
        Crew crew = new Crew(Plans.of(10, 1).arrivals(new Arrivals.Steady(1)));
        next(crew);
        now = 950 * MILLI; // all that time there was no connection
        answer(crew, SOLD_OUT, 0);
        for (int buyer = 1; buyer < 10; buyer++) {
            next(crew);
            answer(crew, SOLD_OUT, 0);
        }

        assertThat(now).as("nobody has waited for an answer").isEqualTo(950 * MILLI);
        // They were due at 0, 100, … 900 milliseconds.
        assertThat(crew.latency("sold out").count()).isEqualTo(10);
        assertThat(crew.latency("sold out").p50Micros()).isBetween(449_000L, 452_000L);
        assertThat(crew.latency("sold out").maxMicros()).isBetween(949_000L, 952_000L);
    }

    @Test
    void whoIsToldSoldOutIsGone() {
        Crew crew = new Crew(Plans.of(2, 1));
        next(crew);
        answer(crew, SOLD_OUT, MILLI);
        next(crew);
        answer(crew, SOLD_OUT, MILLI);

        assertThat(crew.papers.count(BuyerState.SOLD_OUT)).isEqualTo(2);
        assertThat(crew.count("order", "sold_out")).isEqualTo(2);
        assertThat(crew.script.nextDueNanos()).isEqualTo(LoadScript.NEVER);
    }

    @Test
    void thePatientWaitAndAreWokenWhenSomethingIsFree() {
        Crew crew = new Crew(Plans.of(3, 1).patient(1));
        for (int i = 0; i < 3; i++) {
            next(crew);
            answer(crew, SOLD_OUT, MILLI);
        }
        assertThat(crew.papers.count(BuyerState.WAITING)).isEqualTo(3);

        look(crew, stock(0, 1, 0));
        assertThat(crew.script.nextDueNanos()).as("nothing is free").isEqualTo(LoadScript.NEVER);
        assertThat(crew.script.isOver()).as("something is held yet").isFalse();

        look(crew, stock(1, 0, 0));
        assertThat(crew.papers.count(BuyerState.ASKING)).as("two for each seat").isEqualTo(2);
        long woken = now;
        next(crew);
        assertThat(key()).as("who has waited longest, with the same key").isEqualTo("Idempotency-Key: 0");
        assertThat(crew.tally.requests().repeats()).isEqualTo(1);
        answer(crew, held("A", "1"), 4 * MILLI);
        assertThat(crew.latency("order").maxMicros())
                .as("from when it was woken")
                .isBetween(4_000L, 4_010L);
        assertThat(now - woken).isEqualTo(4 * MILLI);

        next(crew);
        assertThat(key()).isEqualTo("Idempotency-Key: 1");
        answer(crew, SOLD_OUT, MILLI);
        assertThat(crew.papers.state(1)).as("waits again").isEqualTo(BuyerState.WAITING);
        next(crew);
        answer(crew, Answers.of(200, order("A", "paid", "1")), MILLI);

        now += STOCK_AGE_MILLIS * MILLI;
        look(crew, stock(0, 0, 1));
        assertThat(crew.script.isOver())
                .as("what was free then may be of before")
                .isFalse();
        look(crew, stock(0, 0, 1));
        assertThat(crew.script.isOver()).isTrue();
        assertThat(crew.papers.count(BuyerState.WAITING)).isEqualTo(2);
        assertThat(crew.papers.count(BuyerState.PAID)).isEqualTo(1);
    }

    @Test
    void aServerThatSaysFreeAndSellsNothingDoesNotKeepThemForEver() {
        Crew crew = new Crew(Plans.of(4, 1).patient(1).hold(1));
        for (int i = 0; i < 4; i++) {
            next(crew);
            answer(crew, SOLD_OUT, 0);
        }
        int looks = 0;
        while (!crew.script.isOver()) {
            assertThat(++looks).as("looks").isLessThan(100);
            look(crew, stock(1, 0, 0));
            while (crew.script.nextDueNanos() <= now) {
                next(crew);
                answer(crew, SOLD_OUT, 0);
            }
        }

        assertThat(crew.papers.count(BuyerState.WAITING)).isEqualTo(4);
        assertThat(now).isGreaterThan(SECOND + LoadLimits.RETURN_MILLIS_MAX * MILLI);
    }

    @Test
    void aPaymentMayComeTooLate() {
        Crew crew = new Crew(Plans.of(1, 1).patient(1));
        next(crew);
        answer(crew, held("A", "1"), MILLI);
        next(crew);
        answer(crew, Answers.of(200, order("A", "refund_due", "1")), MILLI);

        assertThat(crew.papers.state(0)).isEqualTo(BuyerState.REFUSED);
        assertThat(crew.papers.order(0)).extracting(Paper::state).isEqualTo("refund_due");
        assertThat(crew.count("payment", "refund_due")).isEqualTo(1);
    }

    @Test
    void aPaymentThatIsRefusedIsTheEndEvenForThePatient() {
        Crew crew = new Crew(Plans.of(1, 1).patient(1));
        next(crew);
        answer(crew, held("A", "1"), MILLI);
        next(crew);
        answer(crew, SOLD_OUT, MILLI);

        assertThat(crew.papers.state(0)).isEqualTo(BuyerState.REFUSED);
        assertThat(crew.watch.waiting().size()).isZero();
    }

    @Test
    void aPaymentThatIsAnsweredWithAnotherOrderIsAContradiction() {
        Crew crew = new Crew(Plans.of(1, 1));
        next(crew);
        answer(crew, held("A", "1"), MILLI);
        next(crew);
        answer(crew, Answers.of(200, order("B", "paid", "1")), MILLI);

        assertThat(crew.papers.contradictions()).containsExactly("buyer 0 paid order A and was told of order B");
    }

    @Test
    void whoAbandonsNeverPays() {
        Crew crew = new Crew(Plans.of(1, 1).abandon(1));
        next(crew);
        answer(crew, held("A", "1"), MILLI);

        assertThat(crew.papers.state(0)).isEqualTo(BuyerState.ABANDONED);
        assertThat(crew.script.nextDueNanos()).isEqualTo(LoadScript.NEVER);
    }

    @Test
    void askingAgainIsHeldAgainstTheFirstAnswer() {
        Crew crew = repeating();
        answer(crew, held("A", "1"), MILLI);
        assertThat(crew.papers.contradictions()).isEmpty();

        crew = repeating();
        answer(crew, Answers.of(200, order("A", "expired", "1")), MILLI);
        assertThat(crew.papers.contradictions()).isEmpty();
        assertThat(crew.papers.repeats()).isEqualTo(1);

        crew = repeating();
        answer(crew, held("B", "1"), MILLI);
        assertThat(crew.papers.contradictions()).containsExactly("buyer 0 got order A and then B");

        crew = repeating();
        answer(crew, held("A", "2"), MILLI);
        assertThat(crew.papers.contradictions())
                .containsExactly("buyer 0 got order A with seats [1] and then with [2]");

        crew = repeating();
        answer(crew, SOLD_OUT, MILLI);
        assertThat(crew.papers.contradictions())
                .containsExactly("buyer 0 has order A, asked again and was told sold_out");
        assertThat(crew.papers.state(0)).isEqualTo(BuyerState.ABANDONED);
    }

    @Test
    void askingAgainIsCountedAsAnAnswerAndAsNoOrder() {
        Crew crew = repeating();
        answer(crew, held("A", "1"), MILLI);

        assertThat(crew.count("order", "held")).isEqualTo(2);
        assertThat(crew.tally.requests().repeats()).isEqualTo(1);
        assertThat(crew.latency("order").count()).isEqualTo(1);
        assertThat(crew.timeline.rows(second -> 0))
                .extracting(Report.Second::placed)
                .containsExactly(1);
        assertThat(crew.timeline.rows(second -> 0))
                .extracting(Report.Second::answered)
                .containsExactly(2);
    }

    @Test
    void askingAgainIsTriedSoOftenAndThenLeft() {
        Crew crew = repeating();
        for (int attempt = 2; attempt < LoadLimits.ATTEMPTS_MAX; attempt++) {
            answer(crew, Answers.of(503, "{}"), 0);
            next(crew);
        }
        crew.script.failed(number, Failure.TIMED_OUT, now);

        assertThat(crew.papers.state(0)).isEqualTo(BuyerState.ABANDONED);
        assertThat(crew.papers.repeats()).isZero();
        assertThat(crew.papers.contradictions()).isEmpty();
        assertThat(crew.script.nextDueNanos()).isEqualTo(LoadScript.NEVER);
        look(crew, stock(1, 0, 0));
        assertThat(crew.script.isOver()).isTrue();
    }

    @Test
    void anAnswerThatCannotBeReadIsNone() {
        for (String body : new String[] {
            "",
            "hello",
            "[]",
            "{\"id\":\"A\"",
            "{\"id\":\"\",\"state\":\"held\"}",
            "{\"state\":\"held\"}",
            "{\"id\":\"A\"}",
            "{\"id\":\"a b\",\"state\":\"held\"}",
            "{\"id\":\"a/../b\",\"state\":\"held\"}",
            "{\"id\":\"" + "a".repeat(20_000) + "\",\"state\":\"held\"}"
        }) {
            now = 0;
            Crew crew = new Crew(Plans.of(1, 1));
            next(crew);
            answer(crew, Answers.of(201, body), MILLI);

            assertThat(crew.count("order", "unreadable")).as(body).isEqualTo(1);
            assertThat(crew.papers.state(0)).isEqualTo(BuyerState.ASKING);
            assertThat(crew.papers.isInDoubt(0)).isTrue();
            assertThat(crew.script.nextDueNanos()).isNotEqualTo(LoadScript.NEVER);
            assertThat(crew.tally.requests().answered()).isEqualTo(1);
        }
    }

    @Test
    void aStockThatCannotBeReadCountsOnceAndIsLookedAtAgain() {
        Crew crew = new Crew(Plans.of(1, 1));
        next(crew);
        answer(crew, SOLD_OUT, 0);
        look(crew, Answers.of(200, "{\"tiers\":[]}"));

        assertThat(crew.tally.requests().answered()).isEqualTo(2);
        assertThat(crew.count("availability", "unreadable")).isEqualTo(1);
        assertThat(crew.count("availability", "ok")).isZero();
        assertThat(crew.script.isOver()).isFalse();
        look(crew, Answers.of(503, "busy"));
        assertThat(crew.count("availability", "status_503")).isEqualTo(1);
        look(crew, stock(0, 0, 1));
        assertThat(crew.script.isOver()).isTrue();
    }

    /** However long a server takes: there is one question for each stock, and no heap of them. */
    @Test
    void noLookBeginsBeforeTheLastOneHasEnded() {
        Crew crew = new Crew(Plans.of(1, 1));
        next(crew);
        answer(crew, SOLD_OUT, 0);
        crew.script.tick(now);
        next(crew);
        int look = number;
        for (int i = 0; i < 100; i++) {
            now += SECOND;
            crew.script.tick(now);
            assertThat(crew.script.nextDueNanos()).isEqualTo(LoadScript.NEVER);
        }
        crew.script.failed(look, Failure.TIMED_OUT, now);
        now += SECOND;
        crew.script.tick(now);
        assertThat(crew.script.nextDueNanos()).isEqualTo(now);
    }

    @Test
    void whoIsThereAlreadyGoesBeforeWhoComes() {
        Crew crew = new Crew(Plans.of(3, 3).think(0));
        next(crew);
        answer(crew, held("A", "1"), MILLI);
        next(crew);

        assertThat(request).startsWith("POST /v1/orders/A/payment");
        assertThat(crew.script.arrived()).isEqualTo(1);
    }

    @Test
    void onATrainEachAsksForTheirOwnWay() {
        Crew crew = new Crew(Plans.of(30, 5).stops(5).patient(1));
        for (int buyer = 0; buyer < 30; buyer++) {
            next(crew);
            int trip = crew.crowd.trip(buyer, crew.trips);
            assertThat(request)
                    .contains("\"from\":\"" + SaleDesk.stop(crew.trips.from(trip)) + "\",\"to\":\""
                            + SaleDesk.stop(crew.trips.to(trip)) + "\"");
            answer(crew, SOLD_OUT, 0);
        }
        assertThat(crew.watch.waiting().size()).isEqualTo(30);
        for (int trip = 0; trip < crew.trips.count(); trip++) {
            int wanted = trip;
            assertThat(crew.watch.waiting().size(trip)).isEqualTo((int) IntStream.range(0, 30)
                    .filter(buyer -> crew.crowd.trip(buyer, crew.trips) == wanted)
                    .count());
        }
    }
}
