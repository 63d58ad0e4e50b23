package dev.onsale.lab.cluster;

/** Whether somebody wants the cluster to stop. Any thread. */
@FunctionalInterface
public interface StopWish {

    boolean isStopWanted();

    /** Throws if a stop is wanted. */
    default void check() throws StopRequestedException {
        if (isStopWanted()) {
            throw new StopRequestedException();
        }
    }
}
