package dev.onsale.lab.cluster;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The nodes of a cluster that is up: kills one if that is asked for, tells of each that ends by itself, and starts again whatever is due.
 * nginx takes them out of the rotation and back by itself, so the others sell on meanwhile. Owned by the cluster's thread.
 */
final class NodeWatch {

    /** Told when a node has another process than before. */
    @FunctionalInterface
    interface Restarted {
        void act() throws ClusterException;
    }

    private final List<NodeServer> nodes;
    private final List<Child> group;
    private final ClusterOptions options;
    private final Consumer<String> news;
    private final Restarted restarted;
    private final long upNanos;
    private boolean killed;

    /** When each node that is away has ended, by {@link System#nanoTime}. */
    private final Map<NodeServer, Long> awayNanos = new HashMap<>();

    /**
     * @param group of the nodes' processes; this keeps it
     * @param news told what happens, in sentences
     * @param upNanos since when all is up
     */
    NodeWatch(
            List<NodeServer> nodes,
            List<Child> group,
            ClusterOptions options,
            Consumer<String> news,
            Restarted restarted,
            long upNanos) {
        this.nodes = List.copyOf(nodes);
        this.group = group;
        this.options = options;
        this.news = news;
        this.restarted = restarted;
        this.upNanos = upNanos;
    }

    /**
     * Looks once, and does what is due.
     *
     * @throws ClusterException if a node has ended by itself and no other is left
     */
    void look(long nowNanos) throws ClusterException, InterruptedException {
        for (NodeServer node : nodes) {
            Child child = node.child();
            if (child != null && child.hasEndedByItself() && group.remove(child)) {
                missing(node, child, nowNanos);
            }
        }
        if (!killed && isDue(options.killAfterSeconds(), upNanos, nowNanos)) {
            killed = true;
            kill(nodes.getLast(), nowNanos);
        }
        for (NodeServer node : nodes) {
            Long since = awayNanos.get(node);
            if (since != null && isDue(options.restartAfterSeconds(), since, nowNanos)) {
                restart(node, nowNanos);
            }
        }
    }

    private static boolean isDue(@Nullable Integer seconds, long from, long now) {
        return seconds != null && now - from >= TimeUnit.SECONDS.toNanos(seconds);
    }

    private void missing(NodeServer node, Child child, long nowNanos) throws ClusterException {
        if (nodes.stream().noneMatch(NodeServer::isAlive)) {
            throw new ClusterException(child.end() + ", and no node is left" + child.said());
        }
        awayNanos.put(node, nowNanos);
        Integer restartAfter = options.restartAfterSeconds();
        news.accept(child.end()
                + (restartAfter == null
                        ? "; the others go on without it"
                        : "; the others go on, and it is started again in " + restartAfter + " seconds")
                + child.said());
    }

    private void kill(NodeServer node, long nowNanos) throws InterruptedException {
        Child child = node.child();
        if (child != null && group.contains(child)) {
            // What it has counted dies with it, so it is asked once more.
            node.row();
            child.kill();
            group.remove(child);
            awayNanos.put(node, nowNanos);
            news.accept("node " + node.port() + " was killed (SIGKILL, process " + child.pid() + ")");
        }
    }

    private void restart(NodeServer node, long nowNanos) throws ClusterException {
        try {
            group.add(node.start());
        } catch (ClusterException e) {
            // Tried again after as long as before: the others go on meanwhile.
            awayNanos.put(node, nowNanos);
            news.accept(e.getMessage());
            return;
        }
        awayNanos.remove(node);
        news.accept("node " + node.port() + " is started again");
        restarted.act();
    }
}
