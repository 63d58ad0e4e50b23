package dev.onsale.nemesis;

import dev.onsale.e2e.Host;
import dev.onsale.lab.cluster.RedisConfig;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A machine with a Redis and a Sentinel. One thread at a time. */
final class RedisMachine implements AutoCloseable {

    static final int REDIS_PORT = 6379;
    static final int SENTINEL_PORT = 26379;
    static final String PRIMARY_NAME = RedisConfig.PRIMARY;

    private static final int ANSWER_MILLIS_MAX = 2_000;

    private final String name;
    private final Host host;
    private final Host.Cable cable;
    private final String address;
    private final Path folder;
    private Process redis;
    private Process sentinel;

    RedisMachine(Host aSwitch, String name, String address, Path folder) {
        this.name = name;
        this.host = Host.make(aSwitch.name() + name);
        this.cable = host.plugInto(aSwitch, address);
        this.address = address;
        this.folder = folder;
    }

    /** Writes the files of both programs, as the production guide has them; {@code primary} is where the primary is at first. */
    void prepare(String primary) throws IOException {
        Files.createDirectories(folder);
        String config = RedisConfig.server("0.0.0.0", REDIS_PORT, folder, null, 1);
        // No password, since nobody else is in the test's network.
        config += "protected-mode no\nlogfile redis.log\n";
        if (!primary.equals(address)) {
            config += "replicaof " + primary + " " + REDIS_PORT + "\n";
        }
        Files.writeString(folder.resolve("redis.conf"), config);
        Files.writeString(
                folder.resolve("sentinel.conf"),
                RedisConfig.sentinel("0.0.0.0", SENTINEL_PORT, folder, primary, REDIS_PORT, 2)
                        + "protected-mode no\nlogfile sentinel.log\n");
    }

    String name() {
        return name;
    }

    String address() {
        return address;
    }

    Host host() {
        return host;
    }

    void start() throws IOException {
        redis = launch("redis-server", folder.resolve("redis.conf").toString());
        startSentinel();
    }

    void startSentinel() throws IOException {
        sentinel = launch("redis-server", folder.resolve("sentinel.conf").toString(), "--sentinel");
    }

    private Process launch(String... command) throws IOException {
        List<String> words = new ArrayList<>(host.way());
        words.addAll(List.of(command));
        Process started = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("out.log").toFile()))
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(started::destroyForcibly));
        return started;
    }

    /** Ends both programs as a power cut would. */
    void kill() {
        end(redis);
        end(sentinel);
    }

    void killSentinel() {
        end(sentinel);
    }

    private static void end(Process process) {
        process.destroyForcibly();
        process.onExit().orTimeout(20, TimeUnit.SECONDS).join();
    }

    void freeze() {
        Signals.send("STOP", redis.pid());
        Signals.send("STOP", sentinel.pid());
    }

    void thaw() {
        Signals.send("CONT", redis.pid());
        Signals.send("CONT", sentinel.pid());
    }

    void pullCable() {
        cable.pull();
    }

    void plugCableIn() {
        cable.plugIn();
    }

    /** Says one command of words without blanks to its Redis; empty when that does not answer. */
    String tell(String command) {
        return tell(REDIS_PORT, command);
    }

    /** The same to its Sentinel. */
    String tellSentinel(String command) {
        return tell(SENTINEL_PORT, command);
    }

    private String tell(int port, String command) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), ANSWER_MILLIS_MAX);
            socket.setSoTimeout(ANSWER_MILLIS_MAX);
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.UTF_8));
            byte[] answer = new byte[64 * 1024];
            int length = socket.getInputStream().read(answer);
            return new String(answer, 0, Math.max(0, length), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }

    boolean isPrimary() {
        return tell("INFO replication").contains("role:master");
    }

    /** Whether it is the primary, and so many replicas follow it. */
    boolean isPrimaryOf(int replicas) {
        String info = tell("INFO replication");
        return info.contains("role:master") && info.split("state=online", -1).length - 1 == replicas;
    }

    boolean isReplicaInStep() {
        String info = tell("INFO replication");
        return info.contains("role:slave") && info.contains("master_link_status:up");
    }

    @Override
    public void close() {
        if (redis != null) {
            kill();
        }
        host.close();
    }
}
