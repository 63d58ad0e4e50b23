package dev.onsale.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/**
 * The program as its users run it: a process of its own, with the tests' Java and class path. Closing it ends the process by its id,
 * however the test went.
 */
public final class ServerProcess implements AutoCloseable {

    /** Longest wait for a process that should say or do something; a machine under load is slow, a dead one is not waited for. */
    private static final long PATIENCE_SECONDS = 60;

    /** A test's server lives for seconds: the compiler that is quick serves it better than the one that is thorough. */
    private static final List<String> JVM_OPTIONS = List.of(
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseCompactObjectHeaders",
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:+UseG1GC",
            "-Xlog:cds=off",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow");

    private final Process process;
    private final List<String> out = new ArrayList<>();
    private final List<String> err = new ArrayList<>();
    private final CompletableFuture<URI> url = new CompletableFuture<>();
    private final Thread outReader;
    private final Thread errReader;

    private ServerProcess(Process process) {
        this.process = process;
        this.outReader = read(process.getInputStream(), out);
        this.errReader = read(process.getErrorStream(), err);
    }

    /** Starts a server on a free port and waits until it has printed its URL. */
    static ServerProcess serve(Path data, String... more) throws Exception {
        return begin(Map.of(), data, more).serving();
    }

    /** Starts a server on a free port, with these variables besides those of the tests, and does not wait. */
    static ServerProcess begin(Map<String, String> environment, Path data, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("serve", "--port", "0", "--data", data.toString()));
        arguments.addAll(Arrays.asList(more));
        return launch(environment, arguments.toArray(String[]::new));
    }

    /** This process, when it has printed its URL. If it does not, it is ended. */
    ServerProcess serving() throws Exception {
        try {
            url();
            return this;
        } catch (Exception | Error e) {
            close();
            throw e;
        }
    }

    /** Starts the program with these arguments, and these variables besides those of the tests. */
    static ServerProcess launch(Map<String, String> environment, String... arguments) throws IOException {
        return launch(List.of(), environment, arguments);
    }

    /** The same, by way of another program that becomes this one, such as {@code ip netns exec}. */
    public static ServerProcess launch(List<String> way, Map<String, String> environment, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(way);
        command.add(ProcessHandle.current().info().command().orElseThrow());
        command.addAll(JVM_OPTIONS);
        command.addAll(List.of("-cp", classPath(), "dev.onsale.Main"));
        command.addAll(Arrays.asList(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        // What the developer has set must not decide what the test sees.
        builder.environment().keySet().removeIf(name -> name.startsWith("ONSALE_") || name.equals("JAVA_TOOL_OPTIONS"));
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().putAll(environment);
        return new ServerProcess(builder.start());
    }

    /** The tests' class path without the tests. */
    private static String classPath() {
        String all = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Arrays.stream(all.split(java.io.File.pathSeparator))
                .filter(entry -> !entry.endsWith("test-classes") && !entry.endsWith("test-classes/"))
                .collect(Collectors.joining(java.io.File.pathSeparator));
    }

    private Thread read(InputStream stream, List<String> lines) {
        return Thread.ofVirtual().start(() -> {
            try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                    synchronized (lines) {
                        lines.add(line);
                    }
                    if (lines == out && line.startsWith("http://")) {
                        url.complete(URI.create(line));
                    }
                }
            } catch (IOException e) {
                synchronized (lines) {
                    lines.add("(unreadable: " + e + ")");
                }
            } finally {
                if (lines == out) {
                    url.completeExceptionally(new IllegalStateException("the server ended without printing its URL"));
                }
            }
        });
    }

    /** Waits for the URL that the server prints last, such as {@code http://127.0.0.1:40123/}. */
    public URI url() throws Exception {
        try {
            return url.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("no URL from the server; it said:\n" + everythingSaid(), e);
        }
    }

    /** Waits for the end of the process and of what it says. Returns its exit code. */
    public int await() throws Exception {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the process does not end; it said:\n" + everythingSaid());
        }
        outReader.join();
        errReader.join();
        return process.exitValue();
    }

    /** Asks the server to stop (SIGTERM) and waits until it has. Returns its exit code. */
    public int terminate() throws Exception {
        process.toHandle().destroy();
        return await();
    }

    /** Sends SIGTERM and returns at once. */
    public void requestStop() {
        process.toHandle().destroy();
    }

    /** Ends the process as a power cut would (SIGKILL) and waits until it is gone. */
    public void killHard() throws Exception {
        process.toHandle().destroyForcibly();
        await();
    }

    public long pid() {
        return process.pid();
    }

    /** The processes that it has started, and theirs. */
    public List<ProcessHandle> descendants() {
        return process.descendants().toList();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public List<String> out() {
        synchronized (out) {
            return List.copyOf(out);
        }
    }

    public List<String> err() {
        synchronized (err) {
            return List.copyOf(err);
        }
    }

    public String everythingSaid() {
        return String.join("\n", out()) + "\n--- stderr ---\n" + String.join("\n", err());
    }

    @Override
    public void close() {
        process.toHandle().destroyForcibly();
        process.onExit().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }
}
