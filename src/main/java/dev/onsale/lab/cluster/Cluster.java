package dev.onsale.lab.cluster;

import dev.onsale.config.ClusterLimits;
import dev.onsale.config.IdentityOptions;
import dev.onsale.config.NodeOptions;
import dev.onsale.lab.nginx.NodeAddress;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
     * @param operatorToken file with what operators' requests carry
     * @param folder that keeps everything
     * @param temporary whether that folder is removed at the end
     */
    public record Facts(
            String url,
            String redis,
            String postgres,
            Path postgresPassword,
            Path operatorToken,
            Path folder,
            boolean temporary) {}

    private final ClusterOptions options;
    private final StopWish stop;
    private final Consumer<String> news;
    private final ClusterFolder folder;
    private final HttpClient client;
    private final List<NodeServer> nodes = new ArrayList<>();
    private final List<Supervised> servers = new ArrayList<>();
    private final Facts facts;
    private final Path card;

    /** Groups that are stopped one after the other, the first one last. */
    private final List<List<Child>> groups = new CopyOnWriteArrayList<>();

    /** The nodes' one. */
    private final List<Child> nodeGroup = new CopyOnWriteArrayList<>();

    /** Once they are being started. */
    private @Nullable Stores stores;

    /** Whether there may be a card of this cluster. */
    private volatile boolean carded;

    private Cluster(
            ClusterOptions options,
            Programs programs,
            String mainClass,
            Path cards,
            StopWish stop,
            Consumer<String> news)
            throws ClusterException, StopRequestedException, InterruptedException {
        this.options = options;
        this.stop = stop;
        this.news = news;
        this.card = ClusterCard.file(cards, options.port());
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
            carded = true;
            writeCard();
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
     * @param cards folder of the cards that running clusters keep, {@link ClusterCard#FOLDER} in the user's own
     * @param stop asked while something is waited for
     * @param news told what goes on, in sentences
     * @throws ClusterException if something cannot start; what was started is stopped again and a temporary folder removed
     * @throws StopRequestedException if a stop was wanted meanwhile; likewise
     */
    public static Cluster start(
            ClusterOptions options,
            Programs programs,
            String mainClass,
            Path cards,
            StopWish stop,
            Consumer<String> news)
            throws ClusterException, StopRequestedException, InterruptedException {
        return new Cluster(options, programs, mainClass, cards, stop, news);
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
        stores = new Stores(options, programs, folder, group());
        stores.start(stop);
        servers.addAll(stores.servers());
        PostgresServer postgres = stores.postgres();

        news.accept("starting " + options.weights().size() + " nodes");
        Path operatorToken = folder.path().resolve("operator-token");
        Map<String, String> secrets = Map.of(
                IdentityOptions.OPERATOR_TOKEN_VARIABLE,
                ClusterFolder.secret(operatorToken),
                NodeOptions.ORDERS_PASSWORD_VARIABLE,
                postgres.password());
        groups.add(nodeGroup);
        List<NodeAddress> addresses = new ArrayList<>();
        for (int i = 0; i < options.weights().size(); i++) {
            int port = options.basePort() + i;
            int weight = options.weights().get(i);
            NodeServer node = new NodeServer(
                    programs.tools(),
                    client,
                    program,
                    folder,
                    port,
                    weight,
                    stores.ledger(),
                    Math.min(1, options.replicas()),
                    postgres.url(),
                    secrets);
            nodeGroup.add(node.start());
            nodes.add(node);
            addresses.add(new NodeAddress("127.0.0.1", port, weight));
        }
        for (int i = 0; i < nodes.size(); i++) {
            Patience.await(nodeGroup.get(i), stop, nodes.get(i)::isReady);
        }

        Supervised front = new Supervised(
                ClusterCard.Kind.NGINX,
                "nginx",
                options.port(),
                ClusterLimits.CLUSTER_RESTART_SECONDS,
                group(),
                () -> FrontServer.start(programs, folder, options.port(), addresses));
        servers.add(front);
        Patience.await(front.start(), stop, () -> Ports.listens(options.port()));
        return new Facts(
                "http://127.0.0.1:" + options.port() + "/",
                stores.ledger(),
                postgres.url(),
                postgres.passwordFile(),
                operatorToken,
                folder.path(),
                folder.isTemporary());
    }

    private List<Child> group() {
        List<Child> group = new CopyOnWriteArrayList<>();
        groups.add(group);
        return group;
    }

    /** Where everything is. */
    public Facts facts() {
        return facts;
    }

    /**
     * Looks at everything once a second, tells of what ends and starts it again, nodes only if that is asked for, until a stop is wanted.
     *
     * @param figures told what the table shows
     * @throws ClusterException if Redis, PostgreSQL or nginx end again and again, or the last node ends by itself
     */
    public void watch(Consumer<ClusterTable> figures) throws ClusterException, InterruptedException {
        long next = System.nanoTime();
        NodeWatch watch = new NodeWatch(nodes, nodeGroup, options, news, this::writeCard, next);
        ServerWatch serverWatch = new ServerWatch(servers, news, this::writeCard);
        while (!stop.isStopWanted()) {
            long now = System.nanoTime();
            serverWatch.look(now);
            watch.look(now);
            if (now - next >= 0) {
                figures.accept(table());
                next = now + TimeUnit.MILLISECONDS.toNanos(ClusterLimits.CLUSTER_FIGURES_MILLIS);
            }
            Thread.sleep(ClusterLimits.CLUSTER_POLL_MILLIS);
        }
    }

    /** Without its card the cluster sells all the same, so what goes wrong here is told and no more. */
    private void writeCard() {
        List<ClusterCard.Node> written = new ArrayList<>();
        for (NodeServer node : nodes) {
            Child child = node.child();
            if (child != null) {
                written.add(
                        new ClusterCard.Node(node.port(), node.weight(), options.restartAfterSeconds(), child.life()));
            }
        }
        try {
            new ClusterCard(
                            facts.url(),
                            ClusterCard.Life.of(ProcessHandle.current()),
                            facts.operatorToken(),
                            facts.redis(),
                            facts.postgres(),
                            facts.postgresPassword(),
                            servers.stream()
                                    .map(Supervised::card)
                                    .filter(Objects::nonNull)
                                    .toList(),
                            written)
                    .write(card);
        } catch (ClusterException e) {
            news.accept(e.getMessage() + ", so other commands will not find this cluster by themselves");
        }
    }

    /** Everything as it is now. */
    public ClusterTable table() throws InterruptedException {
        List<NodeRow> rows = new ArrayList<>();
        for (NodeServer node : nodes) {
            rows.add(node.row());
        }
        return new ClusterTable(rows, stores == null ? List.of() : stores.rows());
    }

    /** Kills everything at once and removes what is temporary: for somebody who has lost patience. Any thread. */
    public void kill() throws ClusterException {
        for (List<Child> group : groups) {
            group.forEach(Child::kill);
        }
        try {
            removeCard();
        } finally {
            folder.removeIfTemporary();
        }
    }

    private void removeCard() throws ClusterException {
        if (carded) {
            ClusterCard.remove(card);
        }
    }

    /**
     * Stops nginx, then the nodes, then what they need; whatever does not stop in time is killed. Then removes a temporary folder.
     *
     * @throws ClusterException if the card or the folder cannot be removed
     */
    @Override
    public void close() throws ClusterException {
        try {
            // First of all: while nginx has the port, the card is nobody else's.
            removeCard();
        } finally {
            stopAll();
            folder.removeIfTemporary();
        }
    }

    private void stopAll() {
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
    }
}
