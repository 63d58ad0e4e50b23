package dev.onsale.audit;

import dev.onsale.config.BookLimits;
import dev.onsale.events.Journals;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What an audit has found so far. All are counted; of each kind, the first {@link BookLimits#AUDIT_FINDINGS_PER_FAULT_MAX} are kept in words, so
 * that a journal that is wrong throughout can be audited too. Owned by one thread.
 */
final class Findings {

    private final Map<Fault, Long> counts = new EnumMap<>(Fault.class);
    private final List<Finding> kept = new ArrayList<>();
    private String journal = Journals.SOLE;

    /** What is added from now on is in that journal. */
    void in(String name) {
        journal = name;
    }

    /** The journal that what is added now is in. */
    String journal() {
        return journal;
    }

    /** Adds one; {@code sentence} is asked only if it is kept in words. */
    void add(Fault fault, long position, Supplier<String> sentence) {
        if (counts.merge(fault, 1L, Long::sum) <= BookLimits.AUDIT_FINDINGS_PER_FAULT_MAX) {
            kept.add(new Finding(fault, journal, position, sentence.get()));
        }
    }

    /** Counts one that is told in words elsewhere. */
    void count(Fault fault) {
        counts.merge(fault, 1L, Long::sum);
    }

    /** How many of each kind; kinds without any are left out. */
    Map<Fault, Long> counts() {
        return Collections.unmodifiableMap(counts);
    }

    /** Those in words, in the order in which they were found. */
    List<Finding> kept() {
        return Collections.unmodifiableList(kept);
    }
}
