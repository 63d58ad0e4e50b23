package dev.onsale.cli;

import dev.onsale.config.InvalidOptionException;
import dev.onsale.config.NodeOptions;
import dev.onsale.rehearsal.Arrivals;
import dev.onsale.rehearsal.Backstage;
import dev.onsale.rehearsal.Rehearsal;
import dev.onsale.rehearsal.RehearsalException;
import dev.onsale.rehearsal.RehearsalPlan;
import dev.onsale.rehearsal.Server;
import dev.onsale.rehearsal.report.Progress;
import dev.onsale.rehearsal.report.Report;
import dev.onsale.rehearsal.report.Verdict;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code onsale rehearse}: a whole rush against a real server, ending in an audit. */
@Command(name = "rehearse", mixinStandardHelpOptions = true, sortOptions = false)
public final class RehearseCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything else happens
    private CommandSpec spec;

    @Option(names = "--url")
    private String url = "http://127.0.0.1:3000/";

    @Option(names = "--buyers")
    private int buyers = 1_000_000;

    @Option(names = "--tickets")
    private int tickets = 10_000;

    @Option(names = "--stops")
    private int stops;

    @Option(names = "--journeys")
    private double journeys = 0.3;

    @Option(names = "--hold")
    private int hold = 3;

    @Option(names = "--abandon")
    private double abandon = 0.1;

    @Option(names = "--patient")
    private double patient = 0.05;

    @Option(names = "--repeat")
    private double repeat = 0.02;

    @Option(names = "--think")
    private int think = 1000;

    @Option(names = "--arrivals")
    private String arrivals = "spike:15";

    @Option(names = "--connections")
    private int connections = 250;

    @Option(names = "--timeout")
    private int timeout = 10_000;

    @Option(names = "--seed")
    private @Nullable Long seed;

    @Override
    public Integer call() throws InterruptedException {
        try {
            RehearsalPlan plan = new RehearsalPlan(
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
                    seed == null ? System.nanoTime() : seed);
            Server server = new Server(URI.create(url), System.getenv(NodeOptions.OPERATOR_TOKEN_VARIABLE), false, 100);
            Report report = Rehearsal.run(plan, server, "dev", Instant.now(), new Backstage() {
                @Override
                public void progress(Progress progress) {
                    System.err.println(progress);
                }

                @Override
                public boolean isStopWanted() {
                    return false;
                }

                @Override
                public List<Report.Usage> usage() {
                    return List.of();
                }

                @Override
                public List<Verdict.Check> proofs(String sale) {
                    return List.of();
                }
            });
            System.out.println(report.buyers());
            System.out.println(report.requests());
            report.latencies()
                    .forEach(l -> System.out.println(l.what() + " " + l.count() + " p50 " + l.p50Micros() + " p99 "
                            + l.p99Micros() + " max " + l.maxMicros()));
            report.timeline().forEach(System.out::println);
            report.verdict().checks().forEach(System.out::println);
            System.out.println(report.seconds() + " " + report.cutShort());
            return report.verdict().isClean() ? ExitCodes.OK : ExitCodes.FAILED;
        } catch (InvalidOptionException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        } catch (RehearsalException e) {
            System.err.println("onsale: " + e.getMessage());
            return ExitCodes.FAILED;
        }
    }
}
