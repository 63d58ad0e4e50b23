package dev.onsale.cluster;

import java.nio.file.Path;

/** The cluster's Redis: every write is on the disk before it is answered, and nothing is ever thrown out. */
final class RedisServer {

    private RedisServer() {}

    static String url(int port) {
        return "redis://127.0.0.1:" + port;
    }

    /** @param program {@code redis-server} */
    static Child start(ProcessTools tools, Path program, ClusterFolder folder, int port) throws ClusterException {
        Path own = folder.privateFolder("redis");
        ProcessBuilder builder = new ProcessBuilder(
                program.toString(),
                "--port",
                Integer.toString(port),
                "--bind",
                "127.0.0.1",
                "--dir",
                own.toString(),
                "--save",
                "",
                "--appendonly",
                "yes",
                "--appendfsync",
                "always",
                "--maxmemory-policy",
                "noeviction");
        return Child.start("Redis", tools, builder, own.resolve("redis.log"), Child.Signal.TERM, Child.Signal.TERM);
    }
}
