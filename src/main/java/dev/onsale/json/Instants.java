package dev.onsale.json;

import dev.onsale.config.Limits;
import java.time.DateTimeException;
import java.time.Instant;

/** Points in time as RFC 3339 has them. Stateless; any thread. */
final class Instants {

    private static final int CHARS_MAX = 40;

    private Instants() {}

    /** Milliseconds since 1970 of a time such as {@code 2027-01-20T06:00:00Z}; finer fractions are cut off. */
    static long read(StrictJson json, String path) throws BadInputException {
        String text = json.text(path, CHARS_MAX);
        try {
            Instant instant = Instant.parse(text);
            if (instant.getEpochSecond() >= 0 && instant.getEpochSecond() <= Limits.INSTANT_MILLIS_MAX / 1000) {
                return instant.toEpochMilli();
            }
        } catch (DateTimeException notATime) {
            throw new BadInputException(path, "must be a time of RFC 3339, as in 2027-01-20T06:00:00Z");
        }
        throw new BadInputException(path, "must lie between the years 1970 and 9999");
    }

    /** The same, back. */
    static String write(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }
}
