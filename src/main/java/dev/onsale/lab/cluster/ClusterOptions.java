package dev.onsale.lab.cluster;

import dev.onsale.config.ClusterLimits;
import dev.onsale.config.InvalidOptionException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a cluster is told, checked once, up front. Whether ports are free is found out by who starts it.
 *
 * @param port where nginx listens, 1 … 65535
 * @param basePort where the first node listens; the others follow. Not where nginx does
 * @param weights of the nodes, 1 … {@link Limits#CLUSTER_NODES_MAX} of them, each 1 … {@link Limits#NGINX_WEIGHT_MAX}
 * @param replicas of the ledger's Redis, 0 … {@link ClusterLimits#CLUSTER_REPLICAS_MAX}
 * @param sentinel whether Sentinels make one of the replicas the primary when that is gone
 * @param data folder that keeps everything, or null for one that is removed at the end
 * @param killAfterSeconds when to kill the last node, in seconds from the moment all is up, or null for never
 * @param restartAfterSeconds when to start a node again that was killed or ended by itself, in seconds from its end, or null for never
 */
public record ClusterOptions(
        int port,
        int basePort,
        List<Integer> weights,
        int replicas,
        boolean sentinel,
        @Nullable Path data,
        @Nullable Integer killAfterSeconds,
        @Nullable Integer restartAfterSeconds) {

    private static final int PORT_MAX = 65_535;

    /**
     * Checks every field, in their order.
     *
     * @throws InvalidOptionException naming the first one at fault
     */
    public ClusterOptions {
        weights = List.copyOf(weights);
        checkRange("--port", port, 1, PORT_MAX);
        if (weights.isEmpty() || weights.size() > ClusterLimits.CLUSTER_NODES_MAX) {
            throw new InvalidOptionException(
                    "--weights",
                    "must be 1 to " + ClusterLimits.CLUSTER_NODES_MAX + " numbers, one for each node, but are "
                            + weights.size());
        }
        weights.forEach(weight -> checkRange("--weights", weight, 1, ClusterLimits.NGINX_WEIGHT_MAX));
        checkRange("--base-port", basePort, 1, PORT_MAX - weights.size() + 1);
        if (port >= basePort && port < basePort + weights.size()) {
            throw new InvalidOptionException(
                    "--port",
                    "must not be one of the nodes' ports " + basePort + " to " + (basePort + weights.size() - 1)
                            + ", but is " + port);
        }
        checkRange("--replicas", replicas, 0, ClusterLimits.CLUSTER_REPLICAS_MAX);
        if (sentinel && replicas == 0) {
            throw new InvalidOptionException(
                    "--replicas", "must be 1 or more with --sentinel, which makes a replica the primary, but is 0");
        }
        if (data != null && data.toString().isBlank()) {
            throw new InvalidOptionException("--data", "must name a folder, but is empty");
        }
        if (killAfterSeconds != null) {
            checkRange("--kill-after", killAfterSeconds, 0, ClusterLimits.CLUSTER_KILL_SECONDS_MAX);
        }
        if (restartAfterSeconds != null) {
            checkRange("--restart-after", restartAfterSeconds, 0, ClusterLimits.CLUSTER_KILL_SECONDS_MAX);
        }
    }

    private static void checkRange(String option, int value, int min, int max) {
        if (value < min || value > max) {
            throw new InvalidOptionException(option, "must be " + min + " to " + max + ", but is " + value);
        }
    }
}
