package dev.onsale.lab.cluster;

import dev.onsale.config.ClusterLimits;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Redis, Sentinels, PostgreSQL and nginx of a cluster that is up: tells of each that ends by itself, and starts it again as a supervisor
 * does. Owned by the cluster's thread.
 */
final class ServerWatch {

    private static final long RESTARTS_NANOS = TimeUnit.SECONDS.toNanos(ClusterLimits.CLUSTER_RESTARTS_SECONDS);

    private final List<Supervised> servers;
    private final Consumer<String> news;
    private final NodeWatch.Restarted restarted;

    /** When each server that is away is to be started again, by {@link System#nanoTime}. */
    private final Map<Supervised, Long> dueNanos = new HashMap<>();

    /** When each was started again of late. */
    private final Map<Supervised, Deque<Long>> restarts = new HashMap<>();

    /** @param news told what happens, in sentences */
    ServerWatch(List<Supervised> servers, Consumer<String> news, NodeWatch.Restarted restarted) {
        this.servers = List.copyOf(servers);
        this.news = news;
        this.restarted = restarted;
    }

    /**
     * Looks once, and does what is due.
     *
     * @throws ClusterException if a server ends again and again
     */
    void look(long nowNanos) throws ClusterException {
        for (Supervised server : servers) {
            Child ended = server.takeEnded();
            if (ended != null) {
                missing(server, ended, nowNanos);
            }
            Long due = dueNanos.get(server);
            if (due != null && nowNanos - due >= 0) {
                dueNanos.remove(server);
                server.start();
                news.accept(server.name() + " is started again");
                restarted.act();
            }
        }
    }

    private void missing(Supervised server, Child ended, long nowNanos) throws ClusterException {
        Deque<Long> of = restarts.computeIfAbsent(server, any -> new ArrayDeque<>());
        of.removeIf(at -> nowNanos - at > RESTARTS_NANOS);
        if (of.size() >= ClusterLimits.CLUSTER_RESTARTS_MAX) {
            throw new ClusterException(ended.end() + ", after " + of.size() + " new starts within "
                    + ClusterLimits.CLUSTER_RESTARTS_SECONDS + " seconds" + ended.said());
        }
        of.add(nowNanos);
        dueNanos.put(server, nowNanos + TimeUnit.SECONDS.toNanos(server.restartSeconds()));
        news.accept(ended.end() + "; it is started again in "
                + (server.restartSeconds() == 1 ? "1 second" : server.restartSeconds() + " seconds") + ended.said());
    }
}
