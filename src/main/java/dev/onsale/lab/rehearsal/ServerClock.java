package dev.onsale.lab.rehearsal;

import java.util.concurrent.TimeUnit;

/**
 * How far the server's clock is ahead of the crowd's, as orders tell: each was placed between the moment at which it was asked for and the one at which
 * its buyer was told. So nobody's clock has to be right, and the two need not be on one machine. Where orders contradict each other, since several
 * machines with clocks of their own placed them, the gap is as wide as they say. Owned by one thread.
 */
final class ServerClock {

    private static final double NANOS_A_MILLI = TimeUnit.MILLISECONDS.toNanos(1);

    /** The server tells whole milliseconds, and so up to one less than it was. */
    private static final double ROUNDED_MILLIS = 1;

    /** It is ahead by at least so many milliseconds, by every order. */
    private double aheadMillisMin = Double.NEGATIVE_INFINITY;

    /** And by no more than so many. */
    private double aheadMillisMax = Double.POSITIVE_INFINITY;

    /** An order was placed at a time of the server's clock, and its buyer was told of it at one of the crowd's. */
    void told(long placedAtMillis, long toldNanos) {
        aheadMillisMin = Math.max(aheadMillisMin, placedAtMillis - toldNanos / NANOS_A_MILLI);
    }

    /** The same; nobody had asked for it before a time of the crowd's clock. */
    void asked(long placedAtMillis, long askedNanos) {
        aheadMillisMax = Math.min(aheadMillisMax, placedAtMillis + ROUNDED_MILLIS - askedNanos / NANOS_A_MILLI);
    }

    /** Whether a time of the server's clock is certainly before one of the crowd's. As long as nothing is known of the clocks, nothing is. */
    boolean isBefore(long serverMillis, long crowdNanos) {
        double ahead = Math.min(aheadMillisMin, aheadMillisMax);
        return serverMillis + ROUNDED_MILLIS - ahead < crowdNanos / NANOS_A_MILLI;
    }
}
