package dev.onsale.wrong.tags;

import java.io.IOException;

/** Right: what tests use to start a program. */
final class Starter {
    private Starter() {}

    /** Starts one. */
    static Process start() throws IOException {
        return new ProcessBuilder("true").start();
    }
}
