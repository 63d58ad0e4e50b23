package dev.onsale.cli;

import dev.onsale.config.InvalidOptionException;
import dev.onsale.lab.cluster.ClusterException;
import dev.onsale.lab.compare.CompareOptions;
import dev.onsale.lab.compare.Comparing;
import dev.onsale.lab.compare.Contender;
import dev.onsale.lab.compare.Stands;
import dev.onsale.lab.report.Comparison;
import dev.onsale.lab.report.ComparisonJson;
import dev.onsale.lab.report.ComparisonPage;
import dev.onsale.lab.report.ComparisonText;
import dev.onsale.lab.report.Progress;
import java.io.Console;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code onsale compare}: the same crowd against several ways to deduct stock. */
@Command(
        name = "compare",
        description = {
            "Sends the same crowd to several ways of deducting stock, one after the other, and shows what came of each.",
            "",
            "hold, order and payment are Onsale's policies. postgres (or sqlite) is one SQL transaction with a row lock, script is the "
                    + "bare Redis script of the 12306 article, one ticket too many included. Each gets a server and a database of its own "
                    + "that start empty on this machine; all are durable before they answer. Nothing is left behind.",
            ""
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  onsale compare",
            "  onsale compare --only hold,postgres --buyers 100000 --tickets 500",
            "  onsale compare --abandon 0.3 --page comparison.html",
            "",
            "Exit codes: 0 every contender ran whose database is installed, 1 one of them failed, or it was",
            "stopped, 2 wrong usage, 128 + n a second signal n ended everything at once."
        })
public final class CompareCommand implements Callable<Integer> {

    private static final int BUYERS_DEFAULT = 50_000;
    private static final int TICKETS_DEFAULT = 1_000;
    private static final double ABANDON_DEFAULT = 0.1;
    private static final int HOLD_DEFAULT = 3;
    private static final int CONNECTIONS_DEFAULT = 250;

    private final String mainClass;
    private final String version;
    private final AtomicReference<@Nullable Comparing> running = new AtomicReference<>();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything else happens
    private CommandSpec spec;

    @Option(names = "--buyers", paramLabel = "COUNT", description = "Buyers, who all come at once (${DEFAULT-VALUE}).")
    private int buyers = BUYERS_DEFAULT;

    @Option(names = "--tickets", paramLabel = "COUNT", description = "Tickets on sale (${DEFAULT-VALUE}).")
    private int tickets = TICKETS_DEFAULT;

    @Option(
            names = "--abandon",
            paramLabel = "SHARE",
            description = "Share of the orders that are never paid (${DEFAULT-VALUE}).")
    private double abandon = ABANDON_DEFAULT;

    @Option(
            names = "--hold",
            paramLabel = "SECONDS",
            description = "How long hold waits for a payment (${DEFAULT-VALUE}); buyers take up to 2 seconds.")
    private int hold = HOLD_DEFAULT;

    @Option(
            names = "--connections",
            paramLabel = "COUNT",
            description = "Connections that the buyers share (${DEFAULT-VALUE}).")
    private int connections = CONNECTIONS_DEFAULT;

    @Option(names = "--seed", paramLabel = "NUMBER", description = "Brings the same crowd again (drawn by lot).")
    private @Nullable Long seed;

    @Option(
            names = "--only",
            paramLabel = "NAME,...",
            split = ",",
            description =
                    "Contenders: hold, order, payment, postgres, sqlite, script (all but sqlite, which stands in where "
                            + "PostgreSQL is missing).")
    private List<String> only = List.of();

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    @Option(names = "--page", paramLabel = "FILE", description = "Write the result as a page with charts, too.")
    private @Nullable Path page;

    /**
     * @param mainClass of this program, which the contenders run too
     * @param version of this program
     */
    public CompareCommand(String mainClass, String version) {
        this.mainClass = mainClass;
        this.version = version;
    }

