package dev.onsale.orders;

import dev.onsale.Wait;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The tests' own PostgreSQL: one for all tests of this process, started by the first that needs it and stopped with the process. It can be
 * killed and started again where it was.
 */
public final class TestPostgres {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final AtomicInteger SCHEMAS = new AtomicInteger();

    private final EmbeddedPostgres server;
    private final Path data;

    /** How its first process was started, to be started again. */
    private final List<String> command;

    private TestPostgres(EmbeddedPostgres server, Path data) {
        this.server = server;
        this.data = data;
        ProcessHandle.Info info = process().info();
        List<String> line = new ArrayList<>();
        if ("root".equals(System.getProperty("user.name"))) {
            line.addAll(List.of("unshare", "-U")); // PostgreSQL refuses to be root's, and this makes it nobody's
        }
        line.add(info.command().orElseThrow());
        line.addAll(Arrays.asList(info.arguments().orElseThrow()));
        this.command = List.copyOf(line);
    }

    /** Holds the one server: made when it is first asked for. */
    private static final class Shared {
        private static final TestPostgres SERVER = start();
    }

    /** The server of this process. */
    public static TestPostgres shared() {
        return Shared.SERVER;
    }

    private static TestPostgres start() {
        try {
            Path folder = Files.createTempDirectory("onsale-postgres");
            Path data = folder.resolve("data");
            EmbeddedPostgres server = EmbeddedPostgres.builder()
                    .setDataDirectory(data.toFile())
                    .setCleanDataDirectory(true)
                    .setServerConfig("synchronous_commit", "on") // what was told of must outlive a kill
                    .setPGStartupWait(PATIENCE)
                    .start();
            return new TestPostgres(server, data);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The port of 127.0.0.1 that it listens on. */
    public int port() {
        return server.getPort();
    }

    /** The URL of its database. */
    public String url() {
        return "jdbc:postgresql://127.0.0.1:" + port() + "/postgres?user=postgres";
    }

    /** Makes a schema, and gives the URL by which it is the current one. */
    public String newSchema() {
        String schema = "test" + SCHEMAS.incrementAndGet();
        run("CREATE SCHEMA " + schema);
        return url() + "&currentSchema=" + schema;
    }

    /** Runs some SQL as the superuser. */
    public void run(String sql) {
        try (Connection connection = DriverManager.getConnection(url());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Makes a user whom it lets in with a password only. */
    public void addUser(String user, String password) {
        run("CREATE ROLE " + user + " LOGIN PASSWORD '" + password + "'");
        Path rules = data.resolve("pg_hba.conf");
        try {
            Files.writeString(rules, "host all " + user + " 127.0.0.1/32 scram-sha-256\n" + Files.readString(rules));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        run("SELECT pg_reload_conf()");
    }

    /** Kills it as a power cut would, with all sessions; what was committed is on its disk. */
    public void kill() {
        ProcessHandle first = process();
        List<ProcessHandle> all = new ArrayList<>(first.descendants().toList());
        all.add(first);
        all.forEach(ProcessHandle::destroyForcibly);
        Wait.until("PostgreSQL to be gone", () -> all.stream().noneMatch(ProcessHandle::isAlive));
    }

    /** Starts it again after {@link #kill}, and waits until it answers. */
    public void startAgain() {
        try {
            Files.delete(data.resolve("postmaster.pid"));
            new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(data.resolve("again.log").toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Wait.until("PostgreSQL to answer again", this::answers);
    }

    private boolean answers() {
        try (Connection connection = DriverManager.getConnection(url())) {
            return connection.isValid(1);
        } catch (SQLException e) {
            return false;
        }
    }

    private ProcessHandle process() {
        try {
            String pid = Files.readAllLines(data.resolve("postmaster.pid"))
                    .getFirst()
                    .strip();
            return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
