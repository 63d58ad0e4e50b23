package dev.onsale.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.config.RoomLimits;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FullnessWarningTest {

    private static final double NEARLY_FULL = RoomLimits.LEDGER_FULL_WARN_PERCENT / 100.0;

    private final List<String> log = new ArrayList<>();
    private final FullnessWarning fullness = new FullnessWarning(log::add);

    @Test
    void aLedgerThatIsNotMeasuredYetIsEmpty() {
        assertThat(fullness.used()).isZero();
        assertThat(fullness.note()).isNull();
    }

    @Test
    void roomEnoughIsNotWorthSaying() {
        fullness.measure(NEARLY_FULL - 0.01, () -> "79");
        assertThat(fullness.used()).isEqualTo(NEARLY_FULL - 0.01);
        assertThat(fullness.note()).isNull();
        assertThat(log).isEmpty();
    }

    @Test
    void nearlyFullIsToldOnceAndStaysANote() {
        fullness.measure(NEARLY_FULL, () -> "80");
        fullness.measure(1.05, () -> "105");
        assertThat(log).containsExactly("80");
        assertThat(fullness.note()).isEqualTo("105");
    }

    @Test
    void roomThatWasMadeIsWatchedAnew() {
        fullness.measure(0.9, () -> "first");
        fullness.measure(0.5, () -> "room");
        assertThat(fullness.note()).isNull();
        fullness.measure(0.9, () -> "again");
        assertThat(log).containsExactly("first", "again");
    }
}
