package dev.onsale.lab.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onsale.config.InvalidOptionException;
import dev.onsale.config.Limits;
import dev.onsale.config.LoadLimits;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RehearsalPlanTest {

    private static Plans plans() {
        return Plans.of(100, 10);
    }

    static Stream<Arguments> bad() {
        return Stream.of(
                bad("--buyers", "0", Plans.of(0, 1)),
                bad("--buyers", "-1", Plans.of(-1, 1)),
                bad("--buyers", "20000001", Plans.of(LoadLimits.BUYERS_MAX + 1, 1)),
                bad("--tickets", "0", Plans.of(100, 0)),
                bad("--tickets", "1000001", Plans.of(LoadLimits.BUYERS_MAX, Limits.TIER_SEATS_MAX + 1)),
                bad("--tickets", "101 tickets for 100 buyers", Plans.of(100, 101)),
                bad(
                        "--tickets",
                        "10001",
                        Plans.of(1_000_000, Limits.TIER_TRAIN_SEATS_MAX + 1).stops(3)),
                bad("--stops", "1", plans().stops(1)),
                bad("--stops", "-2", plans().stops(-2)),
                bad("--stops", "65", plans().stops(65)),
                bad("--journeys", "-0.1", plans().wholeWay(-0.1)),
                bad("--journeys", "1.1", plans().wholeWay(1.1)),
                bad("--journeys", "NaN", plans().wholeWay(Double.NaN)),
                bad("--deduct", "later", plans().deduct("later")),
                bad("--deduct", "\"\"", plans().deduct("")),
                bad("--hold", "0", plans().hold(0)),
                bad("--hold", "" + (Limits.HOLD_SECONDS_MAX + 1), plans().hold(Limits.HOLD_SECONDS_MAX + 1)),
                bad("--abandon", "2.0", plans().abandon(2)),
                bad("--abandon", "NaN", plans().abandon(Double.NaN)),
                bad("--patient", "-1.0", plans().patient(-1)),
                bad("--repeat", "1.5", plans().repeat(1.5)),
                bad("--think", "-1", plans().think(-1)),
                bad("--think", "5001", plans().hold(5).think(5_001)),
                bad("--connections", "0", plans().connections(0)),
                bad("--connections", "19001", plans().connections(LoadLimits.CONNECTIONS_MAX + 1)),
                bad("--timeout", "0", plans().timeout(0)),
                bad("--timeout", "30001", plans().timeout(LoadLimits.ANSWER_MILLIS_MAX + 1)));
    }

    private static Arguments bad(String option, String value, Plans plans) {
        return Arguments.of(option, value, plans);
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("bad")
    void eachFieldIsRefusedByName(String option, String value, Plans plans) {
        assertThatThrownBy(plans::plan)
                .isInstanceOf(InvalidOptionException.class)
                .hasMessageContaining(option)
                .hasMessageContaining(value);
    }

    @Test
    void theBoundsThemselvesAreGood() {
        assertThat(Plans.of(1, 1)
                        .hold(1)
                        .think(1_000)
                        .connections(1)
                        .timeout(1)
                        .plan()
                        .legs())
                .isEqualTo(1);
        assertThat(Plans.of(LoadLimits.BUYERS_MAX, Limits.TIER_SEATS_MAX)
                        .hold(Limits.HOLD_SECONDS_MAX)
                        .abandon(1)
                        .patient(1)
                        .repeat(1)
                        .connections(LoadLimits.CONNECTIONS_MAX)
                        .timeout(LoadLimits.ANSWER_MILLIS_MAX)
                        .plan()
                        .legs())
                .isEqualTo(1);
        // A train of one leg has as many seats as a concert.
        assertThat(Plans.of(LoadLimits.BUYERS_MAX, Limits.TIER_SEATS_MAX)
                        .stops(2)
                        .plan()
                        .legs())
                .isEqualTo(1);
        assertThat(Plans.of(LoadLimits.BUYERS_MAX, Limits.TIER_TRAIN_SEATS_MAX)
                        .stops(64)
                        .plan()
                        .legs())
                .isEqualTo(63);
        for (String policy : new String[] {"hold", "order", "payment"}) {
            assertThat(plans().deduct(policy).plan().deduct()).isEqualTo(policy);
        }
    }
}
