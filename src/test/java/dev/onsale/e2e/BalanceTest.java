package dev.onsale.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.FreePorts;
import dev.onsale.lab.nginx.Balance;
import dev.onsale.lab.nginx.NginxProcess;
import dev.onsale.lab.nginx.NodeAddress;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The article's load test with the real nginx: who of four nodes answered how many of a thousand requests, as each node's own stat.log
 * tells. The nodes' ledgers are embedded ones; for the spreading that makes no difference.
 */
@Tag("servers")
class BalanceTest {

    private static final int NODES = 4;
    private static final int REQUESTS = 1_000;
    private static final int CONNECTIONS = 100;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

    @TempDir
    private static Path folder;

    @TempDir
    private Path ownFolder;

    private static final ServerProcess[] NODE = new ServerProcess[NODES];
    private static final int[] PORT = new int[NODES];

    @BeforeAll
    static void startNodes() {
        List<CompletableFuture<Void>> starts = IntStream.range(0, NODES)
                .mapToObj(node -> CompletableFuture.runAsync(() -> start(node, FreePorts.one())))
                .toList();
        starts.forEach(CompletableFuture::join);
    }

    private static void start(int node, int port) {
        try {
            NODE[node] = ServerProcess.launch(
                    Map.of(),
                    "serve",
                    "--port",
                    Integer.toString(port),
                    "--data",
                    folder.resolve("data" + node).toString(),
                    "--stat-log",
                    statLog(node).toString());
            PORT[node] = NODE[node].url().getPort();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @AfterAll
    static void endNodes() {
        for (ServerProcess node : NODE) {
            if (node != null) {
                node.close();
            }
        }
    }

    private static Path statLog(int node) {
        return folder.resolve("stat" + node + ".log");
    }

    private NginxProcess nginx(Balance balance, int... weights) {
        List<NodeAddress> nodes = new ArrayList<>();
        for (int node = 0; node < NODES; node++) {
            nodes.add(new NodeAddress("127.0.0.1", PORT[node], weights.length == 0 ? null : weights[node]));
        }
        return NginxProcess.start(NginxProcess.config(ownFolder.resolve("nginx"), balance, nodes));
    }

    private static long[] lines() {
        return IntStream.range(0, NODES)
                .mapToLong(node -> {
                    try {
                        return Files.exists(statLog(node))
                                ? Files.readAllLines(statLog(node)).size()
                                : 0;
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .toArray();
    }

    /** Lines that each node added, once it is as it should be or patience ends: a node writes its lines a little after its answers. */
    private static long[] added(long[] before, Predicate<long[]> asItShouldBe) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (true) {
            long[] now = lines();
            long[] added = new long[NODES];
            Arrays.setAll(added, node -> now[node] - before[node]);
            if (asItShouldBe.test(added) || System.nanoTime() > deadline) {
                return added;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    private static long[] addedInAll(long[] before, long requests) {
        return added(before, added -> Arrays.stream(added).sum() >= requests);
    }

    private static void ab(URI url) throws Exception {
        Process process = new ProcessBuilder(
                        "ab",
                        "-q",
                        "-n",
                        "" + REQUESTS,
                        "-c",
                        "" + CONNECTIONS,
                        url.resolve("buy/ticket").toString())
                .redirectErrorStream(true)
                .start();
        try {
            String report = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(report).isZero();
            assertThat(report).containsPattern("Complete requests: +" + REQUESTS + "\n");
            assertThat(report).doesNotContain("Non-2xx responses");
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void weightsOfOneToFourGetExactlyOneToFourHundredOfAThousand() throws Exception {
        long[] before = lines();
        try (NginxProcess nginx = nginx(Balance.WEIGHTED, 1, 2, 3, 4)) {
            ab(nginx.url());
        }

        assertThat(addedInAll(before, REQUESTS)).containsExactly(100, 200, 300, 400);
    }

    @Test
    void roundRobinGivesEachTheSame() throws Exception {
        long[] before = lines();
        try (NginxProcess nginx = nginx(Balance.ROUND_ROBIN)) {
            ab(nginx.url());
        }

        assertThat(addedInAll(before, REQUESTS)).containsExactly(250, 250, 250, 250);
    }

    @Test
    void anAddressStaysOnItsNode() throws Exception {
        try (NginxProcess nginx = nginx(Balance.IP_HASH)) {
            for (int address = 2; address <= 9; address++) {
                long[] before = lines();
                for (int i = 0; i < 5; i++) {
                    assertThat(buyFrom("127.0.0." + address, nginx.url())).isEqualTo("HTTP/1.1 200 OK");
                }

                assertThat(addedInAll(before, 5))
                        .as("127.0.0." + address)
                        .containsOnlyOnce(5)
                        .contains(0, 0, 0);
            }
        }
    }

    @Test
    void aKilledNodeIsLeftOutAndComesBack() throws Exception {
        int killed = 3;
        try (NginxProcess nginx = nginx(Balance.WEIGHTED, 1, 2, 3, 4)) {
            NODE[killed].killHard();
            long[] before = lines();
            for (int i = 0; i < 100; i++) {
                assertThat(buyFrom("127.0.0.1", nginx.url())).isEqualTo("HTTP/1.1 200 OK");
            }
            long[] without = addedInAll(before, 100);
            assertThat(without[killed]).isZero();
            assertThat(Arrays.stream(without).sum()).isEqualTo(100);

            start(killed, PORT[killed]);
            long[] restarted = lines();
            long deadline = System.nanoTime() + PATIENCE_NANOS;
            while (lines()[killed] == restarted[killed] && System.nanoTime() < deadline) {
                assertThat(buyFrom("127.0.0.1", nginx.url())).isEqualTo("HTTP/1.1 200 OK");
            }
            assertThat(lines()[killed]).isGreaterThan(restarted[killed]);
        }
    }

    private static String buyFrom(String address, URI url) throws IOException {
        try (Socket socket = new Socket()) {
            socket.bind(new InetSocketAddress(address, 0));
            socket.connect(new InetSocketAddress(url.getHost(), url.getPort()));
            socket.setSoTimeout((int) TimeUnit.NANOSECONDS.toMillis(PATIENCE_NANOS));
            socket.getOutputStream()
                    .write("GET /buy/ticket HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
        }
    }
}
