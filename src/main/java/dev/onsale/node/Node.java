package dev.onsale.node;

import dev.onsale.config.IdentityOptions;
import dev.onsale.config.Limits;
import dev.onsale.config.NodeOptions;
import dev.onsale.events.EventLogException;
import dev.onsale.events.Journals;
import dev.onsale.gate.CatchUp;
import dev.onsale.gate.Gate;
import dev.onsale.gate.LocalStockRule;
import dev.onsale.http.identity.Buyers;
import dev.onsale.http.identity.RoleTokens;
import dev.onsale.http.identity.TokenKey;
import dev.onsale.http.identity.TokenTerms;
import dev.onsale.http.routes.Api;
import dev.onsale.http.routes.ApiOptions;
import dev.onsale.ledger.Ledger;
import dev.onsale.ledger.LedgerMeter;
import dev.onsale.ledger.Standstill;
import dev.onsale.ledger.embedded.EmbeddedLedger;
import dev.onsale.ledger.embedded.JournalLog;
import dev.onsale.ledger.redis.RedisJournals;
import dev.onsale.ledger.redis.RedisLedger;
import dev.onsale.ledger.redis.RedisLedgerException;
import dev.onsale.ledger.redis.RedisSettings;
import dev.onsale.orders.OrderBook;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.transport.Transport;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteJDBCLoader;

/**
 * One server: the only class that names ledgers ({@link OrderBooks} names order books). It starts the parts in order and stops them in reverse, also when a
 * start fails half way.
 *
 * <p>Started and closed by one thread.
 */
public final class Node implements AutoCloseable {

