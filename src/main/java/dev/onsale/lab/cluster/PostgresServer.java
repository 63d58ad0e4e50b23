package dev.onsale.lab.cluster;

import dev.onsale.config.ClusterLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The cluster's PostgreSQL, with a database folder of its own and on the loopback alone. It refuses to run as root, so root starts it as
 * somebody else.
 */
final class PostgresServer {

    /** As whom it runs where root starts it: user and group, the first pair that the machine knows. */
    private static final List<List<String>> UNPRIVILEGED =
            List.of(List.of("postgres", "postgres"), List.of("nobody", "nogroup"), List.of("nobody", "nobody"));

    private static final String SUPERUSER = "onsale";
    private static final String PASSWORD_FILE = "password";

    private final ProcessTools tools;
    private final Path programs;
    private final Path folder;
    private final int port;
    private final String password;
    private final List<String> user;

    private PostgresServer(
            ProcessTools tools, Path programs, Path folder, int port, String password, List<String> user) {
        this.tools = tools;
        this.programs = programs;
        this.folder = folder;
        this.port = port;
        this.password = password;
        this.user = user;
    }

    /**
     * Prepares its folder; nothing runs yet.
     *
     * @param programs the folder with PostgreSQL's programs
     */
    static PostgresServer prepare(ProcessTools tools, Path programs, ClusterFolder cluster, int port)
            throws ClusterException {
        Path folder = cluster.privateFolder("postgres");
        Path passwordFile = folder.resolve(PASSWORD_FILE);
        String password = ClusterFolder.secret(passwordFile);
        List<String> user = "root".equals(System.getProperty("user.name")) ? giveAway(folder, passwordFile) : List.of();
        return new PostgresServer(tools, programs, folder, port, password, user);
    }

    private static List<String> giveAway(Path folder, Path passwordFile) throws ClusterException {
        UserPrincipalLookupService people = folder.getFileSystem().getUserPrincipalLookupService();
        try {
            for (List<String> pair : UNPRIVILEGED) {
                if (isKnown(pair, people)) {
                    UserPrincipal user = people.lookupPrincipalByName(pair.getFirst());
                    Files.setOwner(folder, user);
                    Files.setOwner(passwordFile, user);
                    return List.of("--reuid", pair.getFirst(), "--regid", pair.getLast(), "--clear-groups");
                }
            }
        } catch (IOException e) {
            throw new ClusterException("the folder " + folder + " cannot be given to PostgreSQL's user (" + e + ")", e);
        }
        throw new ClusterException(
                "PostgreSQL refuses to run as root, and this machine has neither a user postgres nor a"
                        + " user nobody: run onsale cluster as an ordinary user");
    }

    private static boolean isKnown(List<String> pair, UserPrincipalLookupService people) throws IOException {
        try {
            people.lookupPrincipalByName(pair.getFirst());
            people.lookupPrincipalByGroupName(pair.getLast());
            return true;
        } catch (UserPrincipalNotFoundException e) {
            return false;
        }
    }

    int port() {
        return port;
    }

    /** Its URL for JDBC, with the user and without the password. */
    String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=" + SUPERUSER;
    }

    /** The user's password. */
    String password() {
        return password;
    }

    /** Where the password is kept. */
    Path passwordFile() {
        return folder.resolve(PASSWORD_FILE);
    }

    /** Makes the database at the first time; returns when it is there. */
    @Nullable
    Child initialize() throws ClusterException {
        if (Files.exists(folder.resolve("data/PG_VERSION"))) {
            return null;
        }
        return start(
                "PostgreSQL's initdb",
                Child.Signal.KILL,
                List.of(
                        program("initdb"),
                        "--pgdata",
                        folder.resolve("data").toString(),
                        "--username",
                        SUPERUSER,
                        "--pwfile",
                        passwordFile().toString(),
                        "--auth",
                        "scram-sha-256",
                        "--encoding",
                        "UTF8",
                        "--no-locale"));
    }

    Child start() throws ClusterException {
        return start(
                "PostgreSQL",
                Child.Signal.INT,
                List.of(
                        program("postgres"),
                        "-D",
                        folder.resolve("data").toString(),
                        "-p",
                        Integer.toString(port),
                        "-c",
                        "listen_addresses=127.0.0.1",
                        "-c",
                        "unix_socket_directories=",
                        "-c",
                        "max_connections=" + ClusterLimits.CLUSTER_DATABASE_CONNECTIONS_MAX));
    }

    /** Whether it takes queries; while it recovers it already listens. */
    boolean isReady() throws ClusterException, InterruptedException {
        try {
            Process asking = new ProcessBuilder(
                            program("pg_isready"), "-q", "-h", "127.0.0.1", "-p", Integer.toString(port), "-t", "2")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return asking.waitFor() == 0;
        } catch (IOException e) {
            throw new ClusterException("PostgreSQL's pg_isready cannot be started: " + e.getMessage(), e);
        }
    }

    private String program(String name) {
        return programs.resolve(name).toString();
    }

    /** SIGINT ends it without waiting for its clients, and in order. */
    private Child start(String name, Child.Signal stopSignal, List<String> command) throws ClusterException {
        ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(command)).directory(folder.toFile());
        builder.environment().put("LC_ALL", "C.UTF-8");
        return Child.start(name, tools, user, builder, folder.resolve("postgres.log"), stopSignal, stopSignal);
    }
}
