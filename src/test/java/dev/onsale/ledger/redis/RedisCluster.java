package dev.onsale.ledger.redis;

import dev.onsale.FreePorts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A Redis Cluster of a test's own: some primaries, each with one replica, as {@code redis-cli --cluster create} makes it. */
final class RedisCluster implements AutoCloseable {

    private final List<RedisServer> servers = new ArrayList<>();

    private RedisCluster() {}

    static RedisCluster start(Path dir, int primaries, String... options) throws IOException, InterruptedException {
        RedisCluster cluster = new RedisCluster();
        try {
            for (int i = 0; i < 2 * primaries; i++) {
                List<String> all = new ArrayList<>(List.of(
                        "--cluster-enabled",
                        "yes",
                        "--cluster-port",
                        Integer.toString(FreePorts.one()),
                        "--cluster-node-timeout",
                        "2000"));
                all.addAll(List.of(options));
                cluster.servers.add(
                        RedisServer.start(Files.createDirectory(dir.resolve("node" + i)), all.toArray(String[]::new)));
            }
            cluster.create();
            return cluster;
        } catch (IOException | InterruptedException | RuntimeException | Error e) {
            cluster.close();
            throw e;
        }
    }

    private void create() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("redis-cli", "--cluster", "create"));
        servers.forEach(server -> command.add("127.0.0.1:" + server.port()));
        command.addAll(List.of("--cluster-replicas", "1", "--cluster-yes"));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new AssertionError("redis-cli --cluster create: " + said);
        }
        Desk.await(
                "the cluster is whole",
                () -> servers.stream().allMatch(RedisCluster::isOk) && replicas() == servers.size() / 2);
    }

    private static boolean isOk(RedisServer server) {
        String info = server.tell("CLUSTER INFO");
        return info.contains("cluster_state:ok")
                && !server.tell("INFO replication").contains("master_link_status:down");
    }

    private long replicas() {
        return servers.stream().filter(server -> !isPrimary(server)).count();
    }

    static boolean isPrimary(RedisServer server) {
        return server.tell("INFO replication").contains("role:master");
    }

    List<RedisServer> servers() {
        return servers;
    }

    /** The primary that has the slot of a sale. */
    RedisServer primaryOf(String sale) {
        String slot = servers.getFirst()
                .tell("CLUSTER KEYSLOT {" + sale + "}:sale")
                .strip()
                .substring(1);
        return servers.stream()
                .filter(RedisServer::isAlive)
                .filter(RedisCluster::isPrimary)
                .filter(server -> has(server, Integer.parseInt(slot)))
                .findFirst()
                .orElseThrow();
    }

    private static boolean has(RedisServer server, int slot) {
        String me = server.tell("CLUSTER NODES")
                .lines()
                .filter(line -> line.contains("myself"))
                .findFirst()
                .orElseThrow();
        String[] words = me.split(" ", -1);
        for (int i = 8; i < words.length; i++) {
            if (words[i].startsWith("[")) {
                continue; // being handed over
            }
            String[] range = words[i].split("-", -1);
            if (Integer.parseInt(range[0]) <= slot && slot <= Integer.parseInt(range[range.length - 1])) {
                return true;
            }
        }
        return false;
    }

    String url() {
        return servers.stream()
                .map(server -> "127.0.0.1:" + server.port())
                .collect(Collectors.joining(",", "redis-cluster://", ""));
    }

    @Override
    public void close() {
        servers.forEach(RedisServer::close);
    }
}
