package dev.onsale.http.routes;

import dev.onsale.http.server.Exchange;
import dev.onsale.http.server.HeaderValues;
import dev.onsale.http.server.Problem;
import dev.onsale.http.server.ProblemType;
import dev.onsale.ledger.Ledger;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;

/** {@code /livez}, {@code /readyz} and {@code /metrics}, for those who watch the node. Any event loop. */
public final class OpsPages {

    private static final CharSequence PROMETHEUS_TEXT =
            HttpHeaders.createOptimized("text/plain; version=0.0.4; charset=utf-8");

    private final Vertx vertx;
    private final PrometheusMeterRegistry registry;
    private final StockFigures stock;
    private final Readiness readiness;

    /** Whether the figures are being gathered: nobody needs them twice at once. */
    private final AtomicBoolean scraping = new AtomicBoolean();

    /** Registers the figures about stock. */
    public OpsPages(
            Vertx vertx, PrometheusMeterRegistry registry, Ledger ledger, InstantSource clock, Readiness readiness) {
        this.vertx = vertx;
        this.registry = registry;
        this.stock = new StockFigures(ledger, clock);
        this.readiness = readiness;
        registry.getPrometheusRegistry().register(stock);
    }

    /** Whether the process answers at all. */
    public void live(Exchange exchange) {
        exchange.ok(200, HeaderValues.PLAIN_TEXT, "alive\n".getBytes(StandardCharsets.UTF_8));
    }

    /** Whether the node can sell, and in lines of their own what somebody should see to all the same. */
    public void ready(Exchange exchange) {
        String obstacle = readiness.obstacle();
        if (obstacle == null) {
            StringBuilder text = new StringBuilder("ready\n");
            readiness.notes().forEach(note -> text.append(note).append('\n'));
            exchange.ok(200, HeaderValues.PLAIN_TEXT, text.toString().getBytes(StandardCharsets.UTF_8));
        } else {
            exchange.problem(Problem.of(ProblemType.UNAVAILABLE, obstacle));
        }
    }

    /** All figures, as Prometheus reads them. Gathered by a worker, since with many sales it takes some milliseconds. */
    public void metrics(Exchange exchange) {
        if (!scraping.compareAndSet(false, true)) {
            exchange.problem(Problem.busy());
            return;
        }
        vertx.executeBlocking(
                        () -> {
                            try {
                                return registry.scrape().getBytes(StandardCharsets.UTF_8);
                            } finally {
                                scraping.set(false);
                            }
                        },
                        false)
                .onComplete(
                        figures -> exchange.guarded(text -> exchange.ok(200, PROMETHEUS_TEXT, text), figures),
                        exchange::fault);
    }

    /** Takes the figures about stock back. */
    public void close() {
        registry.getPrometheusRegistry().unregister(stock);
    }
}
