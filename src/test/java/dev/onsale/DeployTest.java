package dev.onsale;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.onsale.config.ClusterLimits;
import dev.onsale.config.Limits;
import dev.onsale.lab.cluster.RedisConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;
import picocli.CommandLine;

/** What {@code deploy/} holds is read by the programs that it is for, and says the same everywhere. */
@Tag("servers")
class DeployTest {

    private static final Path DEPLOY = Path.of("deploy");
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final Pattern SECONDS = Pattern.compile("(\\d+)s?");

    @TempDir
    private Path folder;

    private static String read(String file) throws IOException {
        return Files.readString(DEPLOY.resolve(file), StandardCharsets.UTF_8);
    }

    private static JsonNode compose() throws IOException {
        // SnakeYAML itself, since Jackson leaves anchors and merge keys (<<) as they stand.
        return new ObjectMapper().valueToTree(new Yaml().load(read("compose.yaml")));
    }

    private static String printed(String... arguments) {
        StringWriter out = new StringWriter();
        assertThat(Main.commandLine().setOut(new PrintWriter(out, true)).execute(arguments))
                .isZero();
        return out.toString();
    }

    @Test
    void nginxIsToldWhatTheCommandPrintsForTheNodesOfTheComposeFile() throws Exception {
        List<String> arguments = new ArrayList<>(List.of("nginx"));
        for (int node = 1; node <= 4; node++) {
            JsonNode service = compose().path("services").path("node" + node);
            List<String> command = strings(service.path("command"));
            String weight = command.get(command.indexOf("--weight") + 1);
            String address =
                    service.path("networks").path("onsale").path("ipv4_address").asText();
            arguments.addAll(List.of("--node", address + ":3000=" + weight));
        }

        assertThat(read("nginx/nginx.conf")).isEqualTo(printed(arguments.toArray(String[]::new)));
    }

    /** What the guide recommends is what {@code onsale cluster --sentinel} runs, and what the tests kill. */
    @Test
    void redisAndSentinelsAreConfiguredAsTheClusterConfiguresThem() throws Exception {
        assertThat(read("redis/redis.conf")).isEqualTo(RedisConfig.server("0.0.0.0 -::*", 6379, null, null, 1));
        assertThat(read("redis/sentinel.conf"))
                .isEqualTo(RedisConfig.sentinel(
                        null, 26379, null, "10.0.0.31", 6379, ClusterLimits.CLUSTER_SENTINELS_AGREED));
        // Two lines tell a server from another, and nothing else does.
        assertThat(RedisConfig.server("127.0.0.1", 7000, Path.of("/data"), 6379, 1)
                        .lines()
                        .filter(line -> !line.matches("bind .*|port .*|dir .*|replicaof .*")))
                .containsExactlyElementsOf(read("redis/redis.conf")
                        .lines()
                        .filter(line -> !line.matches("bind .*|port .*"))
                        .toList());
    }

    @Test
    void theComposeFileHasTheSetUpOfTheGuide() throws Exception {
        JsonNode services = compose().path("services");
        List<String> sentinels = new ArrayList<>();
        for (int i = 1; i <= ClusterLimits.CLUSTER_SENTINELS; i++) {
            JsonNode sentinel = services.path("sentinel-" + i);
            assertThat(sentinel.path("command").toString()).contains("--sentinel", "10.0.0.31/172.28.0.2/");
            assertThat(strings(sentinel.path("volumes"))).contains("./redis/sentinel.conf:/etc/sentinel.conf:ro");
            sentinels.add(sentinel.path("networks")
                            .path("onsale")
                            .path("ipv4_address")
                            .asText() + ":26379");
        }
        for (String name : List.of("redis", "redis-2", "redis-3")) {
            assertThat(strings(services.path(name).path("volumes"))).contains("./redis/redis.conf:/etc/redis.conf:ro");
        }
        for (String name : List.of("redis-2", "redis-3")) {
            assertThat(services.path(name).path("command").toString()).contains("replicaof 172.28.0.2 6379");
        }
        for (int node = 1; node <= 4; node++) {
            assertThat(strings(services.path("node" + node).path("command"))).containsSequence("--replicas", "1");
            assertThat(services.path("node" + node)
                            .path("environment")
                            .path("ONSALE_LEDGER")
                            .asText())
                    .startsWith("redis-sentinel://")
                    .endsWith("@" + String.join(",", sentinels) + "/onsale");
        }
    }

