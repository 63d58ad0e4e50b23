package dev.onsale.cli;

import dev.onsale.config.ClusterLimits;
import dev.onsale.config.InvalidOptionException;
import dev.onsale.lab.cluster.Cluster;
import dev.onsale.lab.cluster.ClusterCard;
import dev.onsale.lab.cluster.ClusterException;
import dev.onsale.lab.cluster.ClusterOptions;
import dev.onsale.lab.cluster.ClusterTable;
import dev.onsale.lab.cluster.Programs;
import dev.onsale.lab.cluster.StopRequestedException;
import dev.onsale.node.DataFolder;
import java.io.Console;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code onsale cluster}: the article's set-up on this machine, until a signal stops it. */
@Command(
        name = "cluster",
        description = {
            "Runs Redis, PostgreSQL, four nodes and nginx on this machine, until it is stopped (Ctrl-C).",
            "",
            "nginx spreads requests over the nodes by their weights; the nodes share one ledger in Redis and one order book in "
                    + "PostgreSQL. The programs must be installed. When it stops, nothing is left behind but what --data keeps.",
            ""
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  onsale cluster",
            "  ab -n 1000 -c 100 http://127.0.0.1:3000/buy/ticket",
            "",
            "  onsale cluster --kill-after 20 --restart-after 10 --data /tmp/demo",
            "",
            "  onsale cluster --replicas 2 --sentinel        # and in another terminal:",
            "  onsale rehearse --url http://127.0.0.1:3000 --kill redis",
            "",
            "A node that ends is left out, and started again with --restart-after; the others sell on.",
            "Redis, PostgreSQL and nginx are started again " + ClusterLimits.CLUSTER_RESTART_SECONDS
                    + " second after their end, a Redis that Sentinels",
            "watch after " + ClusterLimits.CLUSTER_REDIS_RESTART_SECONDS + " seconds: then another one is the primary.",
            "",
            "Exit codes: 0 stopped in order, 1 cannot start, or Redis, PostgreSQL or nginx end again and",
            "again, or the last node ended by itself, 2 wrong usage, 128 + n a second signal n ended everything at once."
        })
public final class ClusterCommand implements Callable<Integer> {

    private static final int PORT_DEFAULT = 3000;
    private static final int BASE_PORT_DEFAULT = 3001;
    private static final int COLUMNS = 13;

    /** With Sentinel: one may die, and there still is one for each order. */
    private static final int REPLICAS_DEFAULT = 2;

    private final String mainClass;
    private final AtomicReference<@Nullable Cluster> running = new AtomicReference<>();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything else happens
    private CommandSpec spec;

    @Option(names = "--port", paramLabel = "PORT", description = "Port of nginx (${DEFAULT-VALUE}).")
    private int port = PORT_DEFAULT;

    @Option(
            names = "--base-port",
            paramLabel = "PORT",
            description = "Port of the first node; the others follow (${DEFAULT-VALUE}).")
    private int basePort = BASE_PORT_DEFAULT;

    @Option(
            names = "--weights",
            paramLabel = "W,W,...",
            hideParamSyntax = true,
            split = ",",
            description = "The nodes' shares of the requests, a number for each node (1,2,3,4).")
    private List<Integer> weights = List.of(1, 2, 3, 4);

    @Option(
            names = "--replicas",
            paramLabel = "COUNT",
            description =
                    "Replicas of Redis; with any, orders are answered when one of them has them too (0; with --sentinel 2).")
    private @Nullable Integer replicas;

    @Option(
            names = "--sentinel",
            description =
                    "Run three Sentinels, which make a replica the primary when that is gone: the set-up of the guide.")
    private boolean sentinel;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Folder to keep everything in, logs too (a temporary one that is removed at the end).")
    private @Nullable Path data;

    @Option(
            names = "--kill-after",
            paramLabel = "SECONDS",
            description = "Kill the last node (SIGKILL) so many seconds after all is up.")
    private @Nullable Integer killAfter;

