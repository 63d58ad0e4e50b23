package dev.onsale.lab.nginx;

import dev.onsale.FreePorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The real nginx with a configuration of {@link NginxConfig}, all its files in a folder of the test's. Ended by its process id. */
public final class NginxProcess implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 60;

    private final Process process;
    private final int port;

    private NginxProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * What most tests want: some nodes, no limits, a free port of the loopback.
     *
     * @param folder to be made; its parents have to let nginx's workers in, who are nobody when root starts it
     */
    public static NginxConfig config(Path folder, Balance balance, List<NodeAddress> nodes) {
        return new NginxConfig(
                nodes,
                balance,
                List.of("127.0.0.1:" + FreePorts.one()),
                List.of(),
                null,
                0,
                0,
                List.of(),
                false,
                folder);
    }

    /** Starts it and waits until it listens. */
    public static NginxProcess start(NginxConfig config) {
        return start(config, UnaryOperator.identity());
    }

    /** The same, with a change to the configuration's text: a negative control, say. */
    public static NginxProcess start(NginxConfig config, UnaryOperator<String> change) {
        Path file = write(config, change);
        String listen = config.listens().getFirst();
        int port = Integer.parseInt(listen.substring(listen.lastIndexOf(':') + 1));
        Process process = run(List.of("-c", file.toString(), "-g", "daemon off;"), file.resolveSibling("nginx.out"));
        NginxProcess started = new NginxProcess(process, port);
        Runtime.getRuntime().addShutdownHook(new Thread(started::end));
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!listens(port)) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                started.close();
                throw new AssertionError("nginx does not start: " + read(file.resolveSibling("nginx.out")));
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
        return started;
    }

    /** What {@code nginx -t} says of a configuration, or null if it is content. */
    public static @Nullable String complaint(NginxConfig config) {
        Path file = write(config, UnaryOperator.identity());
        Path out = file.resolveSibling("nginx.out");
        Process process = run(List.of("-t", "-c", file.toString()), out);
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("nginx -t does not end");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        } finally {
            process.destroyForcibly();
        }
        String said = read(out);
        // Its limits of files and connections are the machine's business; whatever else it warns of is ours.
        boolean warns =
                said.lines().anyMatch(line -> line.contains("[warn]") && !line.contains("open file resource limit"));
        return process.exitValue() == 0 && !warns ? null : said;
    }

    private static Path write(NginxConfig config, UnaryOperator<String> change) {
        Path folder = config.folder();
        if (folder == null) {
            throw new IllegalArgumentException("a test's nginx keeps its files in a folder of the test's");
        }
        try {
            Files.createDirectories(folder);
            for (Path open : List.of(folder, folder.toAbsolutePath().getParent())) {
                Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwx--x--x"));
            }
            return Files.writeString(folder.resolve("onsale.conf"), change.apply(config.text()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Process run(List<String> arguments, Path out) {
        try {
            ProcessBuilder builder =
                    new ProcessBuilder("nginx").redirectErrorStream(true).redirectOutput(out.toFile());
            builder.command().addAll(arguments);
            // Debian keeps nginx in a folder that only root has on the PATH.
            Map<String, String> environment = builder.environment();
            Path sbin = Path.of("/usr/sbin/nginx");
            if (Files.isExecutable(sbin)) {
                builder.command().set(0, sbin.toString());
            }
            environment.put("LC_ALL", "C.UTF-8");
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "nginx is needed and cannot be run: install it (Debian and Ubuntu: apt-get install nginx-light)",
                    e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    public int port() {
        return port;
    }

    /** Where it answers, ending in a slash. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + port + "/");
    }

    /** SIGTERM: the master ends its workers. A worker whose master is killed would live on. */
    private void end() {
        process.destroy();
    }

    @Override
    public void close() {
        end();
        process.onExit().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }
}
