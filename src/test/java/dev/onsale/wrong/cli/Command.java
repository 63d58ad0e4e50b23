package dev.onsale.wrong.cli;

/** Right: the command line prints and exits. */
public record Command(String name) {
    /** Ends. */
    public static void end() {
        System.out.println("bye");
        System.exit(0);
    }
}
