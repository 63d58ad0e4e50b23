package dev.onsale.cli;

import dev.onsale.rehearsal.report.Progress;
import java.io.Console;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/** What is seen while a rehearsal runs. */
final class RehearsalScreen implements AutoCloseable {
    private final PrintStream err;

    RehearsalScreen(PrintStream err, @Nullable Console console) {
        this.err = err;
    }

    void say(String sentence) {
        err.println("onsale: " + sentence);
    }

    void show(Progress progress) {
        err.println(progress);
    }

    @Override
    public void close() {}
}
