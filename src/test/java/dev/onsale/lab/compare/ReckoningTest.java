package dev.onsale.lab.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.onsale.lab.report.Comparison;
import dev.onsale.lab.report.Report;
import dev.onsale.lab.report.Report.Latency;
import dev.onsale.lab.report.Report.Outcome;
import dev.onsale.lab.report.Report.Percentile;
import dev.onsale.lab.report.Verdict;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A hundred buyers and ten tickets, each time. */
class ReckoningTest {

    private static final int BUYERS = 100;
    private static final int TICKETS = 10;

    private static Report report(int paid, List<Outcome> outcomes, Verdict.Result verdict) {
        return new Report(
                "1",
                Instant.EPOCH,
                2,
                0,
                null,
                new Report.Machine("a processor", 2, 1, "a system", "a Java"),
                new Report.Rush("http://x/", true, "s", BUYERS, TICKETS, 0, 1, 3, 0.2, 1, 0, "at-once", 5, 1),
                new Report.Buyers(BUYERS, paid, 2, BUYERS - paid - 2, 0, 0, 0),
                new Report.Requests(0, 0, 0, 0, 0, outcomes),
                List.of(
                        new Latency(
                                "order",
                                10,
                                0,
                                0,
                                0,
                                0,
                                400,
                                List.of(new Percentile(50, 200), new Percentile(100, 400))),
                        new Latency(
                                "sold out",
                                90,
                                0,
                                0,
                                0,
                                0,
                                500_000,
                                List.of(
                                        new Percentile(50, 1_000),
                                        new Percentile(90, 2_000),
                                        new Percentile(99, 9_000))),
                        new Latency("payment", 8, 0, 0, 0, 0, 9_000_000, List.of())),
                List.of(),
                List.of(),
                List.of(),
                new Verdict(List.of(new Verdict.Check("a law", verdict, ""))));
    }

    private static Comparison.Figures figures(Contender contender, int paid, Outcome... outcomes) {
        return Reckoning.figures(contender, report(paid, List.of(outcomes), Verdict.Result.KEPT), 20);
    }

    private static Outcome orders(String word, int count) {
        return new Outcome("order", word, count);
    }

    @Test
    void whatHoldSellsAgainIsNotOversold() {
        Comparison.Figures figures = figures(Contender.HOLD, 10, orders("held", 12), orders("sold_out", 90));
        assertThat(figures.sold()).isEqualTo(10);
        assertThat(figures.oversold()).isZero();
        assertThat(figures.undersold()).isZero();
        assertThat(figures.writesPerTicket()).isEqualTo(2);
    }

    @Test
    void whatIsHeldForEverIsUndersoldOnceOthersWereSentAway() {
        assertThat(figures(Contender.ORDER, 8, orders("held", 10), orders("sold_out", 90))
                        .undersold())
                .isEqualTo(2);
        assertThat(figures(Contender.ORDER, 8, orders("held", 10)).undersold()).isZero();
        assertThat(figures(Contender.POSTGRES, 8, orders("held", 10), orders("sold_out", 90))
                        .oversold())
                .isZero();
    }

    @Test
    void ordersBeyondTheTicketsAreOversoldWhereTheyHaveNoDeadline() {
        Comparison.Figures paying = figures(
                Contender.PAYMENT,
                10,
                orders("placed", 70),
                orders("sold_out", 30),
                new Outcome("payment", "refund_due", 46));
        assertThat(paying.oversold()).isEqualTo(60);
        assertThat(paying.refundsDue()).isEqualTo(46);
        assertThat(figures(Contender.SCRIPT, 9, orders("held", 11), orders("sold_out", 89))
                        .oversold())
                .isEqualTo(1);
    }

    @Test
    void latenciesAreThoseOfYesAndNoTogether() {
        Comparison.Figures figures = figures(Contender.HOLD, 10);
        // Half of the no, and all of the yes, which is less, make 55 of 100.
        assertThat(figures.p50Micros()).isEqualTo(1_000);
        assertThat(figures.p99Micros()).isEqualTo(9_000);
        assertThat(figures.p999Micros()).isEqualTo(500_000);
        // The last of the hundred had an answer after half a second.
        assertThat(figures.ordersPerSecond()).isCloseTo(200, within(0.01));
    }

    @Test
    void withNothingSoldThereAreNoWritesForATicket() {
        assertThat(figures(Contender.ORDER, 0).writesPerTicket()).isEqualTo(Comparison.Figures.UNKNOWN);
    }

    @Test
    void anAuditThatIsNotCleanIsSaid() {
        Report report = report(10, List.of(), Verdict.Result.BROKEN);
        assertThat(Reckoning.remark(Contender.HOLD, report, Reckoning.figures(Contender.HOLD, report, 1)))
                .isEqualTo("Its audit is not clean.");
    }
}
