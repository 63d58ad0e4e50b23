package dev.onsale.config;

/** The bounds of a rehearsal's report, each with its unit last in its name; as in {@link Limits}. */
public final class ReportLimits {

    /** Points of each chart and rows of the table of a page: more can be neither seen nor read. */
    public static final int PAGE_ROWS_MAX = 600;

    /** Width of a terminal that does not tell its own, in columns. */
    public static final int TERMINAL_COLUMNS_DEFAULT = 80;

    /** A terminal that says to be narrower is not believed, in columns. */
    public static final int TERMINAL_COLUMNS_MIN = 20;

    /** How often the width of the terminal is asked for, in seconds. */
    public static final int TERMINAL_WIDTH_SECONDS = 5;

    /** How long the question for that width may take, in milliseconds. */
    public static final int TERMINAL_ANSWER_MILLIS_MAX = 500;

    /** How often the progress bar is drawn, in milliseconds. */
    public static final int SCREEN_MILLIS = 250;

    /** How often a line tells of the progress where there is no terminal, in seconds. */
    public static final int SCREEN_LINE_SECONDS = 5;

    private ReportLimits() {}
}
