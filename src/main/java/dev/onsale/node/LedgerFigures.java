package dev.onsale.node;

import dev.onsale.ledger.LedgerMeter;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Counts what the ledger does, for {@code /metrics}. Told by the ledger's thread, once for each batch and not for each order. */
final class LedgerFigures implements LedgerMeter {

    /** Upper bounds: one order by itself up to the fullest batch, in powers of four. */
    private static final double[] BATCH_SIZES = {1, 4, 16, 64, 256, 1_024, 4_096};

    /** Upper bounds: from a disk that promises much up to one that is in trouble. */
    private static final Duration[] COMMIT_TIMES = {
        Duration.ofNanos(100_000),
        Duration.ofNanos(250_000),
        Duration.ofNanos(500_000),
        Duration.ofMillis(1),
        Duration.ofNanos(2_500_000),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofSeconds(2),
    };

    private final DistributionSummary commands;
    private final Counter events;
    private final Timer commit;
    private volatile int waiting;

    LedgerFigures(MeterRegistry registry) {
        this.commands = DistributionSummary.builder("onsale.ledger.batch.commands")
                .description("Commands and look-ups that were answered together")
                .serviceLevelObjectives(BATCH_SIZES)
                .register(registry);
        this.events = Counter.builder("onsale.ledger.events")
                .description("Events that were made durable")
                .register(registry);
        this.commit = Timer.builder("onsale.ledger.commit")
                .description("How long a batch took to become durable")
                .serviceLevelObjectives(COMMIT_TIMES)
                .register(registry);
        Gauge.builder("onsale.ledger.waiting", this, figures -> figures.waiting)
                .description("Commands that waited for the next batch when the last one was answered")
                .register(registry);
    }

    @Override
    public void batch(int answered, int durable, long commitNanos, int nowWaiting) {
        commands.record(answered);
        waiting = nowWaiting;
        if (durable > 0) {
            events.increment(durable);
            commit.record(commitNanos, TimeUnit.NANOSECONDS);
        }
    }
}
