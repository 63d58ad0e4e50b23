package dev.onsale.lab.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A Redis of the cluster, or a Sentinel, which is the same program in another mode. Both write into their configuration: who is whose replica,
 * and what a failover came to, stands there at the next start.
 */
final class RedisServer {

    private static final String CONFIG = "redis.conf";

    private RedisServer() {}

    static String url(int port) {
        return "redis://127.0.0.1:" + port;
    }

    /** Its configuration, in a folder of its own. */
    static Path config(Path own) {
        return own.resolve(CONFIG);
    }

    /** Writes a server's configuration, for its first start in this cluster. */
    static void configure(Path own, String config) throws ClusterException {
        Path file = config(own);
        try {
            Files.writeString(file, config, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new ClusterException("the configuration of Redis " + file + " cannot be written (" + e + ")", e);
        }
    }

    /**
     * Starts one that has been configured.
     *
     * @param program {@code redis-server}
     * @param own its folder
     */
    static Child start(ProcessTools tools, Path program, String name, Path own) throws ClusterException {
        return start(
                name,
                tools,
                own,
                new ProcessBuilder(program.toString(), config(own).toString()));
    }

    /** The same for a Sentinel. */
    static Child startSentinel(ProcessTools tools, Path program, String name, Path own) throws ClusterException {
        return start(
                name,
                tools,
                own,
                new ProcessBuilder(program.toString(), config(own).toString(), "--sentinel"));
    }

    /** One by itself, that loses nothing; it listens later. */
    static Child startAlone(ProcessTools tools, Path program, ClusterFolder folder, int port) throws ClusterException {
        Path own = folder.privateFolder("redis");
        configure(own, RedisConfig.server("127.0.0.1", port, own, null, 0));
        return start(tools, program, "Redis", own);
    }

    private static Child start(String name, ProcessTools tools, Path own, ProcessBuilder builder)
            throws ClusterException {
        return Child.start(
                name,
                tools,
                builder.directory(own.toFile()),
                own.resolve("redis.log"),
                Child.Signal.TERM,
                Child.Signal.TERM);
    }
}
