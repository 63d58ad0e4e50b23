package dev.onsale.lab.cluster;

import dev.onsale.config.ClusterLimits;
import dev.onsale.config.NodeOptions;
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
import org.jspecify.annotations.Nullable;

/** One node of the cluster: this very program once more, as {@code onsale serve}. May be killed and started again. */
final class NodeServer {

    private static final int STATUS_OK = 200;

    private final ProcessTools tools;
    private final HttpClient client;
    private final List<String> command;
    private final Map<String, String> secrets;
    private final Path folder;
    private final int port;
    private final int weight;

    private @Nullable Child child;

    /** What it said last; a node that was killed keeps it in the table. */
    private @Nullable NodeFigures figures;

    /** Of its lives before the last one. */
    private long requestsBefore;

    private long soldBefore;

    /**
     * @param program how to start this program, without arguments
     * @param redis URL of the ledger
     * @param replicas that must have what is answered
     * @param postgres URL of the order book, for JDBC
     * @param secrets variables of the environment, which others cannot read from the list of processes
     */
    NodeServer(
            ProcessTools tools,
            HttpClient client,
            List<String> program,
            ClusterFolder cluster,
            int port,
            int weight,
            String redis,
            int replicas,
            String postgres,
            Map<String, String> secrets)
            throws ClusterException {
        this.tools = tools;
        this.client = client;
        this.port = port;
        this.weight = weight;
        this.secrets = Map.copyOf(secrets);
        this.folder = cluster.privateFolder("node-" + port);
        List<String> all = new ArrayList<>(program);
        all.addAll(List.of(
                "serve",
                "--port",
                Integer.toString(port),
                "--data",
                folder.toString(),
                "--stat-log",
                folder.resolve("stat.log").toString(),
                "--ledger",
                redis,
                "--replicas",
                Integer.toString(replicas),
                "--orders",
                postgres,
                "--weight",
                Integer.toString(weight)));
        this.command = List.copyOf(all);
    }

    /** Starts it; it is ready later. */
    Child start() throws ClusterException {
        ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(command));
        builder.environment().putAll(secrets);
        if (figures != null) {
            requestsBefore += figures.requests();
            soldBefore += figures.sold();
            figures = null;
        }
        Child started = Child.start(
                "node " + port, tools, builder, folder.resolve("node.log"), Child.Signal.TERM, Child.Signal.KILL);
        child = started;
        return started;
    }

    int port() {
        return port;
    }

    int weight() {
        return weight;
    }

    @Nullable
    Child child() {
        return child;
    }

    boolean isAlive() {
        return child != null && child.isAlive();
    }

    boolean isReady() throws InterruptedException {
        return get("readyz") != null;
    }

    /** Its figures as they are now, or the last ones known. */
    NodeRow row() throws InterruptedException {
        String text = isAlive() ? get("metrics") : null;
        if (text != null) {
            figures = NodeFigures.parse(text, NodeOptions.TICKET_SALE_DEFAULT);
        }
        return NodeRow.of(port, weight, isAlive(), requestsBefore, soldBefore, figures);
    }

    private @Nullable String get(String path) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/" + path))
                .timeout(Duration.ofMillis(ClusterLimits.CLUSTER_FIGURES_MILLIS_MAX))
                .build();
        try {
            HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
            return answer.statusCode() == STATUS_OK ? answer.body() : null;
        } catch (IOException e) {
            // Not there yet, or no more, or too busy to say: the table shows what it said last.
            return null;
        }
    }
}
