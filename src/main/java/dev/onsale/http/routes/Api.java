package dev.onsale.http.routes;

import dev.onsale.config.Limits;
import dev.onsale.gate.Gate;
import dev.onsale.http.identity.Buyers;
import dev.onsale.http.server.ConnectionWatch;
import dev.onsale.http.server.Exchange;
import dev.onsale.http.server.HttpMeter;
import dev.onsale.http.server.LoopParts;
import dev.onsale.http.server.LoopServer;
import dev.onsale.ledger.Ledger;
import dev.onsale.orders.OrderBookReader;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP interface of a node: HTTP/1.1 on one port, served by some event loops. Started once and closed once; the
 * methods may be called by any thread.
 */
public final class Api {

    /**
     * Where several event loops are to share a free port, they have to agree on a number that stands for it: to Vert.x a negative port is such
     * a number. Each interface of the process takes another one.
     */
    private static final AtomicInteger FREE_PORTS = new AtomicInteger();

    private final Vertx vertx;
    private final Ledger ledger;
    private final Gate gate;
    private final Buyers buyers;
    private final InstantSource clock;
    private final ApiOptions options;
    private final HttpMeter meter;
    private final OpsPages ops;
    private final OrderListing listing;
    private final SaleBodies saleBodies;

    private final List<LoopServer> loops = new CopyOnWriteArrayList<>();
    private volatile @Nullable TicketCount tickets;
    private volatile @Nullable String deployment;

    /** The same on each event loop. */
    private volatile List<Paths.Entry> table = List.of();

    /** For durations, in nanoseconds. */
    private final LongSupplier nanos;

    private final int connectionsMax;

    /**
     * Takes the parts together; nothing listens yet.
     *
     * @param vertx runs the event loops; the caller closes it, after this
     * @param ledger closed by the caller, after this
     * @param gate in front of {@code ledger}
     * @param orders for listings; it is only called by worker threads
     * @param buyers who may ask, and how they show who they are
     * @param clock milliseconds since 1970, for everything that is asked of the ledger
     * @param registry gets the figures of the requests, and is what {@code /metrics} shows
     * @param readiness what {@code /readyz} says
     * @param options all else
     */
    public Api(
            Vertx vertx,
            Ledger ledger,
            Gate gate,
            OrderBookReader orders,
            Buyers buyers,
            InstantSource clock,
            PrometheusMeterRegistry registry,
            Readiness readiness,
            ApiOptions options) {
        this(
                vertx,
                ledger,
                gate,
                orders,
                buyers,
                clock,
                registry,
                readiness,
                options,
                System::nanoTime,
                Limits.HTTP_CONNECTIONS_MAX);
    }

    /** The same, with a clock for durations that a test can turn, and with a number of connections that it can reach. */
    Api(
            Vertx vertx,
            Ledger ledger,
            Gate gate,
            OrderBookReader orders,
            Buyers buyers,
            InstantSource clock,
            PrometheusMeterRegistry registry,
            Readiness readiness,
            ApiOptions options,
            LongSupplier nanos,
            int connectionsMax) {
        this.vertx = vertx;
        this.ledger = ledger;
        this.gate = gate;
        this.buyers = buyers;
        this.clock = clock;
        this.options = options;
        this.nanos = nanos;
        this.connectionsMax = connectionsMax;
        this.meter = new HttpMeter(registry);
        this.ops = new OpsPages(vertx, registry, ledger, clock, readiness);
        this.listing = new OrderListing(vertx, ledger, orders, buyers);
        this.saleBodies = new SaleBodies(vertx);
    }

    /**
     * Binds and answers from then on.
     *
     * @param port 1 … 65535, or 0 for a free one
     * @param host address to bind, as in {@code 127.0.0.1}
     * @return the port, or a failure whose message is a sentence for operators
     */
    public Future<Integer> listen(int port, String host) {
        TicketCount count;
        try {
            count = TicketCount.from(options.statLog(), meter::lineLost);
        } catch (IOException e) {
            return Future.failedFuture(new IOException(
                    "The stat log " + options.statLog() + " cannot be written: " + e + ". Name another file.", e));
        }
        tickets = count;
        DocsPages docs = new DocsPages(vertx);
        Services services = new Services(ledger, gate, listing, saleBodies, buyers, clock, ops, docs, count, options);
        LoopParts parts = new LoopParts(meter, clock, nanos, connectionsMax);
        int shared = port == 0 ? -(FREE_PORTS.incrementAndGet() & 0x7FFF) : port;
        return vertx.deployVerticle(
                        () -> {
                            LoopServer loop =
                                    new LoopServer(vertx, parts, watch -> routes(services, watch), shared, host);
                            loops.add(loop);
                            return loop;
                        },
                        new DeploymentOptions().setInstances(options.eventLoops()))
                .onSuccess(id -> deployment = id)
                .map(id -> loops.getFirst().port())
                .recover(cause -> Future.failedFuture(new IOException(
                        "Nothing can listen at " + host + ":" + port + ": " + cause.getMessage()
                                + ". Take another port, or end what listens there.",
                        cause)));
    }

    /** What answers the requests of one event loop. */
    private Consumer<Exchange> routes(Services services, ConnectionWatch watch) {
        Dispatch dispatch = new Dispatch(vertx, services, watch);
        table = dispatch.entries();
        return dispatch::answer;
    }

    /** The table of routes, once it listens. */
    List<Paths.Entry> table() {
        return table;
    }

    /**
     * Stops accepting connections, answers the requests that are under way, closes the connections and writes out the stat log.
     * Bounded in time; the ledger must go on answering until it completes.
     */
    public Future<Void> close() {
        return Future.join(loops.stream().map(LoopServer::shutdown).toList())
                .eventually(() -> {
                    String id = deployment;
                    return id == null ? Future.succeededFuture() : vertx.undeploy(id);
                })
                .eventually(listing::close)
                .eventually(saleBodies::close)
                .eventually(() -> {
                    ops.close();
                    return vertx.executeBlocking(this::closeTickets);
                })
                .mapEmpty();
    }

    private @Nullable Void closeTickets() throws IOException {
        TicketCount count = tickets;
        if (count != null) {
            count.close();
        }
        return null;
    }
}
