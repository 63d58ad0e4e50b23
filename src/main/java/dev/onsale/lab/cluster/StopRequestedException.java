package dev.onsale.lab.cluster;

/** Somebody asked to stop while something was waited for. Not a problem. */
public final class StopRequestedException extends Exception {

    private static final long serialVersionUID = 1L;

    StopRequestedException() {
        super("stopped");
    }
}
