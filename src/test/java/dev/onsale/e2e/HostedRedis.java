package dev.onsale.e2e;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** A redis-server in a {@link Host}, at the usual port. Ended by its process. */
final class HostedRedis implements AutoCloseable {

    private static final int PORT = 6379;
    private static final int ANSWER_MILLIS_MAX = 5_000;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final Process process;
    private final String address;

    private HostedRedis(Process process, String address) {
        this.process = process;
        this.address = address;
    }

    /** Starts one and waits until it answers the test at {@code address}; it listens at all addresses of the host. */
    static HostedRedis start(Host host, String address, Path folder, String... more) throws IOException {
        List<String> command = new ArrayList<>(host.way());
        command.addAll(List.of("redis-server", "--port", "" + PORT, "--bind", "0.0.0.0", "--protected-mode", "no"));
        command.addAll(List.of("--dir", Files.createDirectory(folder).toString(), "--save", ""));
        command.addAll(List.of("--appendonly", "yes", "--appendfsync", "always"));
        command.addAll(List.of("--repl-diskless-sync-delay", "0"));
        command.addAll(List.of(more));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("redis.out").toFile())
                .start();
        HostedRedis redis = new HostedRedis(process, address);
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        redis.await("PING", answer -> answer.startsWith("+PONG"));
        return redis;
    }

    /** As the test reaches it. */
    String url() {
        return "redis://" + address + ":" + PORT;
    }

    /** Asks until the answer is as it should be. */
    void await(String command, Predicate<String> wanted) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        String last = "(nothing)";
        while (System.nanoTime() < deadline) {
            try {
                last = tell(command);
                if (wanted.test(last)) {
                    return;
                }
            } catch (IOException e) {
                last = e.toString();
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
        throw new AssertionError("Redis at " + address + " says to " + command + ": " + last);
    }

    /** Says one command of words without blanks, and returns the beginning of the answer. */
    String tell(String command) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, PORT), ANSWER_MILLIS_MAX);
            socket.setSoTimeout(ANSWER_MILLIS_MAX);
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.UTF_8));
            byte[] answer = new byte[64 * 1024];
            int length = socket.getInputStream().read(answer);
            return new String(answer, 0, Math.max(0, length), StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().orTimeout(PATIENCE_NANOS, TimeUnit.NANOSECONDS).join();
    }
}
