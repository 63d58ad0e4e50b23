package dev.onsale.cli;

import dev.onsale.audit.AuditReport;
import dev.onsale.audit.Finding;
import dev.onsale.cli.RehearsalTarget.Death;
import dev.onsale.config.InvalidOptionException;
import dev.onsale.config.LoadLimits;
import dev.onsale.events.EventLogException;
import dev.onsale.lab.cluster.ClusterException;
import dev.onsale.lab.rehearsal.Backstage;
import dev.onsale.lab.report.Progress;
import dev.onsale.lab.report.Report;
import dev.onsale.lab.report.Verdict;
import dev.onsale.lab.report.Verdict.Check;
import dev.onsale.lab.report.Verdict.Result;
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

    private final RehearsalTarget target;
    private final BooleanSupplier stop;
    private final RehearsalScreen screen;
    private final ProcessUsage buyers;
    private final Optional<ProcessUsage> server;

    /** What is to be killed in the middle, or null. */
    private final @Nullable Death death;

    /** Why nothing was killed although that was asked for. */
    private @Nullable String spared = "half of the tickets were never sold";

    RehearsalStage(RehearsalTarget target, @Nullable Death death, BooleanSupplier stop, RehearsalScreen screen) {
        this.target = target;
        this.death = death;
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
    }

    @Override
    public Optional<Victim> halfSold() {
        if (death == null) {
            return Optional.empty();
        }
        try {
            Victim victim = target.kill(death);
            spared = null;
            screen.say("half of the tickets are sold: " + victim.sentence());
            return Optional.of(victim);
        } catch (ClusterException | InvalidOptionException e) {
            spared = String.valueOf(e.getMessage());
            screen.say("nothing was killed: " + spared);
            return Optional.empty();
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
        List<Check> checks = new ArrayList<>();
        if (death != null && spared != null) {
            checks.add(new Check("something is killed in the middle", Result.UNKNOWN, "nothing was killed: " + spared));
        }
        checks.addAll(journal());
        return checks;
    }

    private List<Check> journal() {
        screen.say("reading the journal");
        for (int attempt = 1; ; attempt++) {
            try {
                return target.audit().map(report -> List.of(check(report))).orElse(List.of());
            } catch (EventLogException e) {
                if (attempt == LoadLimits.AUDIT_ATTEMPTS_MAX) {
                    return List.of(new Check(LAW, Result.UNKNOWN, String.valueOf(e.getMessage())));
                }
                screen.say("reading the journal again: " + e.getMessage());
            }
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
