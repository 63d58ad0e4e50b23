package dev.onsale.ledger.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.Said;
import dev.onsale.config.Limits;
import dev.onsale.sale.SampleSale;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoomWatchTest {

    private static final long LITTLE = Limits.JOURNAL_ROOM_BYTES_MIN - 1;

    private final RoomWatch watch = new RoomWatch();

    @Test
    void enoughIsNotWorthSaying() {
        assertThat(watch.isWorthSaying(Limits.JOURNAL_ROOM_BYTES_MIN)).isFalse();
        assertThat(watch.isWorthSaying(Long.MAX_VALUE)).isFalse();
    }

    @Test
    void littleIsSaidOnceAndAgainWhenHalfOfItIsGone() {
        assertThat(watch.isWorthSaying(LITTLE)).isTrue();
        assertThat(watch.isWorthSaying(LITTLE - 1)).isFalse();
        assertThat(watch.isWorthSaying(LITTLE / 2)).isFalse();
        assertThat(watch.isWorthSaying(LITTLE / 2 - 1)).isTrue();
        assertThat(watch.isWorthSaying(LITTLE / 2 - 2)).isFalse();
    }

    @Test
    void roomThatWasMadeIsWatchedAnew() {
        assertThat(watch.isWorthSaying(1)).isTrue();
        assertThat(watch.isWorthSaying(Limits.JOURNAL_ROOM_BYTES_MIN)).isFalse();
        assertThat(watch.isWorthSaying(LITTLE)).isTrue();
    }

    /** A journal with a small quota: the log has said so when it was copied once, long before it is full. */
    @Test
    void theLogSaysItWhileThereIsTime(@TempDir Path dir) {
        long logBytes = 64 * 1024;
        Settings settings = new Settings(1024, 64 << 20, logBytes, Long.MAX_VALUE, UnaryOperator.identity());
        try (Said said = Said.listen();
                LedgerOnDisk ledger = LedgerOnDisk.open(dir, settings)) {
            ledger.open(SampleSale.concert("rush", 100_000));
            LedgerOnDisk.awaitThat("the warning", () -> {
                ledger.place();
                return said.text().contains("MB more in the journal " + dir);
            });
            assertThat(ledger.fatal()).isEmpty();
        }
    }
}
