package dev.onsale.wrong.gate;

/** Wrong: what a node says goes to its log. */
public final class Prints {
    private Prints() {}

    /** Prints. */
    public static void now() {
        System.err.println("sold out");
    }
}
