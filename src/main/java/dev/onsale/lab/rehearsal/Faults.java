package dev.onsale.lab.rehearsal;

import dev.onsale.config.LoadLimits;
import dev.onsale.lab.report.Verdict.Check;
import dev.onsale.lab.report.Verdict.Result;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What is wrong with one law; the first few are named. For one thread. */
final class Faults {

    private final Set<String> named = new HashSet<>();
    private final List<String> sentences = new ArrayList<>();
    private int count;

    void add(String sentence) {
        count++;
        if (sentences.size() < LoadLimits.FAULTS_NAMED_MAX && named.add(sentence)) {
            sentences.add(sentence);
        }
    }

    /**
     * What that makes of the law.
     *
     * @param kept what to say if nothing is wrong, with a place for the figure
     */
    Check check(String law, String kept, long figure) {
        if (count == 0) {
            return new Check(law, Result.KEPT, String.format(Locale.ROOT, kept, figure));
        }
        String more = count > sentences.size() ? "; and " + (count - sentences.size()) + " more" : "";
        return new Check(law, Result.BROKEN, String.join("; ", sentences) + more);
    }
}
