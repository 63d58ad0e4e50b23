package dev.onsale.lab.cluster;

import dev.onsale.lab.cluster.ClusterCard.Kind;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A process of a running cluster that is to be killed, as a power cut would end it.
 *
 * @param name in a few words
 * @param process that it is
 * @param restartSeconds when the cluster starts it again, or null for never
 */
public record ClusterPrey(
        String name, ProcessHandle process, @Nullable Integer restartSeconds) {

    /** What may be killed. */
    public enum Which {
        /** A node. */
        NODE,
        /** The Redis that is the primary just then. */
        REDIS,
        /** A Redis that is a replica just then. */
        REPLICA,
        /** A Sentinel. */
        SENTINEL,
        /** PostgreSQL. */
        POSTGRES,
        /** nginx. */
        NGINX;

        /** By its word on a command line. */
        public static Optional<Which> of(String word) {
            return Arrays.stream(values())
                    .filter(which -> which.name().toLowerCase(Locale.ROOT).equals(word))
                    .findFirst();
        }
    }

    /**
     * Finds it.
     *
     * @param port of the node that is meant, or 0 for the last one that runs
     * @return nothing where the cluster has none that runs
     */
    public static Optional<ClusterPrey> find(ClusterCard card, Which which, int port) {
        return switch (which) {
            case NODE -> node(card, port);
            case REDIS -> redis(card, "master").map(server -> of("the primary Redis", server));
            case REPLICA -> redis(card, "slave").map(server -> of("a replica", server));
            case SENTINEL -> last(card, Kind.SENTINEL).map(server -> of("a Sentinel", server));
            case POSTGRES -> last(card, Kind.POSTGRES).map(server -> of("PostgreSQL", server));
            case NGINX -> last(card, Kind.NGINX).map(server -> of("nginx", server));
        };
    }

    private static Optional<ClusterPrey> node(ClusterCard card, int port) {
        return card.nodes().stream()
                .filter(node -> port == 0 || node.port() == port)
                .filter(node -> node.life().process().isPresent())
                .reduce((first, last) -> last)
                .map(node -> new ClusterPrey(
                        "node " + node.port(), node.life().process().orElseThrow(), node.restartSeconds()));
    }

    private static List<ClusterCard.Server> running(ClusterCard card, Kind kind) {
        return card.servers().stream()
                .filter(server -> server.kind() == kind)
                .filter(server -> server.life().process().isPresent())
                .toList();
    }

    private static Optional<ClusterCard.Server> last(ClusterCard card, Kind kind) {
        return running(card, kind).stream().reduce((first, last) -> last);
    }

    /** After a failover it need not be the first one. */
    private static Optional<ClusterCard.Server> redis(ClusterCard card, String role) {
        return running(card, Kind.REDIS).stream()
                .filter(server -> role(server.port()).equals(role))
                .findFirst();
    }

    private static String role(int port) {
        try {
            return RedisQuestion.replication(port).getOrDefault("role", "");
        } catch (IOException e) {
            return ""; // it does not answer, so it is neither just now
        }
    }

    private static ClusterPrey of(String what, ClusterCard.Server server) {
        String name = what.equals(server.name()) ? what : what + " (" + server.name() + ")";
        return new ClusterPrey(name, server.life().process().orElseThrow(), server.restartSeconds());
    }

    /** Kills it with all that it has started (SIGKILL): workers of a killed nginx would go on serving. */
    public void kill() {
        List<ProcessHandle> descendants = process.descendants().toList();
        process.destroyForcibly();
        descendants.forEach(ProcessHandle::destroyForcibly);
    }

    /** What has been done, and who starts it again. */
    public String sentence() {
        return name + " was killed (SIGKILL, process " + process.pid() + "; "
                + (restartSeconds == null
                        ? "nobody starts it again"
                        : "the cluster starts it again " + restartSeconds
                                + (restartSeconds == 1 ? " second" : " seconds") + " later")
                + ")";
    }
}
