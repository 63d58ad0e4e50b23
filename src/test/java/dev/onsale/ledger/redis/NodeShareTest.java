package dev.onsale.ledger.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.onsale.config.Limits;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("servers")
class NodeShareTest {

    private static final long PATIENCE_MILLIS = 60_000;

    @TempDir
    private Path dir;

    private static void await(DoubleSupplier share, double expected) {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
        while (Math.abs(share.getAsDouble() - expected) > 1e-9) {
            assertThat(System.nanoTime() - until)
                    .as("share is %f, not %f", share.getAsDouble(), expected)
                    .isNegative();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    @Test
    void sharesAreWeightsAndThoseOfADeadNodeFallToTheOthers() throws Exception {
        try (RedisServer server = RedisServer.start(dir);
                RedisLedger first = Desk.open(server)) {
            DoubleSupplier shareOfFirst = first.share(1);
            assertThat(shareOfFirst.getAsDouble()).isCloseTo(1, within(1e-9));
            try (RedisLedger second = Desk.open(server)) {
                DoubleSupplier shareOfSecond = second.share(3);
                await(shareOfFirst, 0.25);
                await(shareOfSecond, 0.75);
            }
            await(shareOfFirst, 1);
        }
        assertThat(PATIENCE_MILLIS).isGreaterThan(2L * Limits.NODE_SILENCE_MILLIS_MAX);
    }
}
