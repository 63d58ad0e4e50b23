package dev.onsale.lab.compare;

import dev.onsale.lab.cluster.ClusterException;
import dev.onsale.lab.cluster.LocalServers;
import dev.onsale.lab.rehearsal.Server;

/** A contender that is running, with a database of its own. Owned by the thread that started it. */
final class Stand implements AutoCloseable {

    private final LocalServers servers;
    private final Server server;
    private final WriteCount writes;

    Stand(LocalServers servers, Server server, boolean isOnsale) {
        this.servers = servers;
        this.server = server;
        this.writes = new WriteCount(server.url(), isOnsale);
    }

    /** Where it answers. */
    Server server() {
        return server;
    }

    /** What its database had to keep so far. */
    long writes() throws ClusterException, InterruptedException {
        return writes.read();
    }

    /** Throws if one of its processes has ended by itself. */
    void checkAlive() throws ClusterException {
        servers.checkAlive();
    }

    /** The same, for so many milliseconds. */
    void checkAliveFor(int millis) throws ClusterException, InterruptedException {
        servers.checkAliveFor(millis);
    }

    @Override
    public void close() throws ClusterException {
        writes.close();
        servers.close();
    }
}
