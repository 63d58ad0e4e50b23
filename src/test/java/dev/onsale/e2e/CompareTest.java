package dev.onsale.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code onsale compare} with the installed Redis and PostgreSQL: the article's argument shows up, and nothing is left behind. */
@Tag("servers")
class CompareTest {

    /** Five contenders, each with a server and a database that start and stop. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(300);

    private static final int TICKETS = 40;
    private static final int FEW = 600;

    /** More than are served before a test has done something. */
    private static final int MANY = 200_000;

    @TempDir
    private Path folder;

    @BeforeEach
    void openFolder() throws IOException {
        // PostgreSQL is another than root, where root runs the tests.
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
    }

    private ServerProcess compare(int buyers, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "compare",
                "--buyers",
                "" + buyers,
                "--tickets",
                "" + TICKETS,
                "--abandon",
                "0.4",
                "--hold",
                "2",
                "--seed",
                "1"));
        arguments.addAll(Arrays.asList(more));
        Path temporary = Files.createDirectories(folder.resolve("tmp"));
        Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwx--x--x"));
        return ServerProcess.launch(
                Map.of(
                        "JAVA_TOOL_OPTIONS",
                        "-Djava.io.tmpdir=" + temporary,
                        // What the user's own node is told is not for the contenders.
                        "ONSALE_LEDGER",
                        "redis://127.0.0.1:1"),
                arguments.toArray(String[]::new));
    }

    private List<Path> leftBehind() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("tmp"))) {
            return files.toList();
        }
    }

    @Test
    void theArgumentForPreDeductionShowsInTheFigures() throws Exception {
        Path page = folder.resolve("page.html");
        try (ServerProcess compare = compare(FEW, "--json", "--page", page.toString())) {
            await(compare, () -> !compare.isAlive());
            assertThat(compare.await()).as(compare.everythingSaid()).isZero();
            JsonNode result = new ObjectMapper().readTree(String.join("\n", compare.out()));
            Map<String, JsonNode> figures = new HashMap<>();
            for (JsonNode contender : result.path("contenders")) {
                figures.put(contender.path("name").asText(), contender.path("figures"));
            }
            assertThat(figures).containsOnlyKeys("hold", "order", "payment", "SQL PostgreSQL", "Redis script");

            // Whoever reserves for a time sells all, and nothing else. (On a slow machine somebody may pay too late.)
            JsonNode holding = figures.get("hold");
            assertFigures(holding, 0, 0, holding.path("refundsDue").asInt());
            assertThat(holding.path("sold").asInt()).isEqualTo(TICKETS);
            // Whoever takes stock for good when it is ordered is left with what nobody pays.
            for (String name : List.of("order", "SQL PostgreSQL")) {
                JsonNode ordering = figures.get(name);
                assertThat(ordering.path("undersold").asInt()).as(name).isPositive();
                assertFigures(ordering, 0, TICKETS - ordering.path("sold").asInt(), 0);
            }
            // Whoever takes it when it is paid has promised more than there is.
            JsonNode paying = figures.get("payment");
            assertThat(paying.path("sold").asInt()).isEqualTo(TICKETS);
            assertThat(paying.path("oversold").asInt()).isPositive();
            assertThat(paying.path("refundsDue").asInt()).isPositive();
            // Whoever asks total >= sold gives out one too many.
            assertThat(figures.get("Redis script").path("oversold").asInt()).isEqualTo(1);
            assertThat(figures.get("Redis script").path("undersold").asInt()).isPositive();
            figures.forEach(
                    (name, figure) -> assertThat(figure.path("writesPerTicket").asDouble())
                            .as(name)
                            .isPositive());
            assertThat(page).content().contains("<svg");
            assertThat(leftBehind()).isEmpty();
        }
    }

    private static void assertFigures(JsonNode figures, int oversold, int undersold, int refundsDue) {
        assertThat(figures.path("oversold").asInt()).isEqualTo(oversold);
        assertThat(figures.path("undersold").asInt()).isEqualTo(undersold);
        assertThat(figures.path("refundsDue").asInt()).isEqualTo(refundsDue);
    }

    @Test
    void aSignalEndsItWithWhatIsKnownAndNothingIsLeftBehind() throws Exception {
        try (ServerProcess compare = compare(FEW, "--only", "sqlite,hold")) {
            await(compare, () -> compare.err().contains("onsale: hold warms up"));
            List<ProcessHandle> children = compare.descendants();
            assertThat(children).isNotEmpty();
            compare.requestStop();
            assertThat(compare.await()).isEqualTo(1);

            assertThat(compare.err()).contains("onsale: hold was not run: it was stopped");
            assertThat(String.join("\n", compare.out())).contains("SQL SQLite");
            assertThat(children).noneMatch(ProcessHandle::isAlive);
            assertThat(leftBehind()).isEmpty();
        }
    }

    @Test
    void aSecondSignalEndsItAtOnceAndNothingIsLeftBehind() throws Exception {
        try (ServerProcess compare = compare(FEW, "--only", "script")) {
            await(compare, () -> compare.err().contains("onsale: script warms up"));
            List<ProcessHandle> children = compare.descendants();
            compare.requestStop();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(350)); // closer together they would be one wish
            compare.requestStop();
            assertThat(compare.await()).isIn(1, 128 + 15);

            children.forEach(child -> child.onExit()
                    .orTimeout(PATIENCE_NANOS, TimeUnit.NANOSECONDS)
                    .join());
            assertThat(leftBehind()).isEmpty();
        }
    }

    @Test
    void aContenderThatDiesIsNamedAndHasNoFigures() throws Exception {
        try (ServerProcess compare = compare(MANY, "--only", "sqlite")) {
            await(compare, () -> compare.err().contains("onsale: sqlite sells"));
            // The one child: the shop.
            compare.descendants().forEach(ProcessHandle::destroyForcibly);
            assertThat(compare.await()).isEqualTo(1);

            assertThat(String.join("\n", compare.err())).contains("SQL SQLite", "shop has ended by itself");
            assertThat(compare.out()).isEmpty();
            assertThat(leftBehind()).isEmpty();
        }
    }

    private static void await(ServerProcess compare, BooleanSupplier done) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (!done.getAsBoolean()) {
            assertThat(System.nanoTime() - deadline)
                    .as(compare.everythingSaid())
                    .isNegative();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }
}
