package dev.onsale.lab.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onsale.config.InvalidOptionException;
import dev.onsale.lab.rehearsal.RehearsalPlan;
import java.util.List;
import org.junit.jupiter.api.Test;

class CompareOptionsTest {

    private static CompareOptions options(int buyers, int tickets, double abandon, int hold, Contender... contenders) {
        return new CompareOptions(List.of(contenders), buyers, tickets, abandon, hold, 10, 1);
    }

    private static void assertWrong(String sentence, int buyers, int tickets, double abandon, int hold) {
        assertThatThrownBy(() -> options(buyers, tickets, abandon, hold))
                .isInstanceOf(InvalidOptionException.class)
                .hasMessage(sentence);
    }

    @Test
    void whatMakesNoSenseIsSaidInASentence() {
        assertWrong("--buyers must be 2 to 1000000, but is 1", 1, 1, 0, 1);
        assertWrong("--buyers must be 2 to 1000000, but is 2000000", 2_000_000, 1, 0, 1);
        assertWrong("--tickets must be 1 to 1000000, but is 0", 100, 0, 0, 1);
        assertWrong(
                "--tickets must be fewer than the buyers who would pay, or nothing sells out, but are 90 for 90",
                100,
                90,
                0.1,
                1);
        assertWrong("--abandon must be 0 to 0.9, but is -0.1", 100, 1, -0.1, 1);
        assertWrong("--abandon must be 0 to 0.9, but is NaN", 100, 1, Double.NaN, 1);
        assertWrong("--hold must be 1 to 600, but is 0", 100, 1, 0, 0);
        assertThatThrownBy(() -> options(100, 1, 0, 1, Contender.HOLD, Contender.HOLD))
                .hasMessage("--only must name each contender once");
        assertThatThrownBy(() -> new CompareOptions(List.of(), 100, 1, 0, 1, 0, 1))
                .isInstanceOf(InvalidOptionException.class)
                .hasMessageStartingWith("--connections must be 1 to ");
    }

    @Test
    void theCrowdIsTheSameForAllButForWhetherWaitingMakesSense() {
        CompareOptions options = options(100, 10, 0.1, 2);
        RehearsalPlan hold = options.plan(Contender.HOLD);
        RehearsalPlan script = options.plan(Contender.SCRIPT);

        assertThat(script.deduct()).isEqualTo("order");
        assertThat(script).usingRecursiveComparison().ignoringFields("deduct").isEqualTo(hold);
        assertThat(hold.thinkMillisMax()).isLessThan(hold.holdSeconds() * 1_000);
        assertThat(hold.repeatShare()).isZero();
        assertThat(options.contenders())
                .containsExactly(
                        Contender.HOLD, Contender.ORDER, Contender.PAYMENT, Contender.POSTGRES, Contender.SCRIPT);
    }
}
