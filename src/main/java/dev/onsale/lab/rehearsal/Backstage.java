package dev.onsale.lab.rehearsal;

import dev.onsale.lab.report.Progress;
import dev.onsale.lab.report.Report;
import dev.onsale.lab.report.Verdict;
import java.util.List;
import java.util.Optional;

/** What a rehearsal needs of whoever holds it, besides the server. All methods are called by the thread that runs it. */
public interface Backstage {

    /** Told how far it is, some times a second. May throw nothing. */
    void progress(Progress progress);

    /**
     * What was killed in the middle.
     *
     * @param name in a few words: {@code node 3004}
     * @param sentence how, and who starts it again
     */
    record Victim(String name, String sentence) {}

    /** Told once, when half of the tickets are sold: kills what is to be killed in the middle, and says what that was, if anything. */
    default Optional<Victim> halfSold() {
        return Optional.empty();
    }

    /** Whether it is to end now, with what is known. */
    boolean isStopWanted();

    /** What the processes have used; asked when the last answer has come. */
    List<Report.Usage> usage();

    /**
     * Other proofs that the laws were kept, as from the ledger's journal; asked at the end.
     *
     * @param sale that was rehearsed
     */
    List<Verdict.Check> proofs(String sale);
}
