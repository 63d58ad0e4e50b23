package dev.onsale;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/**
 * Ports of the loopback for servers that a test starts, also a second time on the same port. They lie below those that the system gives
 * to outgoing connections: one of a load test's many thousand could else sit on the port just when a server comes back to it. Any thread,
 * and any number of processes.
 */
public final class FreePorts {

    private static final int FIRST = 15_000;

    /** Linux gives out 32768 and above. */
    private static final int END = 32_000;

    private FreePorts() {}

    /** A port that nobody listens on now. */
    public static int one() {
        return row(1);
    }

    /** The first of so many ports in a row that nobody listens on now. */
    public static int row(int count) {
        while (true) {
            int first = ThreadLocalRandom.current().nextInt(FIRST, END - count);
            if (IntStream.range(first, first + count).allMatch(FreePorts::isFree)) {
                return first;
            }
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (BindException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
