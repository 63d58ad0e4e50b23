package dev.onsale.cli;

import dev.onsale.config.IdentityOptions;
import dev.onsale.config.InvalidOptionException;
import dev.onsale.config.Limits;
import dev.onsale.config.NodeOptions;
import dev.onsale.node.DataFolder;
import dev.onsale.node.Node;
import dev.onsale.node.StartException;
import dev.onsale.node.StopException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code onsale serve}: runs a node until a signal stops it. */
@Command(
        name = "serve",
        description = {
            "Sells tickets over HTTP until it is stopped (SIGTERM, or Ctrl-C).",
            "",
            "An empty data folder gets two sales to try: rush, 10,000 tickets, and g1, a train. Everything is kept in the data folder: "
                    + "whatever was answered is there again after a crash.",
            ""
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  onsale serve",
            "  curl http://127.0.0.1:3000/buy/ticket",
            "",
            "  ONSALE_JWT_SECRET=\"$(cat secret)\" onsale serve --host 0.0.0.0 --no-demo --sale concert.yaml",
            "",
            "  onsale serve --ledger redis://10.0.0.5:6379 --replicas 1 --data /var/lib/onsale \\",
            "               --orders 'jdbc:postgresql://10.0.0.6/onsale?user=onsale'",
            "",
            "Environment:",
            "  " + NodeOptions.LEDGER_VARIABLE + "          as --ledger, for a URL with a password",
            "  " + NodeOptions.ORDERS_VARIABLE + "          as --orders",
            "  " + NodeOptions.ORDERS_PASSWORD_VARIABLE + " password of the user that --orders names",
            "  " + IdentityOptions.OPERATOR_TOKEN_VARIABLE
                    + "  what operators' requests carry (Authorization: Bearer ...);",
            "                         without it, one is made and kept in the data folder",
            "  " + IdentityOptions.PAYMENTS_TOKEN_VARIABLE
                    + "  what may report payments and do nothing else; without it, operators do",
            "  " + IdentityOptions.JWT_SECRET_VARIABLE
                    + "      secret that the shop signs buyers' tokens with (JWT, HS256)",
            "  " + IdentityOptions.JWT_AUDIENCE_VARIABLE + ", " + IdentityOptions.JWT_ISSUER_VARIABLE,
            "                         as --jwt-audience and --jwt-issuer",
            "  XDG_DATA_HOME          where data folders of this user belong",
            "",
            "Exit codes: 0 stopped in order, 1 cannot start, 2 wrong usage, 74 the ledger's disk failed,",
            "128 + n a second signal n ended it at once."
        })
