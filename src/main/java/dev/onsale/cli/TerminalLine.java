package dev.onsale.cli;

import java.io.PrintStream;
import java.util.function.IntSupplier;
import me.tongfei.progressbar.ProgressBarConsumer;

/**
 * The last line of a terminal, written over and over. The library's own would ask jline for the width, which takes half a megabyte of
 * libraries and native code to say one number. Any thread.
 */
final class TerminalLine implements ProgressBarConsumer {

    private static final String BACK_AND_CLEAR = "\r\033[K";

    private final PrintStream out;
    private final IntSupplier columns;
    private String line = "";
    private boolean closed;

    /** @param columns how wide the terminal is just now, in columns */
    TerminalLine(PrintStream out, IntSupplier columns) {
        this.out = out;
        this.columns = columns;
    }

    @Override
    public int getMaxRenderedLength() {
        // Whatever reaches the last column makes some terminals begin a new line.
        return columns.getAsInt() - 1;
    }

    @Override
    public synchronized void accept(String text) {
        if (closed) {
            return;
        }
        line = text;
        out.print(BACK_AND_CLEAR + text);
        out.flush();
    }

    /** Puts a sentence above the line. */
    synchronized void above(String sentence) {
        out.print(BACK_AND_CLEAR + sentence + System.lineSeparator() + line);
        out.flush();
    }

    /** Leaves a text standing, and goes on below it: whatever comes later is not drawn. */
    synchronized void last(String text) {
        accept(text);
        closed = true;
        out.println();
        out.flush();
    }

    /** Called by the library when it has drawn for the last time, which is not when the rehearsal is shown for the last time. */
    @Override
    public void close() {}
}