    /** Compares. Returns one of {@link ExitCodes}. */
    @Override
    public Integer call() throws InterruptedException {
        CompareOptions options = options();
        PrintStream err = System.err;
        StopSignals signals = StopSignals.install(number -> endAtOnce(number, err));
        Screen screen = new Screen(err, System.console(), signals);
        Comparing comparing = new Comparing(
                options,
                Stands.find(System.getenv().getOrDefault("PATH", ""), mainClass),
                version,
                InstantSource.system(),
                screen);
        running.set(comparing);
        try {
            Comparing.Result result = comparing.run();
            screen.clear();
            Comparison comparison = result.comparison();
            if (comparison == null) {
                result.results().forEach(one -> err.println("onsale: " + one.name() + ": " + one.notRun()));
                return ExitCodes.FAILED;
            }
            print(comparison);
            return result.complete() ? ExitCodes.OK : ExitCodes.FAILED;
        } catch (ClusterException e) {
            err.println("onsale: " + e.getMessage());
        } catch (IOException e) {
            err.println("onsale: the result cannot be written (" + e + "): see --page and where the output goes");
        }
        return ExitCodes.FAILED;
    }

    private CompareOptions options() {
        List<Contender> contenders = new ArrayList<>();
        for (String word : only) {
            contenders.add(Contender.of(word)
                    .orElseThrow(() -> wrong(
                            "--only must name some of "
                                    + Arrays.stream(Contender.values())
                                            .map(Contender::word)
                                            .collect(Collectors.joining(", "))
                                    + ", but names \"" + word + "\"",
                            null)));
        }
        Path parent = page == null ? null : page.toAbsolutePath().getParent();
        if (parent != null && !Files.isDirectory(parent)) {
            throw wrong("--page: there is no folder " + parent, null);
        }
        try {
            return new CompareOptions(
                    contenders,
                    buyers,
                    tickets,
                    abandon,
                    hold,
                    connections,
                    seed == null ? ThreadLocalRandom.current().nextLong(Integer.MAX_VALUE) : seed);
        } catch (InvalidOptionException e) {
            throw wrong(String.valueOf(e.getMessage()), e);
        }
    }

    private ParameterException wrong(String sentence, @Nullable Throwable cause) {
        return new ParameterException(spec.commandLine(), sentence, cause);
    }

    private void print(Comparison comparison) throws IOException {
        if (page != null) {
            Files.writeString(page, ComparisonPage.of(comparison));
        }
        if (json) {
            Writer out = new OutputStreamWriter(System.out, StandardCharsets.UTF_8);
            ComparisonJson.write(comparison, out);
            out.flush();
        } else {
            System.out.print(ComparisonText.of(comparison));
            System.out.flush();
        }
        if (page != null) {
            System.err.println("onsale: the page is in " + page);
        }
    }

    private void endAtOnce(int signal, PrintStream err) {
        err.println("onsale: everything ended at once by a second signal");
        Comparing comparing = running.get();
        try {
            if (comparing != null) {
                comparing.kill();
            }
        } catch (ClusterException e) {
            err.println("onsale: " + e.getMessage());
        } finally {
            // The children of a start that is under way end with this process.
            Runtime.getRuntime().halt(ExitCodes.SIGNAL_BASE + signal);
        }
    }

    /** What goes on: one line that is written over and over on a terminal, elsewhere a line for each step. */
    private static final class Screen implements Comparing.Audience {

        private static final int COLUMNS = 78;

        private final PrintStream err;
        private final boolean terminal;
        private final StopSignals signals;

        Screen(PrintStream err, @Nullable Console console, StopSignals signals) {
            this.err = err;
            this.terminal = console != null && console.isTerminal();
            this.signals = signals;
        }

        @Override
        public void begins(Contender contender, String what) {
            if (terminal) {
                line(contender.word() + " " + what);
            } else {
                err.println("onsale: " + contender.word() + " " + what);
            }
        }

        @Override
        public void progress(Contender contender, Progress progress) {
            if (terminal) {
                line(String.format(
                        Locale.ROOT,
                        "%-8s %,d of %,d buyers, %,d answers/s, p99 %,d ms; %s",
                        contender.word(),
                        progress.done(),
                        progress.buyers(),
                        progress.answersPerSecond(),
                        progress.p99Micros() / 1_000,
                        progress.phase()));
            }
        }

        @Override
        public void ends(Comparison.Contender result) {
            clear();
            if (result.notRun() != null) {
                err.println("onsale: " + result.name() + " was not run: " + result.notRun());
            }
        }

        @Override
        public boolean isStopWanted() {
            return signals.hasCome();
        }

        private void line(String text) {
            String cut = text.length() > COLUMNS ? text.substring(0, COLUMNS) : text;
            err.print("\r" + cut + " ".repeat(COLUMNS - cut.length()));
            err.flush();
        }

        void clear() {
            if (terminal) {
                err.print("\r" + " ".repeat(COLUMNS) + "\r");
                err.flush();
            }
        }
    }
}
