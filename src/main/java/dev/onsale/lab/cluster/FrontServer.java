package dev.onsale.lab.cluster;

import dev.onsale.lab.nginx.Balance;
import dev.onsale.lab.nginx.NginxConfig;
import dev.onsale.lab.nginx.NodeAddress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The cluster's nginx. Without limits by address, since everybody who tries it out comes from one, and with buyers as their header names them, since nobody
 * but this machine reaches it.
 */
final class FrontServer {

    private FrontServer() {}

    static Child start(Programs programs, ClusterFolder cluster, int port, List<NodeAddress> nodes)
            throws ClusterException {
        Path folder = cluster.passableFolder("nginx");
        NginxConfig config = new NginxConfig(
                nodes, Balance.WEIGHTED, List.of("127.0.0.1:" + port), List.of(), null, 0, 0, List.of(), true, folder);
        Path file = folder.resolve("nginx.conf");
        try {
            Files.writeString(file, config.text(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new ClusterException("nginx's configuration " + file + " cannot be written (" + e + ")", e);
        }
        ProcessBuilder builder =
                new ProcessBuilder(programs.nginx().toString(), "-c", file.toString(), "-g", "daemon off;");
        // The master takes its workers with it when it is told to end; were it killed, they would go on serving.
        return Child.start(
                "nginx", programs.tools(), builder, folder.resolve("nginx.log"), Child.Signal.TERM, Child.Signal.TERM);
    }
}
