package dev.onsale.lab.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;

/** Ports of the loopback, the only address that a cluster uses. */
final class Ports {

    private static final int CONNECT_MILLIS_MAX = 1_000;

    private static final int LASTING_MIN = 12_000;
    private static final int LASTING_TRIES = 100;
    private static final int RANGE_BYTES_MAX = 64;

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
     * A port that nobody listens on now, for a server that may be started again: the system gives it to no connection meanwhile.
     *
     * @throws ClusterException if the system has none
     */
    static int lasting() throws ClusterException {
        int first = firstOfConnections();
        if (first > LASTING_MIN + LASTING_TRIES) {
            for (int i = 0; i < LASTING_TRIES; i++) {
                int port = ThreadLocalRandom.current().nextInt(LASTING_MIN, first);
                if (!listens(port)) {
                    return port;
                }
            }
        }
        return free();
    }

    /** The lowest port that the system gives to connections that ask for none. */
    private static int firstOfConnections() {
        // In one reading: a second one would find that the file has ended.
        byte[] bytes = new byte[RANGE_BYTES_MAX];
        try (InputStream in = Files.newInputStream(Path.of("/proc/sys/net/ipv4/ip_local_port_range"))) {
            int length = in.read(bytes, 0, bytes.length);
            String range = new String(bytes, 0, Math.max(0, length), StandardCharsets.US_ASCII);
            return Integer.parseInt(range.strip().split("\\s+", -1)[0]);
        } catch (IOException | NumberFormatException e) {
            return 0; // not a Linux: then any free one must do
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
