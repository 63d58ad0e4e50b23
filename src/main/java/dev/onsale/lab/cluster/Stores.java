package dev.onsale.lab.cluster;

import dev.onsale.config.ClusterLimits;
import dev.onsale.lab.cluster.ClusterCard.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What the nodes of a cluster keep their things in: Redis, with replicas and Sentinels where they are asked for, and PostgreSQL. Owned by the
 * cluster's thread.
 */
final class Stores {

    private static final String LOOPBACK = "127.0.0.1";

    private final ClusterOptions options;
    private final Programs programs;
    private final ClusterFolder folder;
    private final List<Child> group;
    private final PostgresServer postgres;
    private final List<Supervised> redis = new ArrayList<>();
    private final List<Supervised> sentinels = new ArrayList<>();
    private final Supervised database;

    /** Its place among the Redis servers, at first. */
    private final int primary;

    /**
     * Writes their configuration; nothing runs yet.
     *
     * @param group of their processes; this keeps it
     */
    Stores(ClusterOptions options, Programs programs, ClusterFolder folder, List<Child> group) throws ClusterException {
        this.options = options;
        this.programs = programs;
        this.folder = folder;
        this.group = group;
        this.primary = primary();
        for (int i = 0; i <= options.replicas(); i++) {
            redis.add(supervisedRedis(i));
        }
        int primaryPort = redis.get(primary).port();
        for (Supervised server : redis) {
            Path own = folder.privateFolder(server.name());
            Integer follows = server.port() == primaryPort ? null : primaryPort;
            RedisServer.configure(
                    own, RedisConfig.server(LOOPBACK, server.port(), own, follows, Math.min(1, options.replicas())));
        }
        for (int i = 0; i < (options.sentinel() ? ClusterLimits.CLUSTER_SENTINELS : 0); i++) {
            sentinels.add(supervisedSentinel(i, primaryPort));
        }
        this.postgres = PostgresServer.prepare(programs.tools(), programs.postgres(), folder, Ports.lasting());
        this.database = new Supervised(
                Kind.POSTGRES,
                "PostgreSQL",
                postgres.port(),
                ClusterLimits.CLUSTER_RESTART_SECONDS,
                group,
                postgres::start);
    }

    private static String redisName(int place) {
        return place == 0 ? "redis" : "redis-" + (place + 1);
    }

    private static String sentinelName(int place) {
        return "sentinel-" + (place + 1);
    }

    private int primary() throws ClusterException {
        List<Path> sentinelFolders = IntStream.range(0, ClusterLimits.CLUSTER_SENTINELS)
                .mapToObj(i -> folder.path().resolve(sentinelName(i)))
                .toList();
        int last = LastPrimary.of(
                folder.path(),
                IntStream.rangeClosed(0, ClusterLimits.CLUSTER_REPLICAS_MAX)
                        .mapToObj(i -> folder.path().resolve(redisName(i)))
                        .toList(),
                sentinelFolders);
        if (last > options.replicas()) {
            throw new ClusterException("the folder " + folder.path() + " was used with more replicas, and its "
                    + redisName(last) + " has what was sold: start with --replicas " + last
                    + " or more, or choose another folder with --data");
        }
        LastPrimary.keep(folder.path(), last, sentinelFolders);
        return last;
    }

    private Supervised supervisedRedis(int place) throws ClusterException {
        Path own = folder.privateFolder(redisName(place));
        return new Supervised(
                Kind.REDIS,
                redisName(place),
                Ports.lasting(),
                options.sentinel()
                        ? ClusterLimits.CLUSTER_REDIS_RESTART_SECONDS
                        : ClusterLimits.CLUSTER_RESTART_SECONDS,
                group,
                () -> RedisServer.start(programs.tools(), programs.redis(), redisName(place), own));
    }

    private Supervised supervisedSentinel(int place, int primaryPort) throws ClusterException {
        Path own = folder.privateFolder(sentinelName(place));
        int port = Ports.lasting();
        RedisServer.configure(
                own,
                RedisConfig.sentinel(
                        LOOPBACK, port, own, LOOPBACK, primaryPort, ClusterLimits.CLUSTER_SENTINELS_AGREED));
        return new Supervised(
                Kind.SENTINEL,
                sentinelName(place),
                port,
                ClusterLimits.CLUSTER_RESTART_SECONDS,
                group,
                () -> RedisServer.startSentinel(programs.tools(), programs.redis(), sentinelName(place), own));
    }

    /** Starts them all; everything can be used when this returns. */
    void start(StopWish stop) throws ClusterException, StopRequestedException, InterruptedException {
        Supervised first = redis.get(primary);
        Child primaryChild = first.start();
        Child initialization = postgres.initialize();
        if (initialization != null) {
            group.add(initialization);
            initialization.awaitSuccess(stop, ClusterLimits.CLUSTER_START_SECONDS_MAX);
            group.remove(initialization);
        }
        Child databaseChild = database.start();
        Patience.await(primaryChild, stop, () -> isUp(first.port()));
        for (Supervised server : redis) {
            if (server != first) {
                Child replica = server.start();
                Patience.await(replica, stop, () -> isUp(server.port()));
            }
        }
        Patience.await(primaryChild, stop, () -> replicas(first.port()) >= options.replicas());
        for (Supervised sentinel : sentinels) {
            Child child = sentinel.start();
            Patience.await(child, stop, () -> Ports.listens(sentinel.port()));
        }
        // Before they know each other and the replicas there could be no failover.
        for (Supervised sentinel : sentinels) {
            Patience.await(primaryChild, stop, () -> knowsAll(sentinel.port()));
        }
        Patience.await(databaseChild, stop, postgres::isReady);
    }

    private static boolean isUp(int port) {
        try {
            return RedisQuestion.replication(port).containsKey("role");
        } catch (IOException e) {
            return false; // not there yet; who waits looks whether it lives
        }
    }

    /** Replicas that have all that a primary has. */
    private static int replicas(int port) {
        try {
            return (int) RedisQuestion.replication(port).entrySet().stream()
                    .filter(field -> field.getKey().matches("slave\\d+")
                            && field.getValue().contains("state=online"))
                    .count();
        } catch (IOException e) {
            return 0;
        }
    }

    private boolean knowsAll(int sentinelPort) {
        try {
            return RedisQuestion.ofPrimary(sentinelPort, "num-slaves") == options.replicas()
                    && RedisQuestion.ofPrimary(sentinelPort, "num-other-sentinels") == sentinels.size() - 1;
        } catch (IOException e) {
            return false;
        }
    }

    /** Where the ledger is, for nodes. */
    String ledger() {
        return sentinels.isEmpty()
                ? RedisServer.url(redis.get(primary).port())
                : sentinels.stream()
                        .map(sentinel -> LOOPBACK + ":" + sentinel.port())
                        .collect(Collectors.joining(",", "redis-sentinel://", "/" + RedisConfig.PRIMARY));
    }

    PostgresServer postgres() {
        return postgres;
    }

    /** All of them. */
    List<Supervised> servers() {
        List<Supervised> all = new ArrayList<>(redis);
        all.addAll(sentinels);
        all.add(database);
        return all;
    }

    /** What each Redis is just now, for the table; nothing where there is only one. */
    List<RedisRow> rows() {
        return options.replicas() == 0
                ? List.of()
                : redis.stream()
                        .map(server -> RedisRow.of(server.name(), server.port(), server.isAlive()))
                        .toList();
    }
}
