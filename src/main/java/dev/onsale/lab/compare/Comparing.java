package dev.onsale.lab.compare;

import dev.onsale.config.CompareLimits;
import dev.onsale.lab.cluster.ClusterException;
import dev.onsale.lab.cluster.LocalServers;
import dev.onsale.lab.cluster.StopRequestedException;
import dev.onsale.lab.rehearsal.Backstage;
import dev.onsale.lab.rehearsal.Rehearsal;
import dev.onsale.lab.rehearsal.RehearsalException;
import dev.onsale.lab.rehearsal.RehearsalPlan;
import dev.onsale.lab.report.Comparison;
import dev.onsale.lab.report.Progress;
import dev.onsale.lab.report.Report;
import dev.onsale.lab.report.Verdict;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Sends the same crowd to one contender after the other. Each runs alone, in processes of its own that begin empty, and has been
 * warmed up by a smaller crowd. Runs on the calling thread, once; {@link #kill} is for any thread.
 */
public final class Comparing {

    /** Who looks on. Called by the thread that compares. */
    public interface Audience {

        /** What goes on now. */
        void begins(Contender contender, String what);

        /** How far its crowd is. */
        void progress(Contender contender, Progress progress);

        /** What came of it. */
        void ends(Comparison.Contender result);

        /** Whether to end now, with what is known. */
        boolean isStopWanted();
    }

    /**
     * What came of it all.
     *
     * @param comparison null if no contender could be run
     * @param results of all contenders, run or not
     * @param complete whether each contender ran to its end that is installed, and {@code hold} kept all laws
     */
    public record Result(@Nullable Comparison comparison, List<Comparison.Contender> results, boolean complete) {

        public Result {
            results = List.copyOf(results);
        }
    }

    private final CompareOptions options;
    private final Stands stands;
    private final String version;
    private final InstantSource clock;
    private final Audience audience;
    private final AtomicReference<@Nullable LocalServers> running = new AtomicReference<>();
    private final List<Comparison.Contender> results = new ArrayList<>();
    private @Nullable Report first;
    private boolean complete = true;

    /** @param version of this program */
    public Comparing(CompareOptions options, Stands stands, String version, InstantSource clock, Audience audience) {
        this.options = options;
        this.stands = stands;
        this.version = version;
        this.clock = clock;
        this.audience = audience;
    }

    /**
     * Runs all contenders.
     *
     * @throws ClusterException if something was left behind that cannot be removed
     */
    public Result run() throws ClusterException, InterruptedException {
        for (Contender contender : contenders()) {
            Comparison.Contender result =
                    audience.isStopWanted() ? notRun(contender, "it was stopped before") : run(contender);
            results.add(result);
            audience.ends(result);
        }
        Report report = first;
        Comparison comparison = report == null
                ? null
                : new Comparison(
                        version,
                        report.startedAt(),
                        report.machine(),
                        new Comparison.Crowd(
                                options.buyers(),
                                options.tickets(),
                                options.abandonShare(),
                                report.rush().arrivals(),
                                options.connections(),
                                options.seed()),
                        results);
        return new Result(comparison, results, complete);
    }

    /** Where there is no PostgreSQL, SQLite shows what a transaction does. */
    private List<Contender> contenders() {
        List<Contender> all = new ArrayList<>(options.contenders());
        if (all.contains(Contender.POSTGRES) && !all.contains(Contender.SQLITE) && !stands.has(Contender.POSTGRES)) {
            all.add(all.indexOf(Contender.POSTGRES) + 1, Contender.SQLITE);
        }
        return all;
    }

    private Comparison.Contender run(Contender contender) throws ClusterException, InterruptedException {
        audience.begins(contender, "starts");
        Stand started;
        try {
            started = stands.start(contender, audience::isStopWanted, running::set);
        } catch (NotInstalledException e) {
            return Comparison.Contender.notRun(contender.title(), contender.what(), String.valueOf(e.getMessage()));
        } catch (ClusterException e) {
            return notRun(contender, String.valueOf(e.getMessage()));
        } catch (StopRequestedException e) {
            return notRun(contender, "it was stopped");
        }
        try (Stand stand = started) {
            return run(contender, stand);
        } finally {
            running.set(null);
        }
    }

    private Comparison.Contender run(Contender contender, Stand stand) throws InterruptedException {
        try {
            return answered(contender, stand);
        } catch (ClusterException e) {
            return notRun(contender, String.valueOf(e.getMessage()));
        }
    }

    private Comparison.Contender answered(Contender contender, Stand stand)
            throws ClusterException, InterruptedException {
        try {
            return sell(contender, stand);
        } catch (RehearsalException e) {
            return silent(contender, stand, String.valueOf(e.getMessage()));
        }
    }

    private Comparison.Contender sell(Contender contender, Stand stand)
            throws RehearsalException, ClusterException, InterruptedException {
        audience.begins(contender, "warms up");
        Report warm = rehearse(contender, stand, options.warmUp(contender));
        if (warm.cutShort() != null) {
            return silent(contender, stand, warm.cutShort());
        }
        long before = stand.writes();
        audience.begins(contender, "sells");
        Report report = rehearse(contender, stand, options.plan(contender));
        if (report.cutShort() != null) {
            return silent(contender, stand, report.cutShort());
        }
        stand.checkAlive();
        if (first == null) {
            first = report;
        }
        complete &= contender != Contender.HOLD || report.verdict().isClean();
        Comparison.Figures figures = Reckoning.figures(contender, report, stand.writes() - before);
        return Comparison.Contender.run(
                contender.title(), contender.what(), figures, Reckoning.remark(contender, report, figures));
    }

    /**
     * Figures of half a rush would look like those of a whole one. That a server has ended says more than that it does not answer, and the
     * system may say so a little later than its connections do.
     */
    private Comparison.Contender silent(Contender contender, Stand stand, String why)
            throws ClusterException, InterruptedException {
        stand.checkAliveFor(CompareLimits.CONTENDER_END_MILLIS);
        return notRun(contender, why);
    }

    private Report rehearse(Contender contender, Stand stand, RehearsalPlan plan)
            throws RehearsalException, InterruptedException {
        return Rehearsal.run(
                plan, stand.server(), version, clock.instant().truncatedTo(ChronoUnit.MILLIS), new Backstage() {
                    @Override
                    public void progress(Progress progress) {
                        audience.progress(contender, progress);
                    }

                    @Override
                    public boolean isStopWanted() {
                        return audience.isStopWanted();
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
    }

    private Comparison.Contender notRun(Contender contender, String why) {
        complete = false;
        // What a server said last comes in lines.
        String sentence = why.lines().map(String::strip).collect(Collectors.joining(" "));
        return Comparison.Contender.notRun(contender.title(), contender.what(), sentence);
    }

    /** Ends what runs now, at once: for somebody who has lost patience. Any thread. */
    public void kill() throws ClusterException {
        LocalServers servers = running.get();
        if (servers != null) {
            servers.kill();
        }
    }
}
