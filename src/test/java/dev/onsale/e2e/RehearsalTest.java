package dev.onsale.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.onsale.FreePorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code onsale rehearse}, as a user runs it: small crowds, real servers. */
@Tag("servers")
class RehearsalTest {

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(120);

    @TempDir
    private Path folder;

    private ServerProcess rehearse(String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of("rehearse"));
        all.addAll(Arrays.asList(arguments));
        Path temporary = Files.createDirectories(folder.resolve("tmp"));
        return ServerProcess.launch(
                Map.of("JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + temporary, "XDG_DATA_HOME", folder.toString()),
                all.toArray(String[]::new));
    }

    private static JsonNode report(ServerProcess rehearsal) throws IOException {
        return new ObjectMapper().readTree(String.join("\n", rehearsal.out()));
    }

    private static List<String> laws(JsonNode report, String result) {
        return StreamSupport.stream(report.at("/verdict/checks").spliterator(), false)
                .filter(check -> check.path("result").asText().equals(result))
                .map(check -> check.path("law").asText())
                .toList();
    }

    private static void awaitThat(BooleanSupplier condition, ServerProcess said) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(said::everythingSaid).isLessThan(deadline);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    @Test
    void itSellsEveryTicketOfAConcertOnceAndLeavesNothingBehind() throws Exception {
        Path page = folder.resolve("report.html");
        try (ServerProcess rehearsal = rehearse(
                "--buyers=4000",
                "--tickets=200",
                "--arrivals=spike:2",
                "--hold=2",
                "--abandon=0.3",
                "--patient=0.3",
                "--repeat=0.5",
                "--think=300",
                "--json",
                "--page=" + page)) {
            assertThat(rehearsal.await()).as(rehearsal::everythingSaid).isZero();
            JsonNode report = report(rehearsal);
            assertThat(report.at("/buyers/paid").asInt()).isEqualTo(200);
            assertThat(report.at("/buyers/total").asInt()).isEqualTo(4000);
            assertThat(report.at("/buyers/abandoned").asInt()).isPositive();
            assertThat(laws(report, "kept")).hasSize(9);
        }
        assertThat(Files.readString(page)).contains("<html").doesNotContain("src=\"http");
        try (Stream<Path> left = Files.list(folder.resolve("tmp"))) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void itSellsATrainToTheLastSeatThatSomebodyWaitsFor() throws Exception {
        try (ServerProcess rehearsal = rehearse(
                "--buyers=4000",
                "--tickets=100",
                "--stops=8",
                "--arrivals=spike:2",
                "--hold=2",
                "--patient=0.3",
                "--think=300",
                "--json")) {
            assertThat(rehearsal.await()).as(rehearsal::everythingSaid).isZero();
            JsonNode report = report(rehearsal);
            assertThat(report.at("/buyers/paid").asInt()).isGreaterThan(100);
            assertThat(laws(report, "kept")).hasSize(9);
        }
    }

    @Test
    void aServerThatDiesInTheMiddleIsToldWithWhatIsKnown() throws Exception {
        Path data = folder.resolve("data");
        try (ServerProcess server = ServerProcess.serve(data, "--no-demo");
                ServerProcess rehearsal = rehearse(
                        "--url=" + server.url(),
                        "--operator-token=" + data.resolve("operator-token"),
                        "--buyers=60000",
                        "--tickets=50",
                        "--arrivals=steady:60",
                        "--json")) {
            awaitThat(() -> rehearsal.err().size() > 1, rehearsal);
            server.killHard();
            assertThat(rehearsal.await()).as(rehearsal::everythingSaid).isEqualTo(1);
            JsonNode report = report(rehearsal);
            assertThat(report.path("cutShort").asText()).contains("nothing answers at 127.0.0.1");
            assertThat(laws(report, "unknown")).contains("everybody is answered");
            assertThat(laws(report, "broken")).isEmpty();
            assertThat(report.at("/buyers/absent").asInt()).isPositive();
        }
    }

    @Test
    void aStopEndsItWithAReportOfWhatWas() throws Exception {
        try (ServerProcess rehearsal = rehearse("--buyers=60000", "--tickets=50", "--arrivals=steady:60", "--json")) {
            awaitThat(() -> rehearsal.err().stream().anyMatch(line -> line.contains("buyers")), rehearsal);
            assertThat(rehearsal.terminate()).as(rehearsal::everythingSaid).isEqualTo(1);
            assertThat(report(rehearsal).path("cutShort").asText()).contains("stopped");
        }
        try (Stream<Path> left = Files.list(folder.resolve("tmp"))) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void aServerOutOfReachIsNamed() throws Exception {
        Path token = Files.writeString(folder.resolve("token"), "a-token-of-no-importance");
        int port = FreePorts.row(1);
        try (ServerProcess rehearsal =
                rehearse("--url=http://127.0.0.1:" + port, "--operator-token=" + token, "--buyers=10", "--tickets=1")) {
            assertThat(rehearsal.await()).isEqualTo(1);
            assertThat(rehearsal.err())
                    .anyMatch(line -> line.contains("http://127.0.0.1:" + port + "/ does not answer"));
        }
    }

    @Test
    @Tag("alone")
    void aClusterKeepsItsPromiseWhenANodeIsKilledInTheMiddle() throws Exception {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
        Path temporary = Files.createDirectories(folder.resolve("tmp"));
        Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwx--x--x"));
        int port = FreePorts.row(5);
        try (ServerProcess cluster = ServerProcess.launch(
                Map.of("JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + temporary, "XDG_DATA_HOME", folder.toString()),
                "cluster",
                "--port=" + port,
                "--base-port=" + (port + 1))) {
            cluster.url();
            try (ServerProcess rehearsal = rehearse(
                    "--url=" + cluster.url(),
                    "--kill-node",
                    "--buyers=20000",
                    "--tickets=500",
                    "--arrivals=spike:8",
                    "--hold=2",
                    "--patient=0.2",
                    "--think=300",
                    "--json")) {
                assertThat(rehearsal.await()).as(rehearsal::everythingSaid).isZero();
                assertThat(rehearsal.err()).anyMatch(line -> line.contains("was killed (SIGKILL"));
                JsonNode report = report(rehearsal);
                assertThat(report.at("/buyers/paid").asInt()).isEqualTo(500);
                assertThat(laws(report, "kept")).hasSize(10).contains("selling goes on after the death");
                assertThat(report.at("/deaths/0/name").asText()).isEqualTo("node " + (port + 4));
                assertThat(report.at("/deaths/0/sold").asInt())
                        .as("half of the tickets")
                        .isBetween(250, 260);
                assertThat(report.at("/deaths/0/sellingSeconds").asDouble()).isPositive();
            }
            assertThat(cluster.terminate()).as(cluster::everythingSaid).isZero();
        }
    }
}
