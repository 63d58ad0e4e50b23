package dev.onsale.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Ports of the loopback, the only address that a cluster uses. */
final class Ports {

    private static final int CONNECT_MILLIS_MAX = 1_000;

    private Ports() {}

    /**
     * A port that nobody listens on now.
     *
     * @throws ClusterException if the system has none
     */
    static int free() throws ClusterException {
        try (ServerSocket socket = new ServerSocket(0, 1, loopback())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new ClusterException("this machine has no free port: " + e.getMessage(), e);
        }
    }

    /**
     * Tries whether a port can be listened on.
     *
     * @param option that chooses another one
     * @throws ClusterException if it cannot
     */
    static void checkFree(int port, String option) throws ClusterException {
        try (ServerSocket socket = new ServerSocket()) {
            // Connections of a cluster that has just ended must not stand in the way of the next one.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(loopback(), port));
        } catch (IOException e) {
            throw new ClusterException(
                    "port " + port + " cannot be listened on (" + e.getMessage()
                            + "): stop who does, or choose another with " + option,
                    e);
        }
    }

    /** Whether somebody accepts connections. */
    static boolean listens(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(loopback(), port), CONNECT_MILLIS_MAX);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static InetAddress loopback() {
        return InetAddress.getLoopbackAddress();
    }
}
