package dev.onsale.cli;

import dev.onsale.cli.RehearsalTarget.Death;
import dev.onsale.config.IdentityOptions;
import dev.onsale.config.InvalidOptionException;
import dev.onsale.lab.cluster.ClusterException;
import dev.onsale.lab.cluster.ClusterPrey;
import dev.onsale.lab.cluster.StopRequestedException;
import dev.onsale.lab.rehearsal.Arrivals;
import dev.onsale.lab.rehearsal.Rehearsal;
import dev.onsale.lab.rehearsal.RehearsalException;
import dev.onsale.lab.rehearsal.RehearsalPlan;
import dev.onsale.lab.report.Report;
import dev.onsale.lab.report.ReportJson;
import dev.onsale.lab.report.ReportPage;
import dev.onsale.lab.report.ReportText;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code onsale rehearse}: a whole rush against a real server, ending in an audit. */
@Command(
        name = "rehearse",
        description = {
            "Rehearses the rush: a million buyers for ten thousand tickets, then an audit of what they were told.",
            "",
            "Every buyer is somebody else, with an idempotency key of their own. They order, ask again when no answer comes, pay or leave their "
                    + "order to its end, come back when tickets do, and give up when all is sold. Without --url a server of its own is started, and "
                    + "removed at the end. On a server that sells already, the rehearsal has a sale of its own.",
            ""
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  onsale rehearse --page report.html",
            "",
            "  onsale rehearse --stops 16 --journeys 0.3 --tickets 1000 --buyers 100000",
            "",
            "  onsale cluster        # and in another terminal:",
            "  onsale rehearse --url http://127.0.0.1:3000 --kill-node",
            "",
            "  onsale cluster --replicas 2 --sentinel        # and in another terminal:",
            "  onsale rehearse --url http://127.0.0.1:3000 --kill redis",
            "",
            "Environment:",
            "  " + IdentityOptions.OPERATOR_TOKEN_VARIABLE
                    + "  what opens the sale and reports payments, for --url; without it, the token of the",
            "                         cluster there, or of this user's data folder, is tried",
            "",
            "Exit codes: 0 all laws were kept, 1 one was broken or it is not known, 2 wrong usage,",
            "128 + n a second signal n ended it at once."
        })
public final class RehearseCommand implements Callable<Integer> {

    private static final int ANSWER_MILLIS_DEFAULT = 10_000;

    private final String mainClass;
    private final String version;
    private final AuditSources sources;
    private final AtomicReference<@Nullable RehearsalTarget> running = new AtomicReference<>();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything else happens
    private CommandSpec spec;

    @Option(names = "--buyers", paramLabel = "COUNT", description = "Buyers, each a different one (${DEFAULT-VALUE}).")
    private int buyers = 1_000_000;

