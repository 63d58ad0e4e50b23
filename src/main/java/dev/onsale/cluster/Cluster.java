package dev.onsale.cluster;

import dev.onsale.config.ClusterLimits;
import dev.onsale.config.NodeOptions;
import dev.onsale.nginx.NodeAddress;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Redis, PostgreSQL, nodes and nginx on this machine, wired as in the article. Started, watched and closed by one thread, which the
 * children do not outlive; {@link #kill} is for any thread.
 */
public final class Cluster implements AutoCloseable {

    /**
     * Where everything is.
     *
     * @param url of nginx
     * @param redis URL of the ledger
     * @param postgres URL of the order book, for JDBC, without its password
     * @param postgresPassword file with that password
     * @param folder that keeps everything
     * @param temporary whether that folder is removed at the end
     */
    public record Facts(
            String url, String redis, String postgres, Path postgresPassword, Path folder, boolean temporary) {}

    private final ClusterOptions options;
    private final StopWish stop;
    private final Consumer<String> news;
    private final ClusterFolder folder;
    private final HttpClient client;
    private final List<NodeServer> nodes = new ArrayList<>();
    private final Facts facts;

    /** Groups that are stopped one after the other, the first one last. */
    private final List<List<Child>> groups = new CopyOnWriteArrayList<>();

    private Cluster(ClusterOptions options, Programs programs, String mainClass, StopWish stop, Consumer<String> news)
            throws ClusterException, StopRequestedException, InterruptedException {
        this.options = options;
        this.stop = stop;
        this.news = news;
        Ports.checkFree(options.port(), "--port");
        for (int i = 0; i < options.weights().size(); i++) {
            Ports.checkFree(options.basePort() + i, "--base-port");
        }
        this.folder = ClusterFolder.prepare(options.data());
        this.client = HttpClient.newBuilder()
                .connectTimeout(Duration.ofMillis(ClusterLimits.CLUSTER_FIGURES_MILLIS_MAX))
                .build();
        try {
            facts = start(programs, ProgramCommand.ofThisProcess(mainClass, nodeOptions(folder)));
        } catch (ClusterException | StopRequestedException | InterruptedException | RuntimeException e) {
            try {
                close();
            } catch (ClusterException alsoWrong) {
                e.addSuppressed(alsoWrong);
            }
            throw e;
        }
    }

    /**
     * Starts everything; nginx answers when this returns.
     *
     * @param mainClass of this program, which the nodes run too
     * @param stop asked while something is waited for
     * @param news told what goes on, in sentences
     * @throws ClusterException if something cannot start; what was started is stopped again and a temporary folder removed
     * @throws StopRequestedException if a stop was wanted meanwhile; likewise
     */
    public static Cluster start(
            ClusterOptions options, Programs programs, String mainClass, StopWish stop, Consumer<String> news)
            throws ClusterException, StopRequestedException, InterruptedException {
        return new Cluster(options, programs, mainClass, stop, news);
    }

    /** A killed JVM leaves its temporary files behind, so they go where the rest is, and those that nobody reads are left out. */
    private static List<String> nodeOptions(ClusterFolder folder) throws ClusterException {
        return List.of(
                "-Xmx" + ClusterLimits.CLUSTER_NODE_HEAP_MEBIBYTES + "m",
                "-XX:-UsePerfData",
                "-Djava.io.tmpdir=" + folder.privateFolder("tmp"));
    }

    private Facts start(Programs programs, List<String> program)
            throws ClusterException, StopRequestedException, InterruptedException {
        news.accept("starting Redis and PostgreSQL");
        int redisPort = Ports.free();
        PostgresServer postgres = PostgresServer.prepare(programs, folder, Ports.free());
        List<Child> stores = group();
        Child redis = add(stores, RedisServer.start(programs, folder, redisPort));
        Child initialization = postgres.initialize();
        if (initialization != null) {
            add(stores, initialization);
            int code = initialization.await(stop, ClusterLimits.CLUSTER_START_SECONDS_MAX);
            stores.remove(initialization);
            if (code != 0) {
                throw new ClusterException(
                        initialization.name() + " failed with exit code " + code + initialization.said());
            }
        }
        Child database = add(stores, postgres.start());
        Patience.await(redis, stop, () -> Ports.listens(redisPort));
        Patience.await(database, stop, postgres::isReady);

        news.accept("starting " + options.weights().size() + " nodes");
        Map<String, String> secrets = Map.of(
                NodeOptions.OPERATOR_TOKEN_VARIABLE,
                ClusterFolder.secret(folder.path().resolve("operator-token")),
                NodeOptions.ORDERS_PASSWORD_VARIABLE,
                postgres.password());
        List<Child> children = group();
        List<NodeAddress> addresses = new ArrayList<>();
        for (int i = 0; i < options.weights().size(); i++) {
            int port = options.basePort() + i;
            int weight = options.weights().get(i);
            NodeServer node = new NodeServer(
                    programs,
                    client,
                    program,
                    folder,
                    port,
                    weight,
                    RedisServer.url(redisPort),
                    postgres.url(),
                    secrets);
            add(children, node.start());
            nodes.add(node);
            addresses.add(new NodeAddress("127.0.0.1", port, weight));
        }
        for (int i = 0; i < nodes.size(); i++) {
            Patience.await(children.get(i), stop, nodes.get(i)::isReady);
        }

        Child front = add(group(), FrontServer.start(programs, folder, options.port(), addresses));
        Patience.await(front, stop, () -> Ports.listens(options.port()));
        return new Facts(
                "http://127.0.0.1:" + options.port() + "/",
                RedisServer.url(redisPort),
                postgres.url(),
                postgres.passwordFile(),
                folder.path(),
                folder.isTemporary());
    }

    private List<Child> group() {
        List<Child> group = new CopyOnWriteArrayList<>();
        groups.add(group);
        return group;
    }

    private static Child add(List<Child> group, Child child) {
        group.add(child);
        return child;
    }

    /** Where everything is. */
    public Facts facts() {
        return facts;
    }

    /**
     * Looks at everything once a second, and kills a node and starts it again if that is asked for, until a stop is wanted.
     *
     * @param figures told the nodes' figures
     * @throws ClusterException if a server ends by itself
     */
    public void watch(Consumer<List<NodeRow>> figures) throws ClusterException, InterruptedException {
        long up = System.nanoTime();
        NodeServer victim = nodes.getLast();
        boolean killed = false;
        boolean restarted = false;
        long next = up;
        while (!stop.isStopWanted()) {
            for (List<Child> group : groups) {
                for (Child child : group) {
                    child.checkAlive();
                }
            }
            long now = System.nanoTime();
            if (!killed && isDue(options.killAfterSeconds(), up, now)) {
                killed = true;
                kill(victim);
                up = now;
            } else if (killed && !restarted && isDue(options.restartAfterSeconds(), up, now)) {
                restarted = true;
                groups.get(1).add(victim.start());
                news.accept("node " + victim.port() + " is started again");
            }
            if (now - next >= 0) {
                figures.accept(rows());
                next = now + TimeUnit.MILLISECONDS.toNanos(ClusterLimits.CLUSTER_FIGURES_MILLIS);
            }
            Thread.sleep(ClusterLimits.CLUSTER_POLL_MILLIS);
        }
    }

    private static boolean isDue(@Nullable Integer seconds, long from, long now) {
        return seconds != null && now - from >= TimeUnit.SECONDS.toNanos(seconds);
    }

    private void kill(NodeServer node) throws InterruptedException {
        Child child = node.child();
        if (child != null) {
            // What it has counted dies with it, so it is asked once more.
            node.row();
            child.kill();
            groups.get(1).remove(child);
            news.accept("node " + node.port() + " was killed (SIGKILL, process " + child.pid() + ")");
        }
    }

    /** The nodes' figures as they are now. */
    public List<NodeRow> rows() throws InterruptedException {
        List<NodeRow> rows = new ArrayList<>();
        for (NodeServer node : nodes) {
            rows.add(node.row());
        }
        return rows;
    }

    /** Kills everything at once and removes a temporary folder: for somebody who has lost patience. Any thread. */
    public void kill() throws ClusterException {
        for (List<Child> group : groups) {
            group.forEach(Child::kill);
        }
        folder.removeIfTemporary();
    }

    /**
     * Stops nginx, then the nodes, then what they need; whatever does not stop in time is killed. Then removes a temporary folder.
     *
     * @throws ClusterException if the folder cannot be removed
     */
    @Override
    public void close() throws ClusterException {
        for (int i = groups.size() - 1; i >= 0; i--) {
            List<Child> group = groups.get(i);
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(ClusterLimits.CLUSTER_STOP_SECONDS_MAX);
            group.forEach(Child::requestStop);
            for (Child child : group) {
                if (!child.awaitStop(deadline)) {
                    news.accept(child.name() + " did not stop in time and was killed");
                }
            }
        }
        client.close();
        folder.removeIfTemporary();
    }
}
