package dev.onsale.cli;

import dev.onsale.config.ReportLimits;
import dev.onsale.lab.report.Progress;
import dev.onsale.lab.report.ProgressText;
import java.io.PrintStream;
import java.util.function.IntSupplier;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;

/**
 * What a rehearsal shows while it runs: a progress bar on a terminal; elsewhere a line every few seconds, and whenever something else
 * begins. All of it goes to one stream, stderr, so that stdout is the report's alone.
 *
 * <p>One thread tells it how far the rehearsal is. The library draws on a thread of its own, which ends with {@link #close}.
 */
final class RehearsalScreen implements AutoCloseable {

    private final PrintStream err;
    private final @Nullable IntSupplier columns;
    private @Nullable Bar bar;
    private @Nullable Progress shown;

    /**
     * @param columns how wide the terminal is just now, in columns; null if {@code err} is no terminal
     */
    RehearsalScreen(PrintStream err, @Nullable IntSupplier columns) {
        this.err = err;
        this.columns = columns;
    }

    /** Says what has happened; the bar goes on below. */
    void say(String sentence) {
        if (bar == null) {
            err.println("onsale: " + sentence);
            err.flush();
        } else {
            bar.line.above("onsale: " + sentence);
        }
    }

    /** Shows how far it is. To be called a few times a second. */
    void show(Progress progress) {
        Progress last = shown;
        boolean newPhase = last == null || !progress.phase().equals(last.phase());
        if (columns != null) {
            if (bar == null || newPhase) {
                close();
                bar = new Bar(progress, new TerminalLine(err, columns));
            }
            bar.progress = progress;
        } else if (last == null
                || newPhase
                || progress.seconds() >= last.seconds() + ReportLimits.SCREEN_LINE_SECONDS) {
            err.println("onsale: " + ProgressText.line(progress));
            err.flush();
        } else {
            return;
        }
        shown = progress;
    }

    /** Leaves the bar as it was last, and the line below it free. */
    @Override
    public void close() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }

    /** The bar of one phase. */
    private static final class Bar {

        private final TerminalLine line;
        private final ProgressBar drawn;

        /** Read by the library's thread. */
        private volatile Progress progress;

        Bar(Progress first, TerminalLine line) {
            this.progress = first;
            this.line = line;
            this.drawn = new ProgressBarBuilder()
                    .setUpdateIntervalMillis(ReportLimits.SCREEN_MILLIS)
                    .continuousUpdate()
                    .setRenderer((state, columns) -> ProgressText.bar(progress, columns))
                    .setConsumer(line)
                    .build();
        }

        /** The library's thread may be late, or too early, with its last drawing: the last one is made here. */
        void close() {
            drawn.close();
            line.last(ProgressText.bar(progress, line.getMaxRenderedLength()));
        }
    }
}
