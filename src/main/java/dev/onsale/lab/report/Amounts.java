package dev.onsale.lab.report;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Numbers as people read them, the same on each page and screen. Stateless. */
final class Amounts {

    /** Keeps a number and its unit in one line. */
    static final char NO_BREAK = '\u00a0';

    private static final DateTimeFormatter UTC = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final double MICROS_IN_MILLI = 1_000;
    private static final double MICROS_IN_SECOND = 1_000_000;
    private static final double BYTES_IN_MEBIBYTE = 1 << 20;
    private static final double BYTES_IN_GIBIBYTE = 1 << 30;
    private static final double PERCENT = 100;
    private static final int SECONDS_IN_MINUTE = 60;

    private Amounts() {}

    /** {@code 1,000,000}. */
    static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** {@code 1,000,000}, of a number that is whole or need not be exact. */
    static String count(double number) {
        return count(Math.round(number));
    }

    /** {@code 1 buyer}, {@code 2 buyers}. */
    static String count(long number, String what) {
        return count(number) + " " + what + (number == 1 ? "" : "s");
    }

    /** Microseconds as milliseconds, without the unit: {@code 0.64}, {@code 41.2}, {@code 1,203}. */
    static String millis(long micros) {
        double millis = micros / MICROS_IN_MILLI;
        return String.format(Locale.ROOT, millis < 9.995 ? "%.2f" : millis < 99.95 ? "%.1f" : "%,.0f", millis);
    }

    /** Microseconds with the unit that suits them, as on an axis: {@code 50 µs}, {@code 2 ms}, {@code 1.25 s}. */
    static String time(double micros) {
        if (micros < MICROS_IN_MILLI) {
            return short3(micros) + NO_BREAK + "µs";
        }
        return micros < MICROS_IN_SECOND
                ? short3(micros / MICROS_IN_MILLI) + NO_BREAK + "ms"
                : short3(micros / MICROS_IN_SECOND) + NO_BREAK + "s";
    }

    /** The same, of a whole number. */
    static String time(long micros) {
        return time((double) micros);
    }

    /** {@code 27.4 s}, or {@code 10 min 5 s}. */
    static String seconds(double seconds) {
        if (seconds < 2 * SECONDS_IN_MINUTE) {
            return String.format(Locale.ROOT, "%.1f" + NO_BREAK + "s", seconds);
        }
        long whole = Math.round(seconds);
        return String.format(Locale.ROOT, "%,d min %d s", whole / SECONDS_IN_MINUTE, whole % SECONDS_IN_MINUTE);
    }

    /** A point in time of a rehearsal, on an axis: {@code 45}, or {@code 2:00}. */
    static String clock(double seconds, boolean minutes) {
        long whole = Math.round(seconds);
        return minutes
                ? String.format(Locale.ROOT, "%d:%02d", whole / SECONDS_IN_MINUTE, whole % SECONDS_IN_MINUTE)
                : short3(seconds);
    }

    /** {@code 412}: bytes in MiB, without the unit. */
    static String mebibytes(long bytes) {
        return String.format(Locale.ROOT, "%,.0f", bytes / BYTES_IN_MEBIBYTE);
    }

    /** {@code 24.0 GiB}. */
    static String gibibytes(long bytes) {
        return String.format(Locale.ROOT, "%,.1f" + NO_BREAK + "GiB", bytes / BYTES_IN_GIBIBYTE);
    }

    /** {@code 98.9 %}, or a dash if there is no whole; never 0.0 or 100.0 for what is not exactly that. */
    static String percent(double part, double whole) {
        if (whole <= 0) {
            return "-";
        }
        double percent = PERCENT * part / whole;
        if (percent > 0 && percent < 0.05) {
            return "<" + NO_BREAK + "0.1" + NO_BREAK + "%";
        }
        if (percent >= 99.95 && percent < PERCENT) {
            return ">" + NO_BREAK + "99.9" + NO_BREAK + "%";
        }
        return String.format(Locale.ROOT, "%.1f" + NO_BREAK + "%%", percent);
    }

    /** The same, of counts. */
    static String percent(long part, long whole) {
        return percent((double) part, (double) whole);
    }

    /** A share of 0 … 1 as {@code 10 %}. */
    static String share(double share) {
        return decimals(share * PERCENT, "%.2f") + NO_BREAK + "%";
    }

    /** {@code 2027-01-20 06:00:00 UTC}. */
    static String when(Instant instant) {
        return UTC.format(instant);
    }

    /** A text that may come from elsewhere: a terminal or page shall show it and not obey it. */
    static String plain(String text) {
        // Line and paragraph separators, signs that turn the direction of writing, and halves of characters, too.
        return text.replaceAll("[\\p{Cntrl}\\p{Zl}\\p{Zp}\\p{Cf}\\p{Cs}]", "?");
    }

    private static String short3(double number) {
        return decimals(number, number < 10 ? "%.2f" : number < 100 ? "%.1f" : "%,.0f");
    }

    private static String decimals(double number, String format) {
        String text = String.format(Locale.ROOT, format, number);
        return text.contains(".") ? text.replaceAll("\\.?0+$", "") : text;
    }
}
