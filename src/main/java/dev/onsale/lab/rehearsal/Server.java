package dev.onsale.lab.rehearsal;

import java.net.URI;

/**
 * The server that is rehearsed with.
 *
 * @param url where it answers, {@code http://host:port}
 * @param operatorToken what operators' requests carry
 * @param own whether the rehearsal started it, for itself
 * @param stockAgeMillisMax how old the stock may be that it tells, with a cache before it, in milliseconds
 */
public record Server(URI url, String operatorToken, boolean own, int stockAgeMillisMax) {

    private static final int PORT_HTTP = 80;

    /** The port of the URL. */
    int port() {
        return url.getPort() < 0 ? PORT_HTTP : url.getPort();
    }

    /** As a request's header names it. */
    String hostHeader() {
        return url.getPort() < 0 ? url.getHost() : url.getHost() + ":" + url.getPort();
    }
}
