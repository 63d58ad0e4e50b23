package dev.onsale.node;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.DoubleSupplier;

/** What {@code /metrics} says about the time by which a node sells. Stateless. */
final class ClockFigures {

    private ClockFigures() {}

    static void registerRedis(DoubleSupplier offSeconds, MeterRegistry registry) {
        Gauge.builder("onsale.redis.clock.off", offSeconds, DoubleSupplier::getAsDouble)
                .description(
                        "How far this machine's clock is ahead of that of Redis, by which sales open and holds end")
                .baseUnit("seconds")
                .register(registry);
    }

    static void register(SteadyClock clock, MeterRegistry registry) {
        Gauge.builder("onsale.clock.off", clock, SteadyClock::offSeconds)
                .description("How far the wall clock is ahead of the time by which this node sells")
                .baseUnit("seconds")
                .register(registry);
        FunctionCounter.builder("onsale.clock.jumps", clock, SteadyClock::jumps)
                .description("How often the wall clock was set by more than a second")
                .register(registry);
    }
}
