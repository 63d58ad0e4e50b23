package dev.onsale.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.onsale.FreePorts;
import dev.onsale.lab.nginx.Balance;
import dev.onsale.lab.nginx.NginxProcess;
import dev.onsale.lab.nginx.NodeAddress;
import dev.onsale.ledger.Order;
import dev.onsale.ledger.redis.RedisServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The article's set-up in a rush: nginx by weight in front of four nodes, one ledger on Redis behind them, 200,000 requests for 10,000
 * tickets. One node dies while tickets are being sold, another when all are gone; the first comes back.
 */
@Tag("alone")
@Tag("servers")
class ClusterRushTest {

    private static final int NODES = 4;
    private static final int REQUESTS = 200_000;
    private static final int TICKETS = 10_000;
    private static final int CONNECTIONS = 100;
    private static final int DEATHS = 2;
    private static final long PATIENCE_SECONDS = 240;

    @TempDir
    private Path folder;

    private final List<ServerProcess> nodes = new ArrayList<>();
    private final List<LineCount> lines = new ArrayList<>();
    private RedisServer redis;

    @BeforeEach
    void start() throws Exception {
        redis = RedisServer.start(Files.createDirectory(folder.resolve("redis")));
        IntStream.range(0, NODES).forEach(node -> lines.add(new LineCount(statLog(node))));
        List<CompletableFuture<ServerProcess>> starts = IntStream.range(0, NODES)
                .mapToObj(node -> CompletableFuture.supplyAsync(() -> node(node, FreePorts.one())))
                .toList();
        starts.forEach(node -> nodes.add(node.join()));
    }

    @AfterEach
    void end() {
        nodes.forEach(ServerProcess::close);
        redis.close();
    }

    private ServerProcess node(int node, int port) {
        try {
            ServerProcess server = ServerProcess.launch(
                    Map.of("ONSALE_LEDGER", redis.url()),
                    "serve",
                    "--port",
                    "" + port,
                    "--data",
                    folder.resolve("node" + node).toString(),
                    "--weight",
                    "" + (node + 1),
                    "--stat-log",
                    statLog(node).toString());
            server.url();
            return server;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static int port(ServerProcess node) {
        try {
            return node.url().getPort();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private Path statLog(int node) {
        return folder.resolve("stat" + node + ".log");
    }

    private long answers() {
        return IntStream.range(0, NODES)
                .mapToLong(node -> lines.get(node).now())
                .sum();
    }

    private void awaitAnswers(long count, Process ab) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (answers() < count) {
            assertThat(ab.isAlive())
                    .as("ab ended before there were %d answers", count)
                    .isTrue();
            assertThat(System.nanoTime() - deadline)
                    .as("not %d answers in time", count)
                    .isNegative();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    @Test
    void everyTicketIsSoldOnceAlthoughNodesDie() throws Exception {
        List<NodeAddress> upstream = IntStream.range(0, NODES)
                .mapToObj(node -> new NodeAddress("127.0.0.1", port(nodes.get(node)), node + 1))
                .toList();
        try (NginxProcess nginx =
                NginxProcess.start(NginxProcess.config(folder.resolve("nginx"), Balance.WEIGHTED, upstream))) {
            Path report = folder.resolve("ab.txt");
            Process ab = ab(report, nginx.url() + "buy/ticket");
            try {
                awaitAnswers(TICKETS / 5, ab);
                nodes.get(3).killHard();
                awaitAnswers(REQUESTS / 2, ab);
                nodes.get(2).killHard();
                nodes.set(3, node(3, upstream.get(3).port()));
                assertThat(ab.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            } finally {
                ab.destroyForcibly();
            }
            String text = Files.readString(report);
            assertThat(text).containsPattern("Complete requests: +" + REQUESTS + "\n");
            // What nginx could not hand to another node, because the dead one might have sold already.
            assertThat(number(text, "Non-2xx responses: +(\\d+)")).isLessThanOrEqualTo(DEATHS * CONNECTIONS);
        }
        Map<String, Order> orders = RedisHistory.orders(redis.url(), "rush");
        assertThat(orders).hasSize(TICKETS);
        assertThat(orders.values())
                .extracting(order -> order.seats().number(0))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.rangeClosed(1, TICKETS).boxed().toList());
    }

    private static int number(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
    }

    private static Process ab(Path report, String url) {
        try {
            return new ProcessBuilder("ab", "-q", "-r", "-n", "" + REQUESTS, "-c", "" + CONNECTIONS, url)
                    .redirectErrorStream(true)
                    .redirectOutput(report.toFile())
                    .start();
        } catch (IOException e) {
            return fail(
                    "ab is needed and cannot be run: install it (Debian and Ubuntu: apt-get install apache2-utils)", e);
        }
    }
}
