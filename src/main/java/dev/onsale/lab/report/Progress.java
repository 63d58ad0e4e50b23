package dev.onsale.lab.report;

/**
 * How far a rehearsal is.
 *
 * @param phase what is going on, in a few words
 * @param seconds since the first buyer was due
 * @param buyers in all
 * @param done who need nothing more
 * @param answersPerSecond of late
 * @param p50Micros of late, from when the requests were due, in microseconds
 * @param p99Micros likewise
 * @param free tickets as the server said last, or {@link Report.Second#UNKNOWN}
 * @param held likewise, in unpaid orders
 * @param sold likewise, paid
 * @param secondsLeft by what is planned and by how fast it goes, or -1 if that cannot be told
 */
public record Progress(
        String phase,
        double seconds,
        int buyers,
        int done,
        int answersPerSecond,
        long p50Micros,
        long p99Micros,
        int free,
        int held,
        int sold,
        int secondsLeft) {}