public final class ServeCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything else happens
    private CommandSpec spec;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "Port to listen on; 0 takes any that is free (${DEFAULT-VALUE}).")
    private int port = NodeOptions.PORT_DEFAULT;

    @Option(
            names = "--host",
            paramLabel = "HOST",
            description =
                    "Address to listen on (${DEFAULT-VALUE}: this machine alone; 0.0.0.0: everybody who can reach it).")
    private String host = NodeOptions.HOST_DEFAULT;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Folder to keep everything in ($XDG_DATA_HOME/onsale, else ~/.local/share/onsale).")
    private @Nullable Path data;

    @Option(
            names = "--ledger",
            paramLabel = "URL",
            description = "Keep stock and orders on a Redis that many nodes share: redis://host:port, "
                    + "redis://user:password@host:port, rediss:// for TLS, "
                    + "redis-cluster://host:port,host:port, redis-sentinel://host:port,host:port/mymaster ($"
                    + NodeOptions.LEDGER_VARIABLE + "; without either, in the data folder).")
    private @Nullable String ledger;

    @Option(
            names = "--replicas",
            paramLabel = "COUNT",
            description = "Answer an order when so many replicas of that Redis have it, too (${DEFAULT-VALUE}).")
    private int replicas;

    @Option(
            names = "--orders",
            paramLabel = "URL",
            description = "Order book of many nodes: jdbc:postgresql://HOST/DATABASE?user=NAME (or $"
                    + NodeOptions.ORDERS_VARIABLE + "; without either, in the data folder).")
    private @Nullable String orders;

    @Option(
            names = "--weight",
            paramLabel = "WEIGHT",
            description = "Weight of this node among those that share the ledger, as nginx has it (${DEFAULT-VALUE}): "
                    + "its share of what is free is its local stock.")
    private int weight = NodeOptions.WEIGHT_DEFAULT;

    @Option(
            names = "--local-stock",
            paramLabel = "SEATS",
            description = "Seats of each tier that this node may sell, whatever is free elsewhere; "
                    + "0: its share of what is free (${DEFAULT-VALUE}).")
    private int localStock;

    @Option(
            names = "--keep-events",
            paramLabel = "COUNT",
            description = "Keep no more than the last COUNT events of each sale on Redis once the order book has them; "
                    + "needs --orders (all).")
    private long keepEvents = NodeOptions.KEEP_ALL_EVENTS;

    @Option(
            names = "--sale",
            paramLabel = "FILE",
            description = "Sale to open, or a list of sales, as YAML or JSON; may be repeated. "
                    + "One that is open with the same terms already is fine.")
    private List<Path> saleFiles = List.of();

    @Option(names = "--no-demo", description = "Leave out the sales to try.")
    private boolean noDemo;

    @Option(
            names = "--ticket-sale",
            paramLabel = "SALE",
            description = "Sale that /buy/ticket sells one ticket of (${DEFAULT-VALUE}).")
    private String ticketSale = NodeOptions.TICKET_SALE_DEFAULT;

    @Option(
            names = "--guests",
            negatable = true,
            description = "Let /buy/ticket sell to callers who do not say who they are, or let it not "
                    + "(it does unless a key for buyers' tokens is set).")
    private @Nullable Boolean guests;

    @Option(
            names = "--stat-log",
            paramLabel = "FILE",
            description = "Append a line to FILE for each answer of /buy/ticket: result:1,localSales:145.")
    private @Nullable Path statLog;

    @Option(
            names = "--jwt-key",
            paramLabel = "FILE",
            description = "Public key (PEM; RSA or EC P-256) of a shop that signs buyers' tokens; may be repeated.")
    private List<Path> jwtKeys = List.of();

    @Option(
            names = "--jwt-audience",
            paramLabel = "TEXT",
            description = "Take only buyers' tokens that are for this audience (aud); may be repeated (or $"
                    + IdentityOptions.JWT_AUDIENCE_VARIABLE + ").")
    private List<String> jwtAudiences = List.of();

    @Option(
            names = "--jwt-issuer",
            paramLabel = "TEXT",
            description = "Take only buyers' tokens that this issuer has issued (iss); may be repeated (or $"
                    + IdentityOptions.JWT_ISSUER_VARIABLE + ").")
    private List<String> jwtIssuers = List.of();

    @Option(
            names = "--trust-buyer-header",
            description =
                    "Without a key for buyers' tokens, believe the header Onsale-Buyer of everybody who can reach the port. "
                            + "Needed where that is not this machine alone: only your shop may reach it then.")
    private boolean trustBuyerHeader;

    @Option(
            names = "--accept-lost-events",
            paramLabel = "KNOWN:LEFT",
            description =
                    "Go on without events that are missing from the data folder, for good; a start that is refused "
                            + "for them names the two numbers.")
    private @Nullable String acceptedLoss;

    @Option(
            names = "--event-loops",
            paramLabel = "COUNT",
            description = "Threads that serve HTTP (${DEFAULT-VALUE} on this machine).")
    private int eventLoops = NodeOptions.eventLoopsDefault();

    /** Begins to load what a node needs, while the command line is read; see {@link Node#warmUp}. */
    public static void warmUp() {
        Node.warmUp();
    }

    /** Runs until a signal comes. Returns one of {@link ExitCodes}. */
    @Override
    public Integer call() throws InterruptedException {
        NodeOptions options = options();
        PrintStream err = System.err;
        StopSignals signals = StopSignals.install(number -> {
            err.println("onsale: stopped at once by a second signal; whatever was answered is safe");
            Runtime.getRuntime().halt(ExitCodes.SIGNAL_BASE + number);
        });
        try (Node node = Node.start(options, ServeCommand::endForLedger)) {
            StartLines.print(options, node.facts(), System.out, err);
            signals.await();
            haltWhenStopTakesTooLong(err);
        } catch (StartException | StopException e) {
            err.println("onsale: " + e.getMessage());
            return ExitCodes.FAILED;
        }
        return ExitCodes.OK;
    }

    private NodeOptions options() {
        Path folder = data == null ? DataFolder.ofUser(System.getenv(), System.getProperty("user.home")) : data;
        try {
            IdentityOptions identity = identity();
            return new NodeOptions(
                    host,
                    port,
                    folder,
                    ledger == null ? System.getenv(NodeOptions.LEDGER_VARIABLE) : ledger,
                    replicas,
                    keepEvents,
                    orders == null ? System.getenv(NodeOptions.ORDERS_VARIABLE) : orders,
                    System.getenv(NodeOptions.ORDERS_PASSWORD_VARIABLE),
                    weight,
                    localStock,
                    !noDemo,
                    saleFiles,
                    ticketSale,
                    guests == null ? !identity.hasKey() : guests,
                    statLog,
                    eventLoops,
                    acceptedLoss,
                    identity);
        } catch (InvalidOptionException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private IdentityOptions identity() {
        return new IdentityOptions(
                System.getenv(IdentityOptions.OPERATOR_TOKEN_VARIABLE),
                System.getenv(IdentityOptions.PAYMENTS_TOKEN_VARIABLE),
                System.getenv(IdentityOptions.JWT_SECRET_VARIABLE),
                jwtKeys,
                orOneOf(jwtAudiences, IdentityOptions.JWT_AUDIENCE_VARIABLE),
                orOneOf(jwtIssuers, IdentityOptions.JWT_ISSUER_VARIABLE),
                trustBuyerHeader);
    }

    private static List<String> orOneOf(List<String> given, String variable) {
        String environment = System.getenv(variable);
        return given.isEmpty() && environment != null ? List.of(environment) : given;
    }

    /** Nothing may be answered after the ledger failed, so nothing is tidied up either. */
    private static void endForLedger(Throwable problem) {
        System.err.println("onsale: the ledger cannot go on: "
                + (problem.getMessage() == null ? problem.toString() : problem.getMessage()));
        System.err.println(
                "onsale: ended at once. Whatever was answered is safe; what became of a request without an answer"
                        + " is told after the next start when it is asked again with the same Idempotency-Key");
        Runtime.getRuntime().halt(ExitCodes.LEDGER_FAILED);
    }

    private static void haltWhenStopTakesTooLong(PrintStream err) {
        Thread.ofPlatform().daemon().name("onsale-stop-watch").start(() -> {
            try {
                Thread.sleep(Limits.STOP_SECONDS_MAX * 1000L);
            } catch (InterruptedException e) {
                return;
            }
            err.println("onsale: stopping took more than " + Limits.STOP_SECONDS_MAX
                    + " seconds, so it was cut off; whatever was answered is safe");
            Runtime.getRuntime().halt(ExitCodes.FAILED);
        });
    }
}
