package dev.onsale.lab.rehearsal;

import dev.onsale.config.LoadLimits;
import dev.onsale.lab.load.LoadLoop;
import dev.onsale.lab.load.ServerGoneException;
import dev.onsale.lab.report.Progress;
import dev.onsale.lab.report.Report;
import dev.onsale.lab.report.Verdict;
import dev.onsale.lab.report.Verdict.Check;
import dev.onsale.lab.report.Verdict.Result;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One rehearsal: opens a sale, sends the crowd, waits until all is over, and checks. Runs on the calling thread, once.
 *
 * <p>The server is spoken to over HTTP alone, so it may be any that speaks Onsale's interface.
 */
public final class Rehearsal {

    private static final double NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int PROGRESS_A_SECOND = 4;

    private final RehearsalPlan plan;
    private final Server server;
    private final Backstage backstage;
    private final String version;
    private final Instant startedAt;
    private final String sale;
    private final String prefix;
    private final Trips trips;
    private final Papers papers;
    private final Tally tally = new Tally();
    private final Timeline timeline = new Timeline();
    private final StockWatch watch;
    private final Deaths deaths;
    private final CrowdScript script;

    private @Nullable LoadLoop loop;
    private @Nullable String cutShort;
    private long progressNanos;
    private long endNanos;
    private long brokenConnections;

    private Rehearsal(RehearsalPlan plan, Server server, String version, Instant startedAt, Backstage backstage) {
        this.plan = plan;
        this.server = server;
        this.backstage = backstage;
        this.version = version;
        this.startedAt = startedAt;
        // Distinct from those of earlier rehearsals with the same server, whose buyers may have had the same numbers.
        this.sale = "rehearsal-" + HexFormat.of().toHexDigits(startedAt.toEpochMilli(), 11);
        this.prefix = "buyer-";
        this.trips = new Trips(plan.legs());
        this.papers = new Papers(plan.buyers());
        this.watch = new StockWatch(plan, trips, server.stockAgeMillisMax());
        this.deaths = new Deaths(plan, this::half);
        this.script = new CrowdScript(
                plan,
                new Crowd(plan),
                trips,
                new Requests(server.hostHeader(), server.operatorToken(), sale, prefix, trips, plan.stops() > 0),
                papers,
                tally,
                timeline,
                watch,
                deaths,
                this::tick);
    }

    /**
     * Holds a rehearsal.
     *
     * @param version of this program, for the report
     * @param startedAt now
     * @throws RehearsalException if it cannot begin; once buyers have come there is a report, whatever happens
     */
    public static Report run(RehearsalPlan plan, Server server, String version, Instant startedAt, Backstage backstage)
            throws RehearsalException, InterruptedException {
        return new Rehearsal(plan, server, version, startedAt, backstage).run();
    }

    private Report run() throws RehearsalException, InterruptedException {
        InetSocketAddress address = new InetSocketAddress(server.url().getHost(), server.port());
        if (address.isUnresolved()) {
            throw new RehearsalException("the host " + server.url().getHost() + " is not known: see the URL");
        }
        try (SaleDesk desk = new SaleDesk(server)) {
            desk.open(plan, sale);
            rush(address);
            List<Report.Usage> usage = backstage.usage();
            List<Check> checks = new ArrayList<>();
            checks.add(everybodyIsAnswered());
            checks.addAll(check(desk));
            checks.addAll(deaths.checks(cutShort != null));
            checks.addAll(backstage.proofs(sale));
            return report(usage, new Verdict(checks));
        }
    }

    private void rush(InetSocketAddress address) throws RehearsalException {
        long began = System.nanoTime();
        try (LoadLoop running = new LoadLoop(address, plan.connections(), plan.answerMillisMax(), script)) {
            loop = running;
            running.run();
        } catch (ServerGoneException e) {
            cutShort = e.getMessage();
        } catch (IOException e) {
            throw new RehearsalException(
                    "the system does not let so many connections be opened (" + e.getMessage()
                            + "): take fewer with --connections, or allow more open files (ulimit -n)",
                    e);
        }
        endNanos = System.nanoTime() - began;
        brokenConnections = loop == null ? 0 : loop.brokenConnections();
        timeline.advance(endNanos);
        backstage.progress(progress("checking what buyers were told", plan.buyers() - absent(), endNanos, -1));
    }

    private void tick(long nowNanos) {
        if (backstage.isStopWanted() && loop != null && cutShort == null) {
            cutShort = "it was stopped";
            loop.stop();
        }
        if (nowNanos >= progressNanos) {
            progressNanos = nowNanos + (long) (NANOS / PROGRESS_A_SECOND);
            backstage.progress(progress(nowNanos));
        }
    }

    private void half(long nowNanos) {
        LoadLoop running = loop;
        if (running != null) {
            // Nothing leaves meanwhile, so that whoever asks later asks after the death.
            backstage.halfSold().ifPresent(victim -> deaths.died(victim, nowNanos, running.brokenConnections()));
        }
    }

