package dev.onsale.cli;

import dev.onsale.config.ReportLimits;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How wide the terminal is, as {@code stty} says: the JVM has no word for it. Asked anew now and then, since windows change. Any thread.
 */
final class TerminalWidth implements IntSupplier {

    private static final Pattern SIZE = Pattern.compile("\\d+ (\\d{2,4})\\s*");
    private static final int ANSWER_BYTES_MAX = 64;

    private final LongSupplier nanos;
    private final IntSupplier ask;
    private int columns;
    private long askedAtNanos;

    TerminalWidth() {
        this(System::nanoTime, TerminalWidth::ask);
    }

    /**
     * @param nanos a clock that only goes forward
     * @param ask finds the width out, in columns
     */
    TerminalWidth(LongSupplier nanos, IntSupplier ask) {
        this.nanos = nanos;
        this.ask = ask;
        this.columns = ask.getAsInt();
        this.askedAtNanos = nanos.getAsLong();
    }

    @Override
    public synchronized int getAsInt() {
        long now = nanos.getAsLong();
        if (now - askedAtNanos >= TimeUnit.SECONDS.toNanos(ReportLimits.TERMINAL_WIDTH_SECONDS)) {
            columns = ask.getAsInt();
            askedAtNanos = now;
        }
        return columns;
    }

    private static int ask() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(new File("/dev/tty"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try {
                if (!stty.waitFor(ReportLimits.TERMINAL_ANSWER_MILLIS_MAX, TimeUnit.MILLISECONDS)) {
                    return ReportLimits.TERMINAL_COLUMNS_DEFAULT;
                }
                return read(new String(stty.getInputStream().readNBytes(ANSWER_BYTES_MAX), StandardCharsets.US_ASCII));
            } finally {
                stty.destroyForcibly();
            }
        } catch (IOException e) {
            // No such program, or no terminal: a bar of the usual width is still a bar.
            return ReportLimits.TERMINAL_COLUMNS_DEFAULT;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ReportLimits.TERMINAL_COLUMNS_DEFAULT;
        }
    }

    /** Columns in an answer such as {@code 24 80}. A terminal that says 0 does not know. */
    static int read(String size) {
        Matcher matcher = SIZE.matcher(size);
        return matcher.matches() && Integer.parseInt(matcher.group(1)) >= ReportLimits.TERMINAL_COLUMNS_MIN
                ? Integer.parseInt(matcher.group(1))
                : ReportLimits.TERMINAL_COLUMNS_DEFAULT;
    }
}