    @Test
    void redisTakesItsConfiguration() throws Exception {
        int port = FreePorts.one();
        Process redis = new ProcessBuilder(
                        "redis-server",
                        DEPLOY.resolve("redis/redis.conf").toAbsolutePath().toString(),
                        "--port",
                        "" + port,
                        "--bind",
                        "127.0.0.1",
                        "--dir",
                        folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("redis.out").toFile())
                .start();
        try {
            awaitListening(port, redis, folder.resolve("redis.out"));
            assertThat(ask(port, "CONFIG GET appendfsync")).contains("always");
            assertThat(ask(port, "CONFIG GET appendonly")).contains("yes");
            assertThat(ask(port, "CONFIG GET maxmemory-policy")).contains("noeviction");
        } finally {
            end(redis);
        }
    }

    @Test
    void sentinelTakesItsConfiguration() throws Exception {
        int port = FreePorts.one();
        // It writes into its configuration.
        Path own = Files.copy(DEPLOY.resolve("redis/sentinel.conf"), folder.resolve("sentinel.conf"));
        Process sentinel = new ProcessBuilder(
                        "redis-server", own.toString(), "--sentinel", "--port", "" + port, "--dir", folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("sentinel.out").toFile())
                .start();
        try {
            awaitListening(port, sentinel, folder.resolve("sentinel.out"));
            assertThat(ask(port, "SENTINEL MASTERS")).contains("onsale", "10.0.0.31");
        } finally {
            end(sentinel);
        }
    }

