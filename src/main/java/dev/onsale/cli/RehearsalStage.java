package dev.onsale.cli;

import dev.onsale.audit.AuditReport;
import dev.onsale.audit.Finding;
import dev.onsale.cluster.ClusterException;
import dev.onsale.events.EventLogException;
import dev.onsale.rehearsal.Backstage;
import dev.onsale.rehearsal.RehearsalPlan;
import dev.onsale.rehearsal.report.Progress;
import dev.onsale.rehearsal.report.Report;
import dev.onsale.rehearsal.report.Verdict;
import dev.onsale.rehearsal.report.Verdict.Check;
import dev.onsale.rehearsal.report.Verdict.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Behind a rehearsal: the screen, the signals, the processes, the node that is killed, the audit. Owned by the command's thread. */
final class RehearsalStage implements Backstage {

    private static final String LAW = "the ledger's journal keeps the laws";
    private static final int FINDINGS_SHOWN = 3;

    private final RehearsalPlan plan;
    private final RehearsalTarget target;
    private final BooleanSupplier stop;
    private final RehearsalScreen screen;
    private final ProcessUsage buyers;
    private final Optional<ProcessUsage> server;

    /** Port of the node that is still to be killed, 0 for the last one; null for none. */
    private @Nullable Integer nodeToKill;

    RehearsalStage(
            RehearsalPlan plan,
            RehearsalTarget target,
            @Nullable Integer nodeToKill,
            BooleanSupplier stop,
            RehearsalScreen screen) {
        this.plan = plan;
        this.target = target;
        this.nodeToKill = nodeToKill;
        this.stop = stop;
        this.screen = screen;
        this.buyers = new ProcessUsage("buyers", ProcessHandle.current().pid());
        this.server = target.pid().stream()
                .mapToObj(pid -> new ProcessUsage("server", pid))
                .findFirst();
    }

    @Override
    public void progress(Progress progress) {
        screen.show(progress);
        Integer port = nodeToKill;
        boolean half = progress.seconds() * 2 >= plan.arrivals().seconds() && progress.done() * 2 >= plan.buyers();
        if (port != null && half) {
            nodeToKill = null;
            try {
                screen.say(target.killNode(port));
            } catch (ClusterException e) {
                screen.say("no node was killed: " + e.getMessage());
            }
        }
    }

    @Override
    public boolean isStopWanted() {
        return stop.getAsBoolean();
    }

    @Override
    public List<Report.Usage> usage() {
        List<Report.Usage> all = new ArrayList<>();
        server.flatMap(ProcessUsage::now).ifPresent(all::add);
        buyers.now().ifPresent(all::add);
        return all;
    }

    @Override
    public List<Check> proofs(String sale) {
        screen.say("reading the journal");
        try {
            return target.audit().map(report -> List.of(check(report))).orElse(List.of());
        } catch (EventLogException e) {
            return List.of(new Check(LAW, Result.UNKNOWN, String.valueOf(e.getMessage())));
        }
    }

    private static Verdict.Check check(AuditReport report) {
        if (report.isClean()) {
            return new Check(
                    LAW,
                    Result.KEPT,
                    String.format(
                            Locale.ROOT,
                            "%,d events%s",
                            report.events(),
                            report.book().position() > 0 ? ", and the order book says the same" : ""));
        }
        return new Check(
                LAW,
                Result.BROKEN,
                report.findingCount() + " findings: "
                        + report.findings().stream()
                                .limit(FINDINGS_SHOWN)
                                .map(Finding::sentence)
                                .collect(Collectors.joining(" ")));
    }
}
