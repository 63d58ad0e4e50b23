package dev.onsale.lab.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which Redis of a folder that is used again was the primary last, and so has what was sold: what Sentinels wrote into their configuration says so, or
 * else a file of the cluster's own. The others begin as its replicas, and throw away what they have. Stateless.
 */
final class LastPrimary {

    private static final String FILE = "redis-primary";
    private static final Pattern MONITORED =
            Pattern.compile("(?m)^sentinel monitor " + RedisConfig.PRIMARY + " \\S+ (\\d{1,5}) ");
    private static final Pattern EPOCH =
            Pattern.compile("(?m)^sentinel config-epoch " + RedisConfig.PRIMARY + " (\\d{1,18})$");
    private static final Pattern PORT = Pattern.compile("(?m)^port (\\d{1,5})$");

    private LastPrimary() {}

    /**
     * Its place among the servers; 0 in a folder that is new.
     *
     * @param cluster folder of the cluster
     * @param servers folders of the Redis servers
     * @param sentinels folders of the Sentinels
     */
    static int of(Path cluster, List<Path> servers, List<Path> sentinels) throws ClusterException {
        long epochLast = -1;
        String port = "";
        for (Path sentinel : sentinels) {
            String config = text(RedisServer.config(sentinel));
            Optional<String> monitored = first(MONITORED, config);
            long epoch = first(EPOCH, config).map(Long::parseLong).orElse(0L);
            if (monitored.isPresent() && epoch > epochLast) {
                epochLast = epoch;
                port = monitored.get();
            }
        }
        for (int i = 0; i < servers.size(); i++) {
            if (first(PORT, text(RedisServer.config(servers.get(i))))
                    .orElse("none")
                    .equals(port)) {
                return i;
            }
        }
        String kept = text(cluster.resolve(FILE)).strip();
        return kept.matches("\\d") && Integer.parseInt(kept) < servers.size() ? Integer.parseInt(kept) : 0;
    }

    /** Keeps it for the next time. What Sentinels knew of another run counts no more. */
    static void keep(Path cluster, int primary, List<Path> sentinels) throws ClusterException {
        try {
            Files.writeString(cluster.resolve(FILE), primary + "\n", StandardCharsets.US_ASCII);
            for (Path sentinel : sentinels) {
                Files.deleteIfExists(RedisServer.config(sentinel));
            }
        } catch (IOException e) {
            throw new ClusterException("the folder " + cluster + " cannot be written (" + e + ")", e);
        }
    }

    private static Optional<String> first(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    private static String text(Path file) throws ClusterException {
        try {
            return Files.exists(file) ? Files.readString(file, StandardCharsets.UTF_8) : "";
        } catch (IOException e) {
            throw new ClusterException("the file " + file + " cannot be read (" + e + ")", e);
        }
    }
}