    @Option(
            names = "--restart-after",
            paramLabel = "SECONDS",
            description = "Start a node that was killed or ended by itself again so many seconds after its end.")
    private @Nullable Integer restartAfter;

    /** @param mainClass of this program, which the nodes run too */
    public ClusterCommand(String mainClass) {
        this.mainClass = mainClass;
    }

    /** Runs until a signal comes. Returns one of {@link ExitCodes}. */
    @Override
    public Integer call() throws InterruptedException {
        ClusterOptions options = options();
        PrintStream out = System.out;
        PrintStream err = System.err;
        StopSignals signals = StopSignals.install(number -> endAtOnce(number, err));
        Screen screen = new Screen(out, err, System.console());
        try (Cluster cluster = Cluster.start(
                options,
                Programs.find(System.getenv().getOrDefault("PATH", "")),
                mainClass,
                DataFolder.ofUser(System.getenv(), System.getProperty("user.home"))
                        .resolve(ClusterCard.FOLDER),
                signals::hasCome,
                screen::say)) {
            running.set(cluster);
            tell(cluster.facts(), out);
            cluster.watch(screen::show);
            out.println();
            cluster.table().lines().forEach(out::println);
            out.flush();
        } catch (StopRequestedException e) {
            err.println("onsale: stopped before everything was up");
        } catch (ClusterException e) {
            err.println("onsale: " + e.getMessage());
            return ExitCodes.FAILED;
        }
        return ExitCodes.OK;
    }

    private ClusterOptions options() {
        try {
            return new ClusterOptions(
                    port,
                    basePort,
                    weights,
                    replicas == null ? (sentinel ? REPLICAS_DEFAULT : 0) : replicas,
                    sentinel,
                    data,
                    killAfter,
                    restartAfter);
        } catch (InvalidOptionException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private void endAtOnce(int signal, PrintStream err) {
        err.println("onsale: everything ended at once by a second signal; whatever was answered is safe");
        Cluster cluster = running.get();
        try {
            if (cluster != null) {
                cluster.kill();
            }
        } catch (ClusterException e) {
            err.println("onsale: " + e.getMessage());
        } finally {
            // The children of a start that is under way end with this process.
            Runtime.getRuntime().halt(ExitCodes.SIGNAL_BASE + signal);
        }
    }

    private static void tell(Cluster.Facts facts, PrintStream out) {
        line(out, "Folder", facts.folder() + (facts.temporary() ? " (removed at the end)" : ""));
        line(out, "Redis", facts.redis());
        line(out, "PostgreSQL", facts.postgres() + " (password in " + facts.postgresPassword() + ")");
        line(out, "Operators", "by the token in " + facts.operatorToken());
        line(out, "Try", "ab -n 1000 -c 100 " + facts.url() + "buy/ticket");
        out.println(facts.url());
        out.flush();
    }

    private static void line(PrintStream out, String what, String text) {
        out.println(what + " ".repeat(COLUMNS - what.length()) + text);
    }

    /** The table: written over and over on a terminal; elsewhere a line whenever something has changed. */
    private static final class Screen {

        private final PrintStream out;
        private final PrintStream err;
        private final boolean terminal;
        private @Nullable ClusterTable shown;

        Screen(PrintStream out, PrintStream err, @Nullable Console console) {
            this.out = out;
            this.err = err;
            this.terminal = console != null && console.isTerminal();
        }

        /** Says what has happened; the table goes on below. */
        void say(String sentence) {
            err.println("onsale: " + sentence);
            err.flush();
            shown = null;
        }

        void show(ClusterTable table) {
            if (table.equals(shown)) {
                return;
            }
            if (terminal) {
                List<String> lines = table.lines();
                if (shown != null) {
                    // Up to where the last table began, and away with it.
                    out.printf("\033[%dA\033[J", lines.size());
                }
                lines.forEach(out::println);
            } else {
                out.println(table.line());
            }
            out.flush();
            shown = table;
        }
    }
}
