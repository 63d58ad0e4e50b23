package dev.onsale.lab.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.onsale.lab.report.Report;
import org.junit.jupiter.api.Test;

class TallyTest {

    private final Tally tally = new Tally();

    @Test
    void nothingIsNothing() {
        assertThat(tally.latencies()).isEmpty();
        assertThat(tally.requests().outcomes()).isEmpty();
        assertThat(tally.requests())
                .extracting(Report.Requests::sent, Report.Requests::answered, Report.Requests::timedOut)
                .containsExactly(0L, 0L, 0L);
    }

    @Test
    void whatWasSentAndWhatBecameOfIt() {
        tally.sent(false);
        tally.sent(false);
        tally.sent(true);
        tally.sent(true);
        tally.sent(true);
        tally.soldOut(1_000);
        tally.answered(Call.ORDER, "held");
        tally.timedOut();
        tally.broken();
        tally.broken();

        assertThat(tally.requests())
                .extracting(
                        Report.Requests::sent,
                        Report.Requests::answered,
                        Report.Requests::repeats,
                        Report.Requests::timedOut,
                        Report.Requests::broken)
                .containsExactly(5L, 2L, 3L, 1L, 2L);
    }

    @Test
    void outcomesByCallAndWord() {
        tally.answered(Call.PAYMENT, "paid");
        tally.answered(Call.STOCK, "ok");
        tally.answered(Call.ORDER, "held");
        tally.answered(Call.REPEAT, "held");
        tally.soldOut(5);
        tally.answered(Call.REPEAT, "sold_out");

        assertThat(tally.requests().outcomes())
                .containsExactly(
                        new Report.Outcome("order", "held", 2),
                        new Report.Outcome("order", "sold_out", 2),
                        new Report.Outcome("payment", "paid", 1),
                        new Report.Outcome("availability", "ok", 1));
    }

    @Test
    void latenciesByKind() {
        for (int i = 1; i <= 1_000; i++) {
            tally.record(Tally.Kind.ORDER, i);
        }
        tally.soldOut(7);
        tally.record(Tally.Kind.PAYMENT, 0);

        assertThat(tally.latencies())
                .extracting(Report.Latency::what, Report.Latency::count, Report.Latency::p50Micros)
                .containsExactly(tuple("order", 1_000L, 500L), tuple("sold out", 1L, 7L), tuple("payment", 1L, 1L));
        Report.Latency order = tally.latencies().getFirst();
        assertThat(order.p90Micros()).isEqualTo(900);
        assertThat(order.p99Micros()).isEqualTo(990);
        assertThat(order.p999Micros()).isEqualTo(999);
        assertThat(order.maxMicros()).isEqualTo(1_000);
        assertThat(order.curve()).isSortedAccordingTo((a, b) -> Long.compare(a.micros(), b.micros()));
        assertThat(order.curve().getLast()).isEqualTo(new Report.Percentile(100, 1_000));
    }
}
