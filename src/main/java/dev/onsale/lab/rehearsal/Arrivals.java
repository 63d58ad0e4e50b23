package dev.onsale.lab.rehearsal;

import dev.onsale.config.InvalidOptionException;
import dev.onsale.config.LoadLimits;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** When buyers come, whatever becomes of those before them. Immutable. */
public sealed interface Arrivals {

    /**
     * When a part of the crowd has come.
     *
     * @param part of all buyers, 0 … 1
     * @return seconds since the first one
     */
    double secondsAt(double part);

    /** As it is written on the command line. */
    String word();

    /** How long it takes until all have come, in seconds. */
    default double seconds() {
        return secondsAt(1);
    }

    /** All buyers in the same moment. */
    record AtOnce() implements Arrivals {
        @Override
        public double secondsAt(double part) {
            return 0;
        }

        @Override
        public String word() {
            return "at-once";
        }
    }

    /**
     * The same number each second.
     *
     * @param over seconds
     */
    record Steady(double over) implements Arrivals {
        @Override
        public double secondsAt(double part) {
            return over * part;
        }

        @Override
        public String word() {
            return "steady:" + number(over);
        }
    }

    /**
     * Most at the beginning, then fewer and fewer: the rate falls in a straight line to nothing, so that half of the crowd is there after three
     * tenths of the time.
     *
     * @param over seconds
     */
    record Spike(double over) implements Arrivals {
        @Override
        public double secondsAt(double part) {
            return over * (1 - Math.sqrt(1 - part));
        }

        @Override
        public String word() {
            return "spike:" + number(over);
        }
    }

    /** As it was once recorded. */
    final class Curve implements Arrivals {

        private final String name;

        /** Buyers who have come by the end of each second: a million buyers ask for their moments, so nothing is to be added up again. */
        private final long[] come;

        /**
         * @param name of the file
         * @param counts buyers of each second; not all of them 0
         */
        Curve(String name, List<Long> counts) {
            this.name = name;
            this.come = counts.stream().mapToLong(Long::longValue).toArray();
            Arrays.parallelPrefix(come, Long::sum);
        }

        @Override
        public double secondsAt(double part) {
            double wanted = part * come[come.length - 1];
            // The first second in which somebody comes and by whose end enough have come.
            int low = 0;
            int high = come.length - 1;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (come[middle] > 0 && come[middle] >= wanted) {
                    high = middle;
                } else {
                    low = middle + 1;
                }
            }
            long before = low == 0 ? 0 : come[low - 1];
            return low + (wanted - before) / (come[low] - before);
        }

        @Override
        public String word() {
            return "curve:" + name;
        }
    }

    /**
     * Reads the words of the command line: {@code at-once}, {@code steady:SECONDS}, {@code spike:SECONDS}, {@code curve:FILE} with a number of
     * buyers on each line, one for each second.
     *
     * @param option that they were given to
     * @throws InvalidOptionException naming what is wrong
     */
    static Arrivals parse(String option, String words) {
        int colon = words.indexOf(':');
        String kind = colon < 0 ? words : words.substring(0, colon);
        String rest = colon < 0 ? "" : words.substring(colon + 1);
        return switch (kind) {
            case "at-once" -> {
                if (colon >= 0) {
                    throw new InvalidOptionException(option, "at-once takes no number, but is \"" + words + "\"");
                }
                yield new AtOnce();
            }
            case "steady" -> new Steady(secondsOf(option, rest, words));
            case "spike" -> new Spike(secondsOf(option, rest, words));
            case "curve" -> curve(option, rest);
            default ->
                throw new InvalidOptionException(
                        option,
                        "must be at-once, steady:SECONDS, spike:SECONDS or curve:FILE, but is \"" + words + "\"");
        };
    }

    private static double secondsOf(String option, String text, String words) {
        double seconds;
        try {
            seconds = Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new InvalidOptionException(
                    option, "must have a number of seconds behind the colon, but is \"" + words + "\"");
        }
        if (!(seconds > 0 && seconds <= LoadLimits.ARRIVAL_SECONDS_MAX)) {
            throw new InvalidOptionException(
                    option,
                    "must have more than 0 and at most " + LoadLimits.ARRIVAL_SECONDS_MAX + " seconds, but is \""
                            + words + "\"");
        }
        return seconds;
    }

    private static Curve curve(String option, String file) {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(Path.of(file))) {
            bytes = in.readNBytes(LoadLimits.ARRIVAL_CURVE_BYTES_MAX + 1);
        } catch (IOException | InvalidPathException e) {
            throw new InvalidOptionException(option, "names a file that cannot be read: " + e);
        }
        List<String> lines = new String(bytes, StandardCharsets.UTF_8).lines().toList();
        if (bytes.length > LoadLimits.ARRIVAL_CURVE_BYTES_MAX || lines.size() > LoadLimits.ARRIVAL_SECONDS_MAX) {
            throw new InvalidOptionException(
                    option,
                    "names a file of more than a day: " + LoadLimits.ARRIVAL_SECONDS_MAX + " lines, "
                            + LoadLimits.ARRIVAL_CURVE_BYTES_MAX + " bytes");
        }
        List<Long> counts = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.matches("[0-9]{1,9}")) {
                throw new InvalidOptionException(
                        option,
                        "names a file whose line " + (i + 1) + " must be a number of buyers, but is \"" + line + "\"");
            }
            counts.add(Long.valueOf(line));
        }
        if (counts.stream().allMatch(count -> count == 0)) {
            throw new InvalidOptionException(option, "names a file in which nobody comes");
        }
        return new Curve(file, counts);
    }

    private static String number(double seconds) {
        return seconds == Math.rint(seconds) ? String.format(Locale.ROOT, "%.0f", seconds) : Double.toString(seconds);
    }
}