    /**
     * What a start found out.
     *
     * @param url where the node answers
     * @param newFolder whether the data folder was made
     * @param recoveredEvents events of the time before, or 0
     * @param recoveryMillis how long it took to recover them
     * @param openedSales ids of the sales that were opened now
     * @param operatorTokenFile where the operators' token is kept, or null when the environment says it
     * @param operatorTokenExposed whether others can read that file
     * @param trustsBuyerHeader whether a buyer is whoever a header says
     */
    public record Facts(
            String url,
            boolean newFolder,
            long recoveredEvents,
            long recoveryMillis,
            List<String> openedSales,
            @Nullable Path operatorTokenFile,
            boolean operatorTokenExposed,
            boolean trustsBuyerHeader) {

        public Facts {
            openedSales = List.copyOf(openedSales);
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(Node.class);

    private final RunningParts parts = new RunningParts();
    private final Facts facts;

    private Node(NodeOptions options, Consumer<Throwable> fatal) throws StartException {
        try {
            facts = startParts(options, fatal);
        } catch (StartException | RuntimeException e) {
            try {
                close();
            } catch (StopException alsoWrong) {
                e.addSuppressed(alsoWrong);
            }
            throw e;
        }
    }

    /**
     * Starts a node; it sells when this returns.
     *
     * @param fatal told when the ledger cannot go on: nothing may be answered any more, so it must end the process
     * @throws StartException if it cannot; what was started is stopped again, and nothing that is for sale was changed
     */
    public static Node start(NodeOptions options, Consumer<Throwable> fatal) throws StartException {
        return new Node(options, fatal);
    }

    /**
     * Loads what takes longest to load, on a thread of its own, while the command line is read: both take about as long, and a
     * node should answer within a second. Whatever fails here fails again where it is needed, and is told there; and when the command line
     * turns out to be wrong, the program ends in the middle of this, which is no failure at all.
     */
    public static void warmUp() {
        Thread.ofPlatform().daemon().name("onsale-warm-up").start(() -> {
            try {
                LOG.debug("Native transport: {}", Transport.nativeTransport());
                LOG.debug("Native SQLite: {}", SQLiteJDBCLoader.initialize());
            } catch (Exception | LinkageError e) {
                LOG.debug("The warm-up did not end", e);
            }
        });
    }

    private Facts startParts(NodeOptions options, Consumer<Throwable> fatal) throws StartException {
        // The event loops take as long to start as the journal takes to open, so they do so side by side.
        CompletableFuture<Vertx> vertxStart = CompletableFuture.supplyAsync(() -> eventLoops(options));
        parts.add("the event loops", () -> await(vertxStart.join().close()));

        // First whatever changes nothing, so that a start which cannot be leaves no trace.
        ListenAddress.check(options.host(), options.port());
        List<WrittenSale> written = SaleFile.readAll(options.saleFiles());
        List<TokenKey> keys = BuyerKeys.read(options.identity());
        if (options.statLog() != null) {
            AppendedFile.check(options.statLog(), "--stat-log");
        }
        LedgerChoice choice = LedgerChoice.of(options);

        boolean newFolder = DataFolder.prepare(options.data());
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        LedgerParts ledger = choice.start(parts, registry, fatal);
        InstantSource clock = ledger.clock();
        Standstill standstill = new Standstill(ledger.ledger());
        OrderBook book = OrderBooks.start(options, ledger, standstill, parts, registry);
        OperatorToken token = OperatorToken.of(options.identity().operatorToken(), options.data());
        RoleTokens roles = roles(token, options.identity().paymentsToken());
        Gate gate = new Gate(standstill, localStock(options, ledger), ledger.isFresh());
        registry.getPrometheusRegistry().register(new GateFigures(gate));
        ledger.feed().onCommit(gate);
        Journals past = ledger.openJournals();
        parts.add("the gate's reader of the journal", past);
        long recovered =
                ledger.recoveryMillis() < 0 ? 0 : past.journal(Journals.SOLE).end();
        StartSales sales = openSales(options, written, ledger, standstill, clock);
        // Selling need not wait for the gate: until it has caught up it asks the ledger everything.
        parts.add("the gate", CatchUp.start(gate, past));

        // Tokens are of the world outside, which has the wall clock.
        Buyers buyers = keys.isEmpty()
                ? Buyers.trusting(roles)
                : Buyers.bearing(keys, terms(options.identity()), roles, InstantSource.system());
        Api api = new Api(
                vertxStart.join(),
                standstill,
                gate,
                book,
                buyers,
                clock,
                registry,
                new NodeReadiness(
                        List.of(ledger.obstacle(), standstill::reason, sales::obstacle, () -> obstacle(gate)),
                        ledger.notes()),
                new ApiOptions(options.eventLoops(), options.ticketSale(), options.ticketGuests(), options.statLog()));
        parts.add("the HTTP interface", () -> await(api.close()));
        int port = listen(api, options);
        return new Facts(
                ListenAddress.url(options.host(), port),
                newFolder,
                recovered,
                Math.max(0, ledger.recoveryMillis()),
                sales.opened(),
                token.file(),
                token.exposed(),
                buyers.trustsHeader());
    }

    private static TokenTerms terms(IdentityOptions identity) {
        return new TokenTerms(identity.jwtAudiences(), identity.jwtIssuers());
    }

    private static RoleTokens roles(OperatorToken operators, @Nullable String payments) throws StartException {
        try {
            return RoleTokens.of(operators.value(), payments);
        } catch (IllegalArgumentException e) {
            throw new StartException(
                    IdentityOptions.PAYMENTS_TOKEN_VARIABLE + " cannot be taken: " + e.getMessage(), e);
        }
    }

    private static Vertx eventLoops(NodeOptions options) {
        return Vertx.vertx(new VertxOptions()
                .setPreferNativeTransport(true)
                .setEventLoopPoolSize(options.eventLoops())
                .setWorkerPoolSize(Limits.WORKER_THREADS_MAX));
    }

    private static LocalStockRule localStock(NodeOptions options, LedgerParts ledger) {
        return options.localStock() > 0
                ? new LocalStockRule.Fixed(options.localStock())
                : new LocalStockRule.Shared(ledger.share());
    }

    private static @Nullable String obstacle(Gate gate) {
        return gate.isCaughtUp() ? null : "the gate is reading the journal of the time before the start";
    }

    // ---- the ledger's journals
    // ----------------------------------------------------------------------------------------

    /**
     * The journal of a data folder, to read, also beside a running node.
     *
     * @throws EventLogException if there is none, or it cannot be read
     */
    public static Journals openJournal(Path folder) {
        return JournalLog.journals(folder);
    }

    /**
     * The same, or a journal without events where there is none: for a repair, which makes the ledger.
     *
     * @throws EventLogException if there is one that cannot be read
     */
    public static Journals openJournalOrNone(Path folder) {
        return JournalLog.journalsOrNone(folder);
    }

    /**
     * A ledger by itself, without a node, for a repair. One on Redis may be opened beside running nodes; one in a data folder may not.
     *
     * @param folder of the ledger, if {@code url} is null
     * @param url as in {@link NodeOptions#ledger}, or null
     * @throws EventLogException if it cannot be opened
     */
    public static Ledger openLedger(Path folder, @Nullable String url) {
        // Whoever asks a ledger that failed gets no answer, and says so in time.
        Consumer<Throwable> failed = why -> LOG.error("The ledger failed.", why);
        try {
            return url == null
                    ? EmbeddedLedger.open(folder, InstantSource.system(), LedgerMeter.NONE, failed)
                    : RedisLedger.open(RedisSettings.of(url), InstantSource.system(), LedgerMeter.NONE, failed);
        } catch (RedisLedgerException e) {
            throw new EventLogException(String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * The journals of a ledger on Redis, to read, also beside running nodes.
     *
     * @param url as in {@link NodeOptions#ledger}
     * @throws EventLogException if this Redis cannot be read
     */
    public static Journals openJournals(String url) {
        try {
            return RedisJournals.open(RedisSettings.of(url));
        } catch (RedisLedgerException e) {
            throw new EventLogException(String.valueOf(e.getMessage()), e);
        }
    }

    // ---- sales and HTTP
    // -----------------------------------------------------------------------------------------------

    /** Opens the sales of the start now, or, where the ledger is not there yet, when it is. */
    private StartSales openSales(
            NodeOptions options,
            List<WrittenSale> written,
            LedgerParts ledger,
            Standstill standstill,
            InstantSource clock)
            throws StartException {
        SaleOpening opening = new SaleOpening(standstill, clock);
        StartSales sales = new StartSales(
                opening, written, options.demo(), () -> ledger.obstacle().get() == null && !standstill.standsStill());
        parts.add("the opening of sales", sales);
        sales.open();
        return sales;
    }

    private static int listen(Api api, NodeOptions options) throws StartException {
        try {
            return await(api.listen(options.port(), options.host()));
        } catch (ExecutionException e) {
            throw new StartException(e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException | TimeoutException e) {
            throw new StartException("the port " + options.port() + " could not be listened on in time", e);
        }
    }

    private static <T> T await(Future<T> future) throws ExecutionException, InterruptedException, TimeoutException {
        return future.toCompletionStage().toCompletableFuture().get(Limits.STOP_SECONDS_MAX, TimeUnit.SECONDS);
    }

    /** What the start found out. */
    public Facts facts() {
        return facts;
    }

    /**
     * Stops: answers what is under way, makes the last of it durable, closes the files. Bounded in time by its parts.
     *
     * @throws StopException if a part did not stop as it should; the others are stopped all the same
     */
    @Override
    public void close() {
        parts.close();
    }
}
