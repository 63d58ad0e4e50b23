package dev.onsale.lab.cluster;

import dev.onsale.config.ClusterLimits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One server of the cluster: a child process with a log of its own, in a session of its own, so that Ctrl-C reaches this process
 * alone and the children are ended in order. Owned by the thread that started it; only {@link #kill} is for any thread.
 */
final class Child {

    /** The signal that asks a server to end in order, and the one it gets when this process dies without having asked. */
    enum Signal {
        TERM,
        INT,
        KILL
    }

    private static final int LOG_LINES_SHOWN = 5;

    private final String name;
    private final Process process;
    private final Path log;
    private final Signal stopSignal;

    /** Whether its end is expected. */
    private boolean ending;

    private Child(String name, Process process, Path log, Signal stopSignal) {
        this.name = name;
        this.process = process;
        this.log = log;
        this.stopSignal = stopSignal;
    }

    /**
     * Starts a server. The calling thread has to live for as long as the server shall: the kernel takes its end for its parent's.
     *
     * @param name for people
     * @param builder command and environment; what the server says goes to {@code log}
     * @param stopSignal what asks it to end
     * @param orphanSignal what the kernel sends it if this process dies
     */
    static Child start(
            String name, ProcessTools tools, ProcessBuilder builder, Path log, Signal stopSignal, Signal orphanSignal)
            throws ClusterException {
        return start(name, tools, List.of(), builder, log, stopSignal, orphanSignal);
    }

    /**
     * The same as somebody else.
     *
     * @param user options of setpriv. In the same call as the orphan's signal: the kernel forgets that when the user changes
     */
    static Child start(
            String name,
            ProcessTools tools,
            List<String> user,
            ProcessBuilder builder,
            Path log,
            Signal stopSignal,
            Signal orphanSignal)
            throws ClusterException {
        List<String> command = new ArrayList<>(
                List.of(tools.setsid().toString(), tools.setpriv().toString(), "--pdeathsig", orphanSignal.name()));
        command.addAll(user);
        command.add("--");
        command.addAll(builder.command());
        builder.command(command);
        builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .redirectInput(Path.of("/dev/null").toFile());
        try {
            return new Child(name, builder.start(), log, stopSignal);
        } catch (IOException e) {
            throw new ClusterException(name + " cannot be started: " + e.getMessage(), e);
        }
    }

    String name() {
        return name;
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** What tells it from any later process of the same id. */
    ClusterCard.Life life() {
        return ClusterCard.Life.of(process.toHandle());
    }

    /** Whether it has ended without having been told to. */
    boolean hasEndedByItself() {
        return !ending && !process.isAlive();
    }

    /** Says that it has ended by itself; only if it has. */
    String end() {
        return name + " has ended by itself, with exit code " + process.exitValue();
    }

    /** Throws if it has ended without having been told to. */
    void checkAlive() throws ClusterException {
        if (hasEndedByItself()) {
            throw new ClusterException(end() + said());
        }
    }

    /** The end of its log, for a sentence that tells why it failed. */
    String said() {
        try {
            List<String> lines = Files.readString(log, StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .toList();
            List<String> last = lines.subList(Math.max(0, lines.size() - LOG_LINES_SHOWN), lines.size());
            return last.isEmpty() ? ", without a word" : ". It said last:\n  " + String.join("\n  ", last);
        } catch (IOException e) {
            return ", and its log " + log + " cannot be read: " + e.getMessage();
        }
    }

    /** Waits for its end, which it brings about itself, as a program that does one thing. Returns its exit code. */
    int await(StopWish stop, int secondsMax) throws ClusterException, StopRequestedException, InterruptedException {
        ending = true;
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(secondsMax);
        while (!process.waitFor(ClusterLimits.CLUSTER_POLL_MILLIS, TimeUnit.MILLISECONDS)) {
            stop.check();
            if (System.nanoTime() - deadline > 0) {
                throw new ClusterException(name + " takes more than " + secondsMax + " seconds" + said());
            }
        }
        return process.exitValue();
    }

    /** The same, for a program that must not fail. */
    void awaitSuccess(StopWish stop, int secondsMax)
            throws ClusterException, StopRequestedException, InterruptedException {
        int code = await(stop, secondsMax);
        if (code != 0) {
            throw new ClusterException(name + " failed with exit code " + code + said());
        }
    }

    /** Asks it to end. */
    void requestStop() {
        ending = true;
        if (!process.isAlive()) {
            return;
        }
        switch (stopSignal) {
            case TERM -> process.destroy();
            case KILL -> process.destroyForcibly();
            case INT -> interrupt();
        }
    }

    /** Java can send SIGTERM and SIGKILL by itself, and nothing else. */
    private void interrupt() {
        try {
            new ProcessBuilder("kill", "-INT", Long.toString(process.pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            process.destroy();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits until it has ended, and kills it when patience ends. Returns whether it ended by itself. */
    boolean awaitStop(long deadlineNanos) {
        boolean ended = false;
        try {
            ended = process.waitFor(Math.max(0, deadlineNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!ended) {
            kill();
        }
        return ended;
    }

    /** Ends it as a power cut would, with all that it has started. Returns when it is gone. Any thread. */
    void kill() {
        ending = true;
        // Workers of a killed nginx would go on serving.
        List<ProcessHandle> descendants = process.descendants().toList();
        process.destroyForcibly();
        descendants.forEach(ProcessHandle::destroyForcibly);
        process.onExit().join();
        descendants.forEach(descendant -> descendant.onExit().join());
    }
}
