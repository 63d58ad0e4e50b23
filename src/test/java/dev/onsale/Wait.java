package dev.onsale;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Waits for what has to come, looking again and again. Any thread. */
public final class Wait {

    /** For a machine that does many other things at once; what is in order takes milliseconds. */
    private static final int SECONDS_MAX = 60;

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private Wait() {}

    /** Something that can be looked at. */
    @FunctionalInterface
    public interface Look<E extends Exception> {
        boolean isSo() throws E;
    }

    /** Returns as soon as it is so that {@code what}. Fails after a minute. */
    public static <E extends Exception> void until(String what, Look<E> look) throws E {
        until(what, SECONDS_MAX, look);
    }

    /** Returns as soon as it is so that {@code what}. Fails after so many seconds. */
    public static <E extends Exception> void until(String what, int secondsMax, Look<E> look) throws E {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(secondsMax);
        while (!look.isSo()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("it did not happen within " + secondsMax + " s that " + what);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }
}
