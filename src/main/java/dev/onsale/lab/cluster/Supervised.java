package dev.onsale.lab.cluster;

import dev.onsale.lab.cluster.ClusterCard.Kind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A server that the nodes need or that stands before them, in its one life or the next. Owned by the cluster's thread. */
final class Supervised {

    /** How it is started. */
    @FunctionalInterface
    interface Starter {
        Child start() throws ClusterException;
    }

    private final Kind kind;
    private final String name;
    private final int port;
    private final int restartSeconds;
    private final List<Child> group;
    private final Starter starter;
    private @Nullable Child child;

    /**
     * @param name for people, and of its folder
     * @param restartSeconds when it is started again after it has ended by itself
     * @param group of processes that its own belongs to; this keeps it
     */
    Supervised(Kind kind, String name, int port, int restartSeconds, List<Child> group, Starter starter) {
        this.kind = kind;
        this.name = name;
        this.port = port;
        this.restartSeconds = restartSeconds;
        this.group = group;
        this.starter = starter;
    }

    /** Starts it; it is ready later. */
    Child start() throws ClusterException {
        Child started = starter.start();
        child = started;
        group.add(started);
        return started;
    }

    /** If its process has ended without having been told to: that one, which belongs to it no more. */
    @Nullable
    Child takeEnded() {
        Child ended = child;
        return ended != null && ended.hasEndedByItself() && group.remove(ended) ? ended : null;
    }

    Kind kind() {
        return kind;
    }

    String name() {
        return name;
    }

    int port() {
        return port;
    }

    int restartSeconds() {
        return restartSeconds;
    }

    boolean isAlive() {
        return child != null && child.isAlive();
    }

    /** For the cluster's card; null before its first start. */
    ClusterCard.@Nullable Server card() {
        return child == null ? null : new ClusterCard.Server(kind, name, port, restartSeconds, child.life());
    }
}
