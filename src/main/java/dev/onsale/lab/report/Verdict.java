package dev.onsale.lab.report;

import java.util.List;

/**
 * Whether the laws were kept.
 *
 * @param checks each law that was looked at
 */
public record Verdict(List<Check> checks) {

    /** What a check came to. */
    public enum Result {
        /** It holds. */
        KEPT,
        /** It does not, and that is certain. */
        BROKEN,
        /** It could not be found out. */
        UNKNOWN
    }

    /**
     * One law.
     *
     * @param law in a few words
     * @param result what became of it
     * @param sentence the figures, or what is wrong and where
     */
    public record Check(String law, Result result, String sentence) {}

    public Verdict {
        checks = List.copyOf(checks);
    }

    /** One broken law breaks all; what is not known is not clean. */
    public Result result() {
        Result result = Result.KEPT;
        for (Check check : checks) {
            if (check.result() == Result.BROKEN) {
                return Result.BROKEN;
            }
            if (check.result() == Result.UNKNOWN) {
                result = Result.UNKNOWN;
            }
        }
        return checks.isEmpty() ? Result.UNKNOWN : result;
    }

    /** Whether everything was looked at and is in order. */
    public boolean isClean() {
        return result() == Result.KEPT;
    }
}
