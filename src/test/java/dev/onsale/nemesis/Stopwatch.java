package dev.onsale.nemesis;

import java.util.Locale;

/** Seconds since a stage was ready: what was done to the machines and what people were told stand on one scale. Any thread. */
final class Stopwatch {

    private final long began = System.nanoTime();

    /** The time now, as it stands before a line of a diary. */
    String stamp() {
        return String.format(Locale.ROOT, "%6.1f s", seconds());
    }

    /** Since it was started. */
    double seconds() {
        return (System.nanoTime() - began) / 1e9;
    }
}
