package dev.onsale.nemesis;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Signals to processes by their ids. Any thread. */
final class Signals {

    private Signals() {}

    static void send(String signal, long pid) {
        try {
            new ProcessBuilder("kill", "-" + signal, Long.toString(pid)).start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
