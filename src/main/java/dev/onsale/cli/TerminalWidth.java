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
import org.jspecify.annotations.Nullable;

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

    /** The width of the terminal that stderr is, or null if it is none: then it may be a file, and nobody is looking. */
    static @Nullable TerminalWidth ofStderr() {
        Answer answer = run(new ProcessBuilder("test", "-t", "2").redirectError(ProcessBuilder.Redirect.INHERIT));
        return answer != null && answer.exitCode() == 0 ? new TerminalWidth() : null;
    }

    private static int ask() {
        Answer answer = run(new ProcessBuilder("stty", "size")
                .redirectInput(new File("/dev/tty"))
                .redirectError(ProcessBuilder.Redirect.DISCARD));
        return answer == null ? ReportLimits.TERMINAL_COLUMNS_DEFAULT : read(answer.text());
    }

    private record Answer(int exitCode, String text) {}

    /** What a program says, or null if it is not there, or takes too long: a bar of the usual width is still a bar. */
    private static @Nullable Answer run(ProcessBuilder builder) {
        try {
            Process process = builder.start();
            try {
                return process.waitFor(ReportLimits.TERMINAL_ANSWER_MILLIS_MAX, TimeUnit.MILLISECONDS)
                        ? new Answer(
                                process.exitValue(),
                                new String(
                                        process.getInputStream().readNBytes(ANSWER_BYTES_MAX),
                                        StandardCharsets.US_ASCII))
                        : null;
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
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
