package dev.onsale.ledger.redis;

import dev.onsale.FreePorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A redis-server of a test's own, on a free port of the loopback. Ended by its process, also when this JVM ends first. */
public final class RedisServer implements AutoCloseable {

    private static final long START_NANOS_MAX = TimeUnit.SECONDS.toNanos(20);

    private final Path dir;
    private final int port;
    private final List<String> options;
    private Process process;

    private RedisServer(Path dir, int port, List<String> options) {
        this.dir = dir;
        this.port = port;
        this.options = options;
    }

    /** Starts one that loses nothing. */
    public static RedisServer start(Path dir, String... options) {
        RedisServer server = new RedisServer(dir, FreePorts.one(), List.of(options));
        server.startAgain();
        return server;
    }

    /** Starts a sentinel with a configuration that it may rewrite. */
    static RedisServer startSentinel(Path dir, Path config) {
        RedisServer server = new RedisServer(dir, FreePorts.one(), List.of());
        server.start(List.of(
                "redis-server",
                config.toString(),
                "--sentinel",
                "--port",
                Integer.toString(server.port),
                "--bind",
                "127.0.0.1",
                "--logfile",
                "redis.log",
                "--dir",
                dir.toString()));
        return server;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** The text of an answer that is one string. */
    static String bulk(String answer) {
        return answer.substring(answer.indexOf('\n') + 1).strip();
    }

    public int port() {
        return port;
    }

    public String url() {
        return "redis://127.0.0.1:" + port;
    }

    /** Starts it on the same port and the same files; returns when it answers. */
    public void startAgain() {
        List<String> command = new ArrayList<>(List.of(
                "redis-server",
                "--port",
                Integer.toString(port),
                "--bind",
                "127.0.0.1",
                "--dir",
                dir.toString(),
                "--save",
                "",
                "--appendonly",
                "yes",
                "--appendfsync",
                "always",
                // No replica has to wait for others that may want to be filled together with it.
                "--repl-diskless-sync-delay",
                "0",
                "--logfile",
                "redis.log"));
        command.addAll(options);
        start(command);
    }

    private void start(List<String> command) {
        try {
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(dir.resolve("redis.out").toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "redis-server cannot be started: install it (Debian package redis-server)", e);
        }
        Process started = process;
        Runtime.getRuntime().addShutdownHook(new Thread(started::destroyForcibly));
        long deadline = System.nanoTime() + START_NANOS_MAX;
        while (!answers()) {
            if (!started.isAlive() || System.nanoTime() > deadline) {
                throw new AssertionError("redis-server does not start: " + log());
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }

    private String log() {
        try {
            Path log = dir.resolve("redis.log");
            return Files.exists(log) ? Files.readString(log) : Files.readString(dir.resolve("redis.out"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    private boolean answers() {
        try {
            String answer = tell("PING");
            return answer.startsWith("+PONG") || answer.startsWith("-NOAUTH");
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    /** Says one command of words without blanks, and returns the beginning of the answer as it comes over the wire. */
    public String tell(String command) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout((int) TimeUnit.NANOSECONDS.toMillis(START_NANOS_MAX));
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.UTF_8));
            byte[] answer = new byte[64 * 1024];
            int length = socket.getInputStream().read(answer);
            return new String(answer, 0, Math.max(0, length), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends it as a crash would. */
    public void kill() {
        process.destroyForcibly();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                throw new AssertionError("redis-server " + process.pid() + " does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Stops it where it stands, as a machine that hangs. */
    public void freeze() {
        signal("-STOP");
    }

    /** Lets it go on. */
    public void thaw() {
        signal("-CONT");
    }

    private void signal(String signal) {
        try {
            new ProcessBuilder("kill", signal, Long.toString(process.pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        kill();
    }
}
