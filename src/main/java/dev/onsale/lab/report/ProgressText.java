package dev.onsale.lab.report;

import java.util.ArrayList;
import java.util.List;

/** A {@link Progress} in one line. Stateless. */
public final class ProgressText {

    private static final String BETWEEN = ", ";
    private static final int PERCENT = 100;

    /** Columns of a bar that is worth looking at. */
    private static final int BAR_MIN = 10;

    private static final int BAR_MAX = 50;

    /** How much is told, by how much room there is. */
    private enum Detail {
        ALL,
        /** Without what can be guessed from the rest: half of the answers, free tickets. */
        SHORT,
        TIMES_ALONE
    }

    private ProgressText() {}

    /** Everything in words, for where there is no terminal. */
    public static String line(Progress progress) {
        List<String> parts = new ArrayList<>();
        parts.add(Math.round(progress.seconds()) + " s");
        parts.add(Amounts.plain(progress.phase()));
        if (progress.buyers() > 0) {
            parts.add(Amounts.count(progress.done()) + " of " + Amounts.count(progress.buyers(), "buyer") + " done");
        }
        parts.addAll(figures(progress, Detail.ALL));
        return String.join(BETWEEN, parts);
    }

    /**
     * The same with a bar: {@code buyers  45 % [=====      ] 11 s left, 41,219/s, …}. Where there is little room, less is told.
     *
     * @param columns room, in columns; the text takes no more
     */
    public static String bar(Progress progress, int columns) {
        String phase = Amounts.plain(progress.phase());
        if (progress.buyers() <= 0) {
            return fitting(phase + " ...", columns);
        }
        String head = phase + String.format(" %3d %% ", percent(progress));
        for (Detail detail : Detail.values()) {
            String tail = String.join(BETWEEN, figures(progress, detail));
            int room = columns - head.length() - tail.length() - "[] ".length();
            if (room >= BAR_MIN) {
                int width = Math.min(room, BAR_MAX);
                int filled = (int) ((long) width * percent(progress) / PERCENT);
                String bar = "=".repeat(filled) + " ".repeat(width - filled);
                return (head + "[" + bar + "] " + tail).stripTrailing();
            }
        }
        return fitting(head, columns);
    }

    /** Rounded down: what is not finished is not shown as such. */
    private static int percent(Progress progress) {
        return Math.clamp((long) PERCENT * progress.done() / progress.buyers(), 0, PERCENT);
    }

    private static String fitting(String text, int columns) {
        return text.length() <= columns ? text : text.substring(0, Math.max(0, columns));
    }

    private static List<String> figures(Progress progress, Detail detail) {
        List<String> figures = new ArrayList<>();
        if (progress.secondsLeft() >= 0) {
            figures.add(Amounts.count(progress.secondsLeft()) + " s left");
        }
        if (detail == Detail.TIMES_ALONE) {
            return figures;
        }
        boolean all = detail == Detail.ALL;
        // Before the first answer, and in an audit, there is nothing to tell.
        if (progress.answersPerSecond() > 0) {
            figures.add(Amounts.count(progress.answersPerSecond()) + "/s");
            figures.add((all ? "p50 " + Amounts.millis(progress.p50Micros()) + " " : "") + "p99 "
                    + Amounts.millis(progress.p99Micros()) + " ms");
        }
        if (progress.sold() != Report.Second.UNKNOWN) {
            figures.add("sold " + Amounts.count(progress.sold()) + " held " + tickets(progress.held())
                    + (all ? " free " + tickets(progress.free()) : ""));
        }
        return figures;
    }

    private static String tickets(int count) {
        return count == Report.Second.UNKNOWN ? "?" : Amounts.count(count);
    }
}