    private Progress progress(long nowNanos) {
        int done = Math.max(0, script.settledBuyers() - watch.waiting().size());
        return script.arrived() < plan.buyers()
                ? progress("buyers are coming", done, nowNanos, secondsLeft(nowNanos / NANOS, done))
                : progress("abandoned tickets come back", done, nowNanos, -1);
    }

    private Progress progress(String phase, int done, long nowNanos, int secondsLeft) {
        Report.Second last = timeline.last();
        return new Progress(
                phase,
                nowNanos / NANOS,
                plan.buyers(),
                done,
                last.answered(),
                last.p50Micros(),
                last.p99Micros(),
                timeline.free(),
                timeline.held(),
                timeline.sold(),
                secondsLeft);
    }

    private int secondsLeft(double now, int done) {
        int rate = timeline.last().answered();
        double planned = plan.arrivals().seconds() - now;
        double needed = rate == 0 ? -1 : (double) (plan.buyers() - done) / rate;
        return (int) Math.ceil(Math.max(planned, needed));
    }

    // ---- afterwards -----------------------------------------------------------------------------------------------

    private Check everybodyIsAnswered() {
        int unanswered = papers.count(BuyerState.UNANSWERED);
        int absent = absent();
        String law = "everybody is answered";
        if (cutShort != null) {
            return new Check(
                    law,
                    Result.UNKNOWN,
                    "the rehearsal was cut short: " + cutShort + "; " + absent
                            + " buyers had not come or were not done");
        }
        return unanswered + absent == 0
                ? new Check(law, Result.KEPT, String.format(Locale.ROOT, "all %,d buyers", plan.buyers()))
                : new Check(
                        law,
                        Result.BROKEN,
                        unanswered + " buyers asked " + LoadLimits.ATTEMPTS_MAX + " times without an answer, " + absent
                                + " were not done in time");
    }

    private int absent() {
        return papers.count(BuyerState.ABSENT) + papers.count(BuyerState.ASKING) + papers.count(BuyerState.HOLDING);
    }

    /** The server's records follow what it has answered; they are read again until they agree, or the time is up. */
    private List<Check> check(SaleDesk desk) throws InterruptedException {
        if (!plan.deduct().equals("hold")) {
            return List.of(); // the laws below are those of holds; what the other policies do is compared, not checked
        }
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LoadLimits.RECORDS_MILLIS_MAX);
        try {
            while (true) {
                List<Check> checks = new PapersCheck(plan, trips, papers, records(desk), prefix).run();
                boolean clean = checks.stream().allMatch(check -> check.result() == Result.KEPT);
                if (clean || cutShort != null || System.nanoTime() - deadline > 0) {
                    return checks;
                }
                Thread.sleep(LoadLimits.RECORDS_PAUSE_MILLIS);
            }
        } catch (RehearsalException e) {
            return List.of(new Check(
                    "what buyers were told is what the server has", Result.UNKNOWN, String.valueOf(e.getMessage())));
        }
    }

    private Records records(SaleDesk desk) throws RehearsalException, InterruptedException {
        List<RecordedOrder> orders = desk.orders(sale, trips);
        List<Words.Stock> legs = new ArrayList<>();
        for (int leg = 0; leg < trips.legs(); leg++) {
            legs.add(desk.stock(sale, plan, leg, leg + 1));
        }
        Map<Integer, Integer> wanted = new HashMap<>();
        for (int trip : watch.waiting().trips()) {
            wanted.put(
                    trip,
                    desk.stock(sale, plan, trips.from(trip), trips.to(trip)).free());
        }
        return new Records(orders, legs, wanted);
    }

    private Report report(List<Report.Usage> usage, Verdict verdict) {
        int soldOut = papers.count(BuyerState.SOLD_OUT) + papers.count(BuyerState.WAITING);
        return new Report(
                version,
                startedAt,
                endNanos / NANOS,
                plan.arrivals().seconds(),
                cutShort,
                ThisMachine.facts(),
                new Report.Rush(
                        server.url().toString(),
                        server.own(),
                        sale,
                        plan.buyers(),
                        plan.tickets(),
                        plan.stops(),
                        plan.stops() == 0 ? 1 : plan.wholeWayShare(),
                        plan.holdSeconds(),
                        plan.abandonShare(),
                        plan.patientShare(),
                        plan.repeatShare(),
                        plan.arrivals().word(),
                        plan.connections(),
                        plan.seed()),
                new Report.Buyers(
                        plan.buyers(),
                        papers.count(BuyerState.PAID),
                        papers.count(BuyerState.ABANDONED),
                        soldOut,
                        papers.count(BuyerState.REFUSED),
                        papers.count(BuyerState.UNANSWERED),
                        absent()),
                tally.requests(),
                tally.latencies(),
                timeline.rows(this::dueIn),
                deaths.rows(brokenConnections),
                usage,
                verdict);
    }

    /** Buyers who were due in a second. */
    private int dueIn(int second) {
        return dueBefore(second + 1) - dueBefore(second);
    }

    private int dueBefore(int second) {
        int low = 0;
        int high = plan.buyers();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (plan.arrivals().secondsAt((double) middle / plan.buyers()) < second) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