    @Option(names = "--tickets", paramLabel = "COUNT", description = "Tickets on sale (${DEFAULT-VALUE}).")
    private int tickets = 10_000;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "Server to rehearse with: a node, or what stands in front of many (one of its own).")
    private @Nullable String url;

    @Option(
            names = "--arrivals",
            paramLabel = "HOW",
            description =
                    "When buyers come: at-once, spike:SECONDS (most at first, then fewer and fewer), steady:SECONDS, or "
                            + "curve:FILE with a number of buyers on each line, one for each second (${DEFAULT-VALUE}).")
    private String arrivals = "spike:15";

    @Option(
            names = "--abandon",
            paramLabel = "SHARE",
            description = "Share of the orders that nobody pays (${DEFAULT-VALUE}).")
    private double abandon = 0.1;

    @Option(
            names = "--patient",
            paramLabel = "SHARE",
            description = "Share of the buyers who wait for tickets to come back when all are sold (${DEFAULT-VALUE}).")
    private double patient = 0.05;

    @Option(
            names = "--repeat",
            paramLabel = "SHARE",
            description = "Share of the buyers who ask again with their order in the hand (${DEFAULT-VALUE}).")
    private double repeat = 0.02;

    @Option(
            names = "--hold",
            paramLabel = "SECONDS",
            description = "How long an order waits to be paid (${DEFAULT-VALUE}).")
    private int hold = 5;

    @Option(
            names = "--think",
            paramLabel = "MILLIS",
            description = "How long buyers take to pay, at most (${DEFAULT-VALUE}).")
    private int think = 1_000;

    @Option(
            names = "--stops",
            paramLabel = "COUNT",
            description = "Sell a train with so many stops; 0: a concert (${DEFAULT-VALUE}).")
    private int stops;

    @Option(
            names = "--journeys",
            paramLabel = "SHARE",
            description =
                    "Share of a train's buyers who go all the way; the others go one to three stops (${DEFAULT-VALUE}).")
    private double journeys = 0.3;

    @Option(
            names = "--connections",
            paramLabel = "COUNT",
            description = "Connections that the buyers share (${DEFAULT-VALUE}).")
    private int connections = 250;

    @Option(
            names = "--timeout",
            paramLabel = "MILLIS",
            description = "How long a buyer waits for an answer before asking again (${DEFAULT-VALUE}).")
    private int timeout = ANSWER_MILLIS_DEFAULT;

    @Option(
            names = "--seed",
            paramLabel = "NUMBER",
            description = "Rehearse with the same crowd again (another each time).")
    private @Nullable Long seed;

    @Option(
            names = "--operator-token",
            paramLabel = "FILE",
            description =
                    "File with the operators' token of the server at --url: it opens the sale and reports the payments.")
    private @Nullable Path tokenFile;

    @Option(
            names = "--kill",
            paramLabel = "WHAT",
            description =
                    "Kill something of the cluster at --url, which runs on this machine, when half of the tickets are sold (SIGKILL): "
                            + "redis (the primary), replica, sentinel, postgres, nginx or node.")
    private @Nullable String kill;

    @Option(
            names = "--kill-node",
            paramLabel = "PORT",
            arity = "0..1",
            fallbackValue = "0",
            description = "The same for a node: the one on PORT, else the last.")
    private @Nullable Integer killNode;

    @Option(names = "--page", paramLabel = "FILE", description = "Write the report as one HTML page with charts.")
    private @Nullable Path page;

    @Option(names = "--json", description = "Print the report as JSON, and nothing else, on standard output.")
    private boolean json;

    /**
     * @param mainClass of this program, which a server of its own runs too
     * @param version of this program
     * @param sources ways to the journals that are audited
     */
    public RehearseCommand(String mainClass, String version, AuditSources sources) {
        this.mainClass = mainClass;
        this.version = version;
        this.sources = sources;
    }

    /** Rehearses; 0 if all laws were kept. */
    @Override
    public Integer call() throws InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        StopSignals signals = StopSignals.install(number -> endAtOnce(number, err));
        try {
            RehearsalPlan plan = plan();
            checkWritable(page);
            Report report;
            RehearsalScreen screen = new RehearsalScreen(System.err, TerminalWidth.ofStderr());
            try (RehearsalTarget target = target(signals, screen)) {
                running.set(target);
                target.start();
                report = Rehearsal.run(
                        plan,
                        target.server(),
                        version,
                        Instant.now(),
                        new RehearsalStage(target, death(), signals::hasCome, screen));
            } finally {
                screen.close();
            }
            show(report);
            return report.verdict().isClean() ? ExitCodes.OK : ExitCodes.FAILED;
        } catch (InvalidOptionException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        } catch (StopRequestedException e) {
            err.println("onsale: stopped before the first buyer came");
        } catch (RehearsalException | ClusterException e) {
            err.println("onsale: " + e.getMessage());
        }
        err.flush();
        return ExitCodes.FAILED;
    }

    private RehearsalPlan plan() {
        return new RehearsalPlan(
                buyers,
                tickets,
                stops,
                journeys,
                "hold",
                hold,
                abandon,
                patient,
                repeat,
                think,
                Arrivals.parse("--arrivals", arrivals),
                connections,
                timeout,
                seed == null ? RandomGenerator.getDefault().nextLong() : seed);
    }

    private RehearsalTarget target(StopSignals signals, RehearsalScreen screen) throws ClusterException {
        Death death = death();
        if (url == null) {
            if (death != null || tokenFile != null) {
                throw new InvalidOptionException(
                        death != null ? death.option() : "--operator-token", "goes with --url, which names the server");
            }
            return new RehearsalTarget.Own(mainClass, sources, signals::hasCome, screen::say);
        }
        RehearsalTarget.Running target = RehearsalTarget.Running.at(url, tokenFile, sources);
        if (death != null) {
            target.check(death);
        }
        return target;
    }

    /** What is to be killed in the middle, or null. */
    private @Nullable Death death() {
        if (kill != null && killNode != null) {
            throw new InvalidOptionException("--kill", "and --kill-node exclude each other");
        }
        if (killNode != null) {
            return new Death(ClusterPrey.Which.NODE, killNode, "--kill-node");
        }
        if (kill == null) {
            return null;
        }
        String word = kill;
        ClusterPrey.Which which = ClusterPrey.Which.of(word)
                .orElseThrow(() -> new InvalidOptionException(
                        "--kill",
                        "must be redis, replica, sentinel, postgres, nginx or node, but is \"" + word + "\""));
        return new Death(which, 0, "--kill");
    }

    /** Before a minute of work, rather than after it. */
    private static void checkWritable(@Nullable Path file) {
        if (file == null) {
            return;
        }
        try (Writer writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            writer.flush();
        } catch (IOException e) {
            throw new InvalidOptionException("--page", "names a file that cannot be written: " + e);
        }
    }

    private void show(Report report) {
        PrintWriter out = spec.commandLine().getOut();
        try {
            if (json) {
                ReportJson.write(report, out);
            } else {
                out.print(ReportText.of(report));
            }
            if (page != null) {
                Files.writeString(page, ReportPage.of(report), StandardCharsets.UTF_8);
                if (!json) {
                    out.println("The report as a page: " + page.toAbsolutePath());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        out.flush();
    }

    private void endAtOnce(int signal, PrintWriter err) {
        RehearsalTarget target = running.get();
        try {
            if (target != null) {
                target.kill();
            }
        } catch (ClusterException e) {
            err.println("onsale: " + e.getMessage());
            err.flush();
        } finally {
            Runtime.getRuntime().halt(ExitCodes.SIGNAL_BASE + signal);
        }
    }
}
