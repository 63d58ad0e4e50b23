package dev.onsale.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.FreePorts;
import dev.onsale.lab.cluster.ClusterCard;
import dev.onsale.lab.cluster.ClusterPrey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code onsale cluster}, with the installed Redis, PostgreSQL and nginx: sells, and leaves nothing behind however it ends. */
@Tag("servers")
class ClusterTest {

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(120);

    @TempDir
    private Path folder;

    private int port;

    @BeforeEach
    void openFolder() throws IOException {
        // PostgreSQL and nginx's workers are others than root, where root runs the tests.
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
        port = FreePorts.row(5);
    }

    private ServerProcess launch(String... more) throws IOException {
        List<String> arguments =
                new ArrayList<>(List.of("cluster", "--port", "" + port, "--base-port", "" + (port + 1)));
        arguments.addAll(Arrays.asList(more));
        // A folder for temporary files of its own, to see what is left in it.
        Path temporary = Files.createDirectories(folder.resolve("tmp"));
        Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwx--x--x"));
        return ServerProcess.launch(
                Map.of("JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + temporary, "XDG_DATA_HOME", folder.toString()),
                arguments.toArray(String[]::new));
    }

    /** What the cluster tells other commands of its user. */
    private ClusterCard card() throws Exception {
        return ClusterCard.read(cardFile()).orElseThrow();
    }

    private Path cardFile() {
        return ClusterCard.file(folder.resolve("onsale").resolve(ClusterCard.FOLDER), port);
    }

    private static ProcessHandle process(ClusterCard card, int node) {
        return card.nodes().get(node).life().process().orElseThrow();
    }

    private static void awaitSaid(ServerProcess cluster, String sentence) {
        await(() -> cluster.err().stream().anyMatch(line -> line.contains(sentence)));
        assertThat(cluster.err()).as(cluster::everythingSaid).anyMatch(line -> line.contains(sentence));
    }

    private List<Path> leftBehind() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("tmp"))) {
            return files.toList();
        }
    }

    @Test
    void itSellsByWeightAndStopsInOrder() throws Exception {
        Path data = folder.resolve("data");
        try (ServerProcess cluster = launch("--data", data.toString())) {
            assertThat(cluster.url().getPort()).isEqualTo(port);
            ab(cluster, 1_000);
            await(() ->
                    IntStream.range(0, 4).mapToLong(node -> lines(data, node)).sum() >= 1_000);
            assertThat(IntStream.range(0, 4).mapToLong(node -> lines(data, node)))
                    .containsExactly(100L, 200L, 300L, 400L);

            List<ProcessHandle> children = cluster.descendants();
            assertThat(children).hasSizeGreaterThan(6);
            ClusterCard card = card();
            assertThat(card.isCurrent()).isTrue();
            assertThat(card.url()).isEqualTo(cluster.url().toString());
            assertThat(card.cluster().pid()).isEqualTo(cluster.pid());
            assertThat(card.operatorToken()).isNotEmptyFile();
            assertThat(card.ordersPassword()).isNotEmptyFile();
            assertThat(cluster.out()).anyMatch(line -> line.endsWith(card.ledger()));
            assertThat(cluster.out()).anyMatch(line -> line.contains(card.orders()));
            assertThat(card.nodes().stream().map(ClusterCard.Node::port))
                    .containsExactly(port + 1, port + 2, port + 3, port + 4);
            assertThat(card.nodes().stream().map(ClusterCard.Node::weight)).containsExactly(1, 2, 3, 4);
            assertThat(children)
                    .containsAll(IntStream.range(0, 4)
                            .mapToObj(node -> process(card, node))
                            .toList());
            assertThat(cluster.terminate()).as(cluster::everythingSaid).isZero();

            assertThat(children).noneMatch(ProcessHandle::isAlive);
            assertThat(cluster.out()).anyMatch(line -> line.matches(" +all +10 +1,000 +100\\.0 % +9,000 left +1,000"));
        }
        assertThat(leftBehind()).isEmpty();
        assertThat(cardFile()).doesNotExist();
        assertThat(data.resolve("postgres/data/PG_VERSION")).exists();
    }

    /** One start for all ends of a server: of a node as asked for, of a node by itself, and of what the nodes need. */
    @Test
    void whatEndsIsStartedAgain() throws Exception {
        try (ServerProcess cluster = launch("--weights", "1,2", "--kill-after", "0", "--restart-after", "0")) {
            awaitSaid(cluster, "node " + (port + 2) + " was killed (SIGKILL");
            awaitSaid(cluster, "node " + (port + 2) + " is started again");
            ab(cluster, 30);

            ProcessHandle victim = process(card(), 0);
            victim.destroyForcibly();
            awaitSaid(
                    cluster,
                    "node " + (port + 1) + " has ended by itself, with exit code 137; the others go on, and it is"
                            + " started again in 0 seconds");
            awaitSaid(cluster, "node " + (port + 1) + " is started again");
            await(() -> !victim.isAlive() && isAnother(victim));
            assertThat(process(card(), 0)).isNotEqualTo(victim);
            assertThat(process(card(), 1).isAlive()).isTrue();
            ab(cluster, 30);

            for (ClusterPrey.Which which :
                    List.of(ClusterPrey.Which.REDIS, ClusterPrey.Which.POSTGRES, ClusterPrey.Which.NGINX)) {
                ClusterPrey prey = ClusterPrey.find(card(), which, 0).orElseThrow();
                prey.kill();
                await(() -> prey(which).map(now -> now.process().pid()).orElse(0L)
                                != prey.process().pid()
                        && prey(which).isPresent());
                assertThat(prey.process().isAlive()).isFalse();
            }
            assertThat(cluster.err())
                    .anyMatch(line -> line.startsWith(
                            "onsale: redis has ended by itself, with exit code 137; it is started again in 1 second"))
                    .contains("onsale: PostgreSQL is started again", "onsale: nginx is started again");
            assertThat(listensInTime(cluster.url())).as("nginx listens again").isTrue();
            ab(cluster, 30);
            List<ProcessHandle> children = cluster.descendants();
            assertThat(cluster.terminate()).as(cluster::everythingSaid).isZero();
            assertThat(children).noneMatch(ProcessHandle::isAlive);
        }
        assertThat(leftBehind()).isEmpty();
        assertThat(cardFile()).doesNotExist();
    }

    private Optional<ClusterPrey> prey(ClusterPrey.Which which) {
        try {
            return ClusterPrey.find(card(), which, 0);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** The card is written after the news. */
    private boolean isAnother(ProcessHandle victim) {
        try {
            return card().nodes().getFirst().life().pid() != victim.pid();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void theOthersGoOnWithoutANodeUntilNoneIsLeft() throws Exception {
        try (ServerProcess cluster = launch("--weights", "1,1")) {
            cluster.url();
            ClusterCard card = card();
            process(card, 1).destroyForcibly();
            awaitSaid(
                    cluster,
                    "node " + (port + 2) + " has ended by itself, with exit code 137; the others go on without it");
            ab(cluster, 30);
            assertThat(card().nodes().get(1).life().process()).isEmpty();

            process(card, 0).destroyForcibly();
            assertThat(cluster.await()).as(cluster::everythingSaid).isEqualTo(1);
            assertThat(cluster.err())
                    .anyMatch(line -> line.startsWith("onsale: node " + (port + 1)
                            + " has ended by itself, with exit code 137, and no node is left"));
        }
        assertThat(leftBehind()).isEmpty();
        assertThat(cardFile()).doesNotExist();
    }

    @Test
    void whenItIsKilledItsServersDieWithIt() throws Exception {
        List<ProcessHandle> children;
        try (ServerProcess cluster = launch("--weights", "1")) {
            cluster.url();
            children = cluster.descendants();
            assertThat(children).hasSizeGreaterThan(3);
            cluster.killHard();
        }
        await(() -> children.stream().noneMatch(ProcessHandle::isAlive));
        assertThat(children).noneMatch(ProcessHandle::isAlive);
        // Nobody could remove its card, and nobody takes it for that of a cluster that runs.
        assertThat(card().isCurrent()).isFalse();
        assertThat(card().nodes().getFirst().life().process()).isEmpty();
    }

    @Test
    void aStartThatFailsHalfWayLeavesNothingRunning() throws Exception {
        Path data = Files.createDirectories(folder.resolve("data"));
        Files.createFile(data.resolve("node-" + (port + 1)));
        try (ServerProcess cluster = launch("--data", data.toString())) {
            assertThat(cluster.await()).isEqualTo(1);
            assertThat(cluster.err())
                    .anyMatch(line -> line.startsWith("onsale: the folder " + data.resolve("node-" + (port + 1))));
        }
        assertThat(ProcessHandle.allProcesses())
                .noneMatch(process -> process.info().commandLine().orElse("").contains(data.toString()));
    }

    @Test
    void aPortThatIsTakenIsNamedBeforeAnythingStarts() throws Exception {
        try (ServerSocket taken = new ServerSocket(port + 3, 1, InetAddress.getLoopbackAddress());
                ServerProcess cluster = launch()) {
            assertThat(taken.isBound()).isTrue();
            assertThat(cluster.await()).isEqualTo(1);
            assertThat(cluster.err())
                    // Of the variable that the tests give it.
                    .filteredOn(line -> !line.startsWith("Picked up JAVA_TOOL_OPTIONS"))
                    .singleElement()
                    .asString()
                    .startsWith("onsale: port " + (port + 3) + " cannot be listened on")
                    .endsWith("choose another with --base-port");
        }
        assertThat(leftBehind()).isEmpty();
    }

    private static long lines(Path data, int node) {
        try (Stream<Path> nodes = Files.list(data)) {
            List<Path> folders = nodes.filter(
                            path -> path.getFileName().toString().startsWith("node-"))
                    .sorted()
                    .toList();
            Path log = folders.get(node).resolve("stat.log");
            return Files.exists(log) ? Files.readAllLines(log).size() : 0;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.getAsBoolean() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    /** A server that is started again has a process before it has its port. */
    private static boolean listensInTime(URI url) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (System.nanoTime() < deadline) {
            try (Socket socket = new Socket(url.getHost(), url.getPort())) {
                return socket.isConnected();
            } catch (IOException notYet) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            }
        }
        return false;
    }

    private static void ab(ServerProcess cluster, int requests) throws Exception {
        Process process = new ProcessBuilder(
                        "ab",
                        "-q",
                        "-n",
                        "" + requests,
                        "-c",
                        "10",
                        cluster.url().resolve("buy/ticket").toString())
                .redirectErrorStream(true)
                .start();
        try {
            String report = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(report).isZero();
            assertThat(report).containsPattern("Complete requests: +" + requests + "\n");
        } finally {
            process.destroyForcibly();
        }
    }
}
