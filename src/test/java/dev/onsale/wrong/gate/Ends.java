package dev.onsale.wrong.gate;

/** Wrong: the process belongs to its command line. */
public final class Ends {
    private Ends() {}

    /** Ends. */
    public static void now() {
        Runtime.getRuntime().halt(1);
    }
}