    private static void awaitListening(int port, Process server, Path said) throws IOException {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (true) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                assertThat(socket.isConnected()).isTrue();
                return;
            } catch (IOException e) {
                assertThat(server.isAlive()).as(Files.readString(said)).isTrue();
                assertThat(System.nanoTime()).isLessThan(deadline);
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            }
        }
    }

    private static String ask(int port, String command) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout((int) TimeUnit.NANOSECONDS.toMillis(PATIENCE_NANOS));
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
            byte[] answer = new byte[1 << 16];
            int length = socket.getInputStream().read(answer);
            return new String(answer, 0, Math.max(0, length), StandardCharsets.UTF_8);
        }
    }

    private static void end(Process server) {
        server.destroyForcibly();
        server.onExit().orTimeout(60, TimeUnit.SECONDS).join();
    }

    @Test
    void theComposeFileNamesOnlyWhatIsThere() throws Exception {
        JsonNode compose = compose();
        JsonNode services = compose.path("services");
        Set<String> addresses = new HashSet<>();
        Set<String> volumes = new HashSet<>();
        services.properties().forEach(service -> {
            JsonNode value = service.getValue();
            assertThat(strings(value.path("depends_on"))).isEmpty();
            value.path("depends_on").fieldNames().forEachRemaining(needed -> {
                assertThat(services.has(needed))
                        .as(service.getKey() + " needs " + needed)
                        .isTrue();
                assertThat(services.path(needed).has("healthcheck"))
                        .as("health of " + needed)
                        .isTrue();
            });
            String address =
                    value.path("networks").path("onsale").path("ipv4_address").asText();
            assertThat(address).startsWith("172.28.0.");
            assertThat(addresses.add(address)).as(address).isTrue();
            for (String volume : strings(value.path("volumes"))) {
                String source = volume.split(":", -1)[0];
                if (source.startsWith("./")) {
                    assertThat(DEPLOY.resolve(source)).isRegularFile();
                } else {
                    volumes.add(source);
                }
            }
        });
        assertThat(addresses).hasSize(12);
        Set<String> declared = new HashSet<>();
        compose.path("volumes").fieldNames().forEachRemaining(declared::add);
        assertThat(volumes).isEqualTo(declared);
        JsonNode build = services.path("node1").path("build");
        assertThat(DEPLOY.resolve(build.path("context").asText())
                        .resolve(build.path("dockerfile").asText()))
                .isRegularFile();
    }

    @Test
    void theComposeFileAsksForNothingThatTheExampleOfItsVariablesLeavesOut() throws Exception {
        Set<String> asked = matches("\\$\\{([A-Z_]+):\\?", read("compose.yaml"));
        Set<String> named = matches("(?m)^([A-Z_]+)=$", read(".env.example"));

        assertThat(asked).isEqualTo(named).isNotEmpty();
    }

    private static Set<String> matches(String pattern, String text) {
        Set<String> found = new HashSet<>();
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }

    @Test
    void nodesAreStartedWithOptionsThatTheyKnowAndGivenTheTimeToStop() throws Exception {
        JsonNode compose = compose();
        for (int node = 1; node <= 4; node++) {
            parse(strings(compose.path("services").path("node" + node).path("command")));
        }
        assertThat(seconds(compose.path("services")
                        .path("node1")
                        .path("stop_grace_period")
                        .asText()))
                .isGreaterThan(Limits.STOP_SECONDS_MAX);
        for (String unit : List.of("onsale.service", "onsale-node@.service")) {
            Map<String, String> values = unit(unit);
            String start = values.getOrDefault("ExecStart", "");
            assertThat(start).startsWith("/opt/onsale/onsale serve ");
            parse(List.of(start.replace("${WEIGHT}", "1")
                    .replace("${REPLICAS}", "1")
                    .replace("%i", "3001")
                    .substring("/opt/onsale/onsale ".length())
                    .split(" ", -1)));
            assertThat(seconds(values.getOrDefault("TimeoutStopSec", "0"))).isGreaterThan(Limits.STOP_SECONDS_MAX);
        }
        String image = read("Dockerfile");
        parse(strings(new YAMLMapper().readTree(image.substring(image.indexOf("CMD [") + 4))));
    }

    private static void parse(List<String> arguments) {
        CommandLine.ParseResult result = Main.commandLine().parseArgs(arguments.toArray(String[]::new));
        assertThat(result.subcommand().commandSpec().name()).isEqualTo("serve");
    }

    private static int seconds(String text) {
        Matcher matcher = SECONDS.matcher(text);
        assertThat(matcher.matches()).as(text).isTrue();
        return Integer.parseInt(matcher.group(1));
    }

    private static Map<String, String> unit(String name) throws IOException {
        Map<String, String> values = new HashMap<>();
        List<String> sections = new ArrayList<>();
        for (String line : read("systemd/" + name).lines().toList()) {
            if (line.startsWith("[")) {
                sections.add(line);
            } else if (!line.isBlank() && !line.startsWith("#")) {
                assertThat(line).as(name).matches("[A-Za-z]+=.*");
                values.put(line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1));
            }
        }
        assertThat(sections).containsExactly("[Unit]", "[Service]", "[Install]");
        return values;
    }

    /** Where systemd is: a machine without it has no use for units, and reads them above. */
    @Test
    void systemdTakesTheUnits() throws Exception {
        Path verify = Path.of("/usr/bin/systemd-analyze");
        for (String name : List.of("onsale.service", "onsale-node@.service")) {
            String unit = read("systemd/" + name);
            assertThat(unit(name)).containsEntry("Restart", "always").containsEntry("LimitNOFILE", "65536");
            if (!Files.isExecutable(verify)) {
                continue;
            }
            Path copy = Files.writeString(folder.resolve(name), unit.replace("/opt/onsale/onsale ", "/bin/true "));
            Process process = new ProcessBuilder(verify.toString(), "verify", copy.toString())
                    .redirectErrorStream(true)
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(said).isZero();
            assertThat(said).doesNotContain(name);
        }
    }

    @Test
    void kernelLimitsAreOnesThatTheKernelHas() throws Exception {
        for (String line : read("sysctl/90-onsale.conf").lines().toList()) {
            if (!line.isBlank() && !line.startsWith("#")) {
                assertThat(line).matches("[a-z0-9_.-]+ = [0-9 ]+");
            }
        }
        assertThat(read("sysctl/90-onsale.conf"))
                .contains("net.core.somaxconn = " + Limits.HTTP_ACCEPT_BACKLOG_MAX + "\n");
    }

    /** The layers above nginx speak of the same address, and their braces close. */
    @Test
    void theLayersAboveAgreeOnTheAddress() throws Exception {
        for (String file : List.of("lvs/keepalived.conf", "ospf/bird.conf")) {
            String text = read(file);
            assertThat(text).contains("203.0.113.10/32");
            assertThat(depths(text)).as(file).allMatch(depth -> depth >= 0).endsWith(0);
        }
    }

    private static List<Integer> depths(String text) {
        List<Integer> depths = new ArrayList<>();
        int depth = 0;
        for (String line : text.lines().toList()) {
            String code = line.replaceFirst("#.*", "");
            depth += (int) (code.chars().filter(c -> c == '{').count()
                    - code.chars().filter(c -> c == '}').count());
            depths.add(depth);
        }
        return depths;
    }

    @Test
    void everyFileIsExplainedInTheGuide() throws Exception {
        String guide = read("README.md");
        try (Stream<Path> files = Files.walk(DEPLOY)) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(file -> DEPLOY.relativize(file).toString())
                            .filter(file -> !file.equals("README.md"))
                            .filter(file -> !guide.contains("(" + file + ")")))
                    .isEmpty();
        }
    }

    private static List<String> strings(JsonNode array) {
        List<String> strings = new ArrayList<>();
        if (array.isArray()) {
            array.forEach(element -> strings.add(element.asText()));
        }
        return strings;
    }
}
