package dev.onsale.lab.cluster;

import dev.onsale.config.ClusterLimits;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * Servers on this machine that are needed for one run, each on a free port of the loopback, with all they write in one temporary
 * folder. Started and closed by one thread, which they do not outlive; {@link #kill} is for any thread.
 */
public final class LocalServers implements AutoCloseable {

    private static final int STATUS_OK = 200;

    /**
     * How to get into a database.
     *
     * @param url for JDBC, with the user and without the password
     * @param password of the user
     */
    public record Database(String url, String password) {}

    private final ProcessTools tools;
    private final StopWish stop;
    private final ClusterFolder folder;
    private final HttpClient client;
    private final List<Child> children = new CopyOnWriteArrayList<>();

    private LocalServers(ProcessTools tools, StopWish stop, ClusterFolder folder) {
        this.tools = tools;
        this.stop = stop;
        this.folder = folder;
        this.client = HttpClient.newBuilder()
                .connectTimeout(Duration.ofMillis(ClusterLimits.CLUSTER_FIGURES_MILLIS_MAX))
                .build();
    }

    /**
     * Makes the folder; nothing runs yet.
     *
     * @param stop asked while something is waited for
     */
    public static LocalServers prepare(ProcessTools tools, StopWish stop) throws ClusterException {
        return new LocalServers(tools, stop, ClusterFolder.prepare(null));
    }

    /** A folder that one of the servers has to itself. */
    public Path privateFolder(String name) throws ClusterException {
        return folder.privateFolder(name);
    }

    /** A secret that is made up for this run. */
    public String secret(String name) throws ClusterException {
        return ClusterFolder.secret(folder.path().resolve(name));
    }

    /**
     * Starts PostgreSQL on an empty database; it takes queries when this returns.
     *
     * @param programs the folder with its programs
     */
    public Database startPostgres(Path programs) throws ClusterException, StopRequestedException, InterruptedException {
        PostgresServer postgres = PostgresServer.prepare(tools, programs, folder, Ports.free());
        Child initialization = postgres.initialize();
        if (initialization != null) {
            children.add(initialization);
            initialization.awaitSuccess(stop, ClusterLimits.CLUSTER_START_SECONDS_MAX);
            children.remove(initialization);
        }
        Child server = postgres.start();
        children.add(server);
        Patience.await(server, stop, postgres::isReady);
        return new Database(postgres.url(), postgres.password());
    }

    /**
     * Starts an empty Redis that has every write on the disk before it answers; returns its URL.
     *
     * @param program {@code redis-server}
     */
    public String startRedis(Path program) throws ClusterException, StopRequestedException, InterruptedException {
        int port = Ports.free();
        Child server = RedisServer.startAlone(tools, program, folder, port);
        children.add(server);
        Patience.await(server, stop, () -> Ports.listens(port));
        return RedisServer.url(port);
    }

    /**
     * Starts this very program as a server; it is ready when this returns its URL, which ends with a slash.
     *
     * @param name for people, and of its log
     * @param mainClass of this program
     * @param arguments the command and its options; {@code --port} is added
     * @param secrets variables of the environment, which others cannot read from the list of processes
     */
    public URI startProgram(String name, String mainClass, List<String> arguments, Map<String, String> secrets)
            throws ClusterException, StopRequestedException, InterruptedException {
        int port = Ports.free();
        List<String> command = new ArrayList<>(ProgramCommand.ofThisProcess(
                mainClass,
                List.of(
                        "-Xmx" + ClusterLimits.LOCAL_PROGRAM_HEAP_MEBIBYTES + "m",
                        "-XX:-UsePerfData",
                        "-Djava.io.tmpdir=" + folder.privateFolder("tmp"))));
        command.addAll(arguments);
        command.addAll(List.of("--port", Integer.toString(port)));
        ProcessBuilder builder = new ProcessBuilder(command);
        // What the user has set for a node of their own must not decide what this one is.
        builder.environment().keySet().removeIf(variable -> variable.startsWith("ONSALE_"));
        builder.environment().putAll(secrets);
        Path log = folder.privateFolder("log").resolve(name.replace(' ', '-') + ".log");
        Child program = Child.start(name, tools, builder, log, Child.Signal.TERM, Child.Signal.KILL);
        children.add(program);
        URI url = URI.create("http://127.0.0.1:" + port + "/");
        Patience.await(program, stop, () -> isReady(url.resolve("readyz")));
        return url;
    }

    private boolean isReady(URI url) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(url)
                .timeout(Duration.ofMillis(ClusterLimits.CLUSTER_FIGURES_MILLIS_MAX))
                .build();
        try {
            HttpResponse<Void> answer = client.send(request, BodyHandlers.discarding());
            return answer.statusCode() == STATUS_OK;
        } catch (IOException e) {
            // Not there yet; who waits looks whether it lives.
            return false;
        }
    }

    /** The process of a program that was started, by the name it was given; nothing once it has ended. */
    public OptionalLong pid(String name) {
        return children.stream()
                .filter(child -> child.name().equals(name) && child.isAlive())
                .mapToLong(Child::pid)
                .findFirst();
    }

    /** Throws if one of them has ended by itself. */
    public void checkAlive() throws ClusterException {
        for (Child child : children) {
            child.checkAlive();
        }
    }

    /** The same, for so many milliseconds: what is ending just now counts. */
    public void checkAliveFor(int millis) throws ClusterException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (System.nanoTime() - deadline < 0) {
            checkAlive();
            Thread.sleep(ClusterLimits.CLUSTER_POLL_MILLIS);
        }
        checkAlive();
    }

    /** Kills everything at once and removes the folder: for somebody who has lost patience. Any thread. */
    public void kill() throws ClusterException {
        children.forEach(Child::kill);
        folder.removeIfTemporary();
    }

    /**
     * Stops what was started last first; whatever does not stop in time is killed. Then removes the folder.
     *
     * @throws ClusterException if the folder cannot be removed
     */
    @Override
    public void close() throws ClusterException {
        for (Child child : children.reversed()) {
            child.requestStop();
            child.awaitStop(System.nanoTime() + TimeUnit.SECONDS.toNanos(ClusterLimits.CLUSTER_STOP_SECONDS_MAX));
        }
        client.close();
        folder.removeIfTemporary();
    }
}
