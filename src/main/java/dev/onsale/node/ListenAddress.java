package dev.onsale.node;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;

/** Where a node listens. */
public final class ListenAddress {

    private ListenAddress() {}

    /**
     * Tries whether the address can be listened on, so that a start that cannot listen changes nothing.
     *
     * @throws StartException if it cannot
     */
    public static void check(String host, int port) throws StartException {
        try (ServerSocket socket = new ServerSocket()) {
            // Connections of a server that has just ended must not stand in the way of the next one.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
        } catch (UnknownHostException e) {
            throw new StartException(
                    "cannot listen on " + host
                            + ", which is no known host: choose an address of this machine with --host",
                    e);
        } catch (BindException e) {
            throw new StartException(sentence(host, port, String.valueOf(e.getMessage())), e);
        } catch (IOException e) {
            throw new StartException(
                    "cannot listen on " + host + ", port " + port + " (" + Sentences.reason(e)
                            + "): choose others with --host and --port",
                    e);
        }
    }

    private static String sentence(String host, int port, String reason) {
        String where = host + ", port " + port;
        if (reason.contains("in use")) {
            return "cannot listen on " + where + ", since another program does: stop that one, or choose another port"
                    + " with --port";
        }
        if (reason.contains("assign")) {
            return "cannot listen on " + where + ", since that is no address of this machine: choose one with --host";
        }
        if (reason.contains("denied")) {
            return "cannot listen on " + where + ", which this user may not: choose a port from 1024 on with --port";
        }
        return "cannot listen on " + where + " (" + reason + "): choose others with --host and --port";
    }

    /** The address as people on this machine would type it. */
    public static String url(String host, int port) {
        String name =
                switch (host) {
                    case "0.0.0.0" -> "127.0.0.1";
                    case "::" -> "[::1]";
                    default -> host.contains(":") ? "[" + host + "]" : host;
                };
        return "http://" + name + ":" + port + "/";
    }
}
