package dev.onsale.http.server;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts requests by route and outcome, and how long they took by route. The number of both is fixed, so the figures do not grow
 * with what clients send. Any thread.
 */
public final class HttpMeter {

    /** Upper bounds of the histograms: from an answer out of memory to one that is about to be given up. */
    private static final Duration[] BUCKETS = {
        Duration.ofNanos(50_000),
        Duration.ofNanos(100_000),
        Duration.ofNanos(250_000),
        Duration.ofNanos(500_000),
        Duration.ofMillis(1),
        Duration.ofNanos(2_500_000),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2500),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
    };

    private final AtomicInteger connections = new AtomicInteger();
    private final Map<Route, RouteMeter> routes = new EnumMap<>(Route.class);
    private final Counter linesLost;

    /** Registers the figures. */
    public HttpMeter(MeterRegistry registry) {
        for (Route route : Route.values()) {
            routes.put(route, new RouteMeter(registry, route));
        }
        linesLost = Counter.builder("onsale.statlog.lost")
                .description("Lines of the stat log that were not written")
                .baseUnit("lines")
                .register(registry);
        Gauge.builder("onsale.http.connections", connections, AtomicInteger::get)
                .description("Connections open now")
                .register(registry);
    }

    /** The figures of one route. */
    RouteMeter of(Route route) {
        return Objects.requireNonNull(routes.get(route));
    }

    /** Counts a line of the stat log that was not written. */
    public void lineLost() {
        linesLost.increment();
    }

    /** Counts a connection that was opened, and says how many there are now. */
    public int connectionOpened() {
        return connections.incrementAndGet();
    }

    /** Counts a connection that was closed. */
    public void connectionClosed() {
        connections.decrementAndGet();
    }

    /** The figures of one route. Any thread. */
    static final class RouteMeter {
        private final MeterRegistry registry;
        private final Route route;
        private final Timer timer;
        private final Counter ok;
        private final Counter replayed;
        private final Counter notModified;

        /** Registered when they are first needed, since most problems never come up on most routes. */
        private final Map<ProblemType, Counter> problems = new ConcurrentHashMap<>();

        private RouteMeter(MeterRegistry registry, Route route) {
            this.registry = registry;
            this.route = route;
            this.timer = Timer.builder("onsale.http.request")
                    .description("From a request's head to its answer, handed to the connection")
                    .tag("route", route.word())
                    .serviceLevelObjectives(BUCKETS)
                    .register(registry);
            this.ok = counter("ok");
            this.replayed = counter("replayed");
            this.notModified = counter("not_modified");
        }

        private Counter counter(String outcome) {
            return Counter.builder("onsale.http.requests")
                    .description("Requests answered")
                    .tag("route", route.word())
                    .tag("outcome", outcome)
                    .register(registry);
        }

        void ok(long nanos) {
            ok.increment();
            timer.record(nanos, TimeUnit.NANOSECONDS);
        }

        void replayed(long nanos) {
            replayed.increment();
            timer.record(nanos, TimeUnit.NANOSECONDS);
        }

        void notModified(long nanos) {
            notModified.increment();
            timer.record(nanos, TimeUnit.NANOSECONDS);
        }

        void problem(ProblemType problem, long nanos) {
            Counter counter = problems.get(problem);
            if (counter == null) {
                counter = problems.computeIfAbsent(problem, type -> counter(type.code()));
            }
            counter.increment();
            timer.record(nanos, TimeUnit.NANOSECONDS);
        }
    }
}
