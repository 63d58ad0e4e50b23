package dev.onsale.lab.cluster;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.onsale.config.ClusterLimits;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a running cluster tells other commands of the same user: where everything is, and which processes its nodes are. A file that nobody
 * else can read or write, named by nginx's port, written as a whole or not at all, and removed at the end. A cluster that was killed leaves
 * its card behind, so whoever reads one asks {@link #isCurrent} before believing it.
 *
 * @param url of nginx
 * @param cluster the process that runs it all
 * @param operatorToken file with what operators' requests carry
 * @param ledger URL of the Redis
 * @param orders URL of the order book, for JDBC, without its password
 * @param ordersPassword file with that password
 * @param servers what the nodes need and what stands before them, in the order of their start
 * @param nodes in the order of their ports
 */
public record ClusterCard(
        String url,
        Life cluster,
        Path operatorToken,
        String ledger,
        String orders,
        Path ordersPassword,
        List<Server> servers,
        List<Node> nodes) {

    /** Where the cards are, in the folder that keeps a user's data. */
    public static final String FOLDER = "clusters";

    private static final int PORT_MAX = 65_535;
    private static final int NEVER = -1;
    private static final Pattern LEDGER = Pattern.compile("redis(-sentinel)?://");

    /** Redis servers and Sentinels, PostgreSQL and nginx. */
    private static final int SERVERS_MAX = 1 + ClusterLimits.CLUSTER_REPLICAS_MAX + ClusterLimits.CLUSTER_SENTINELS + 2;

    private static final String PRIVATE_FOLDER = "rwx------";
    private static final String PRIVATE_FILE = "rw-------";

    /** Process ids are given again, and only in time does a process differ from the next one of the same id. */
    private static final Duration SAME_START = Duration.ofMillis(ClusterLimits.CLUSTER_CARD_START_MILLIS_MAX);

    private static final Set<PosixFilePermission> WRITABLE_BY_OTHERS =
            Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .build();

    public ClusterCard {
        servers = List.copyOf(servers);
        nodes = List.copyOf(nodes);
    }

    /**
     * A process, which its id alone does not tell from a later one.
     *
     * @param startedAt as the system says it, to about a second
     */
    public record Life(long pid, Instant startedAt) {

        /** Of a process that has just been started. Where it has ended already, nothing will be found under its id. */
        static Life of(ProcessHandle process) {
            return new Life(process.pid(), process.info().startInstant().orElse(Instant.EPOCH));
        }

        /** The process, if it still runs. */
        public Optional<ProcessHandle> process() {
            return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(this::isSame);
        }

        private boolean isSame(ProcessHandle process) {
            return process.info()
                    .startInstant()
                    .map(instant -> Duration.between(instant, startedAt).abs().compareTo(SAME_START) <= 0)
                    .orElse(false);
        }
    }

    /** What a server is. */
    public enum Kind {
        /** A Redis with the ledger, primary or replica. */
        REDIS,
        /** A Sentinel, which watches those. */
        SENTINEL,
        /** PostgreSQL, with the order book. */
        POSTGRES,
        /** nginx, before the nodes. */
        NGINX;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A server that is no node; its life is the last one where it has had several.
     *
     * @param restartSeconds when the cluster starts it again after its end
     */
    public record Server(Kind kind, String name, int port, int restartSeconds, Life life) {}

    /**
     * One node; its life is the last one where it has had several.
     *
     * @param restartSeconds when the cluster starts it again after its end, or null for never
     */
    public record Node(int port, int weight, @Nullable Integer restartSeconds, Life life) {}

    /** What stands in the file. */
    private record Written(
            String url,
            long pid,
            String startedAt,
            String operatorTokenFile,
            String ledger,
            String orders,
            String ordersPasswordFile,
            List<WrittenServer> servers,
            List<WrittenNode> nodes) {}

    private record WrittenServer(String kind, String name, int port, int restartSeconds, long pid, String startedAt) {}

    /** @param restartSeconds -1 for never */
    private record WrittenNode(int port, int weight, int restartSeconds, long pid, String startedAt) {}

    /** The file of the cluster whose nginx listens on this port. */
    public static Path file(Path cards, int port) {
        return cards.resolve(port + ".json");
    }

    /** Whether the process that wrote it still runs. */
    public boolean isCurrent() {
        return cluster.process().isPresent();
    }

    /**
     * Writes it in the place of the one that was there, if any; makes the folder if need be.
     *
     * @throws ClusterException if that cannot be
     */
    void write(Path file) throws ClusterException {
        Path folder = file.toAbsolutePath().getParent();
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try {
            if (folder != null) {
                Files.createDirectories(folder, permissions(PRIVATE_FOLDER));
                Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(PRIVATE_FOLDER));
            }
            Files.deleteIfExists(fresh);
            Files.createFile(fresh, permissions(PRIVATE_FILE));
            Files.write(fresh, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(written()));
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new ClusterException("the card of the cluster cannot be written to " + file + " (" + e + ")", e);
        }
    }

    private static FileAttribute<Set<PosixFilePermission>> permissions(String text) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text));
    }

    private Written written() {
        return new Written(
                url,
                cluster.pid(),
                cluster.startedAt().toString(),
                operatorToken.toString(),
                ledger,
                orders,
                ordersPassword.toString(),
                servers.stream()
                        .map(server -> new WrittenServer(
                                server.kind().word(),
                                server.name(),
                                server.port(),
                                server.restartSeconds(),
                                server.life().pid(),
                                server.life().startedAt().toString()))
                        .toList(),
                nodes.stream()
                        .map(node -> new WrittenNode(
                                node.port(),
                                node.weight(),
                                node.restartSeconds() == null ? NEVER : node.restartSeconds(),
                                node.life().pid(),
                                node.life().startedAt().toString()))
                        .toList());
    }

    /**
     * Removes it.
     *
     * @throws ClusterException if it is there and cannot be removed
     */
    static void remove(Path file) throws ClusterException {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new ClusterException(
                    "the card of the cluster, " + file + ", cannot be removed (" + e + "): remove it yourself", e);
        }
    }

    /**
     * Reads one.
     *
     * @return it, or nothing where there is none
     * @throws ClusterException if the file is not exactly what a cluster writes, or others than its owner may write it
     */
    public static Optional<ClusterCard> read(Path file) throws ClusterException {
        byte[] bytes;
        try (InputStream input = Files.newInputStream(file)) {
            for (PosixFilePermission permission : Files.getPosixFilePermissions(file)) {
                if (WRITABLE_BY_OTHERS.contains(permission)) {
                    throw new ClusterException("the card of a cluster " + file
                            + " can be written by others than its owner, so it is not believed: remove it, and"
                            + " start the cluster again");
                }
            }
            bytes = input.readNBytes(ClusterLimits.CLUSTER_CARD_BYTES_MAX + 1);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new ClusterException("the card of a cluster " + file + " cannot be read (" + e + ")", e);
        }
        if (bytes.length > ClusterLimits.CLUSTER_CARD_BYTES_MAX) {
            throw damaged(file, "it has more than " + ClusterLimits.CLUSTER_CARD_BYTES_MAX + " bytes");
        }
        try {
            return Optional.of(of(JSON.readValue(bytes, Written.class)));
        } catch (JacksonException e) {
            JsonLocation at = e.getLocation();
            throw damaged(
                    file, at == null ? "it is not JSON" : "line " + at.getLineNr() + ", column " + at.getColumnNr());
        } catch (IOException | WrongFieldException e) {
            throw damaged(file, String.valueOf(e.getMessage()));
        }
    }

    private static ClusterException damaged(Path file, String why) {
        return new ClusterException(
                "the card of a cluster " + file + " is damaged (" + why + "): remove it, and start the cluster again");
    }

    private static ClusterCard of(Written written) throws WrongFieldException {
        check("url", written.url().startsWith("http://"));
        check("ledger", LEDGER.matcher(written.ledger()).lookingAt());
        check("orders", written.orders().startsWith("jdbc:postgresql:"));
        check("nodes", !written.nodes().isEmpty() && written.nodes().size() <= ClusterLimits.CLUSTER_NODES_MAX);
        check("servers", written.servers().size() <= SERVERS_MAX);
        List<Server> servers = new ArrayList<>();
        for (WrittenServer server : written.servers()) {
            check("servers", server != null);
            check("port", server.port() >= 1 && server.port() <= PORT_MAX);
            check("restartSeconds", server.restartSeconds() >= 0);
            servers.add(new Server(
                    kind(server.kind()),
                    server.name(),
                    server.port(),
                    server.restartSeconds(),
                    life(server.pid(), server.startedAt())));
        }
        List<Node> nodes = new ArrayList<>();
        for (WrittenNode node : written.nodes()) {
            check("nodes", node != null);
            check("port", node.port() >= 1 && node.port() <= PORT_MAX);
            check("weight", node.weight() >= 1 && node.weight() <= ClusterLimits.NGINX_WEIGHT_MAX);
            check("restartSeconds", node.restartSeconds() >= NEVER);
            nodes.add(new Node(
                    node.port(),
                    node.weight(),
                    node.restartSeconds() == NEVER ? null : node.restartSeconds(),
                    life(node.pid(), node.startedAt())));
        }
        return new ClusterCard(
                written.url(),
                life(written.pid(), written.startedAt()),
                path("operatorTokenFile", written.operatorTokenFile()),
                written.ledger(),
                written.orders(),
                path("ordersPasswordFile", written.ordersPasswordFile()),
                servers,
                nodes);
    }

    private static Kind kind(String word) throws WrongFieldException {
        return Arrays.stream(Kind.values())
                .filter(kind -> kind.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new WrongFieldException("kind", null));
    }

    /** Process 0 and those below it stand for whole groups of processes; somebody may want to end what is named here. */
    private static Life life(long pid, String startedAt) throws WrongFieldException {
        check("pid", pid > 1);
        try {
            return new Life(pid, Instant.parse(startedAt));
        } catch (DateTimeParseException e) {
            throw new WrongFieldException("startedAt", e);
        }
    }

    private static Path path(String field, String text) throws WrongFieldException {
        try {
            Path path = Path.of(text);
            check(field, path.isAbsolute());
            return path;
        } catch (InvalidPathException e) {
            throw new WrongFieldException(field, e);
        }
    }

    private static void check(String field, boolean right) throws WrongFieldException {
        if (!right) {
            throw new WrongFieldException(field, null);
        }
    }

    /** What is written is JSON, and no card. */
    private static final class WrongFieldException extends Exception {

        private static final long serialVersionUID = 1L;

        WrongFieldException(String field, @Nullable Throwable cause) {
            super("its field " + field, cause);
        }
    }
}
