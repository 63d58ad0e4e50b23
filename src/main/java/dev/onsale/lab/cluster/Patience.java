package dev.onsale.lab.cluster;

import dev.onsale.config.ClusterLimits;
import java.util.concurrent.TimeUnit;

/** Waiting for a server that has just been started. */
final class Patience {

    /** Whether what is waited for has come. */
    @FunctionalInterface
    interface Condition {
        boolean holds() throws ClusterException, StopRequestedException, InterruptedException;
    }

    private Patience() {}

    /**
     * Waits until the server is ready.
     *
     * @throws ClusterException if it ends, or takes more than {@link Limits#CLUSTER_START_SECONDS_MAX}; with what it said last
     * @throws StopRequestedException if somebody wants to stop
     */
    static void await(Child child, StopWish stop, Condition ready)
            throws ClusterException, StopRequestedException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(ClusterLimits.CLUSTER_START_SECONDS_MAX);
        while (!ready.holds()) {
            stop.check();
            child.checkAlive();
            if (System.nanoTime() - deadline > 0) {
                throw new ClusterException(child.name() + " is not ready after "
                        + ClusterLimits.CLUSTER_START_SECONDS_MAX + " seconds" + child.said());
            }
            Thread.sleep(ClusterLimits.CLUSTER_POLL_MILLIS);
        }
    }
}
