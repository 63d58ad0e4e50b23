package dev.onsale.lab.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.lab.report.Report;
import dev.onsale.lab.report.Verdict.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** When something is killed, and what is told of it. */
class DeathsTest {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final Backstage.Victim NODE = new Backstage.Victim("node 3004", "node 3004 was killed");

    private final List<Long> halves = new ArrayList<>();

    private Deaths deaths(Plans plans) {
        return new Deaths(plans.plan(), halves::add);
    }

    /** Not of the buyers: of a thousand three have come. */
    @Test
    void halfIsOfTheTicketsThatBuyersWereToldOf() {
        Deaths deaths = deaths(Plans.of(1_000, 5));
        deaths.told(1, 0, SECOND);
        deaths.told(1, 0, 2 * SECOND);
        assertThat(halves).isEmpty();

        deaths.told(1, 0, 3 * SECOND);
        deaths.told(1, 0, 4 * SECOND);
        deaths.told(1, 0, 5 * SECOND);
        assertThat(halves).containsExactly(3 * SECOND);
    }

    /** Other buyers than ours may be at it, and the server knows. */
    @Test
    void halfIsWhatTheServerShowsToo() {
        Deaths deaths = deaths(Plans.of(1_000, 10));
        deaths.shown(10, 0);
        deaths.shown(6, SECOND);
        assertThat(halves).isEmpty();
        deaths.shown(5, 2 * SECOND);
        deaths.shown(0, 3 * SECOND);
        assertThat(halves).containsExactly(2 * SECOND);
    }

    @Test
    void onATrainHalfIsOfTheSeatsOnTheirLegs() {
        Deaths deaths = deaths(Plans.of(1_000, 2).stops(4)); // six in all
        deaths.told(1, 0, SECOND);
        deaths.told(1, 0, SECOND);
        deaths.shown(0, SECOND); // short trips alone take all seats off the whole way
        assertThat(halves).isEmpty();
        deaths.told(1, 0, 2 * SECOND);
        assertThat(halves).containsExactly(2 * SECOND);
    }

    @Test
    void sellingGoesOnWithTheFirstWhoAskedAfterwards() {
        Deaths deaths = deaths(Plans.of(1_000, 10));
        deaths.trouble(Call.ORDER, "busy"); // before it
        deaths.told(1, 0, SECOND);
        deaths.died(NODE, 5 * SECOND, 7);
        deaths.told(1, 5 * SECOND - 1, 6 * SECOND); // was under way
        deaths.trouble(Call.ORDER, "busy");
        deaths.trouble(Call.REPEAT, "busy");
        deaths.trouble(Call.PAYMENT, "timed_out");
        assertThat(deaths.rows(10).getFirst().sellingSeconds()).isEqualTo(Report.Death.NEVER);
        assertThat(deaths.checks(false)).singleElement().satisfies(check -> assertThat(check.result())
                .isEqualTo(Result.BROKEN));
        assertThat(deaths.checks(true)).singleElement().satisfies(check -> assertThat(check.result())
                .isEqualTo(Result.UNKNOWN));

        deaths.told(1, 5 * SECOND, 9 * SECOND);
        deaths.told(1, 6 * SECOND, 10 * SECOND);
        assertThat(deaths.rows(10))
                .containsExactly(new Report.Death(
                        "node 3004",
                        "node 3004 was killed",
                        5,
                        1,
                        4,
                        List.of(new Report.Outcome("order", "busy", 2), new Report.Outcome("payment", "timed_out", 1)),
                        3));
        assertThat(deaths.checks(false)).singleElement().satisfies(check -> {
            assertThat(check.result()).isEqualTo(Result.KEPT);
            assertThat(check.sentence()).isEqualTo("4.00 s after node 3004 was killed the next order was placed");
        });
    }

    @Test
    void whereNothingWasKilledThereIsNothingToTell() {
        Deaths deaths = deaths(Plans.of(10, 1));
        deaths.told(1, 0, SECOND);
        assertThat(deaths.rows(5)).isEmpty();
        assertThat(deaths.checks(false)).isEmpty();
    }
}
