package dev.onsale.ledger.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** One address behind which a test puts one server or another, as operators move an address after a failover. */
final class Switchboard implements AutoCloseable {

    private final ServerSocket server;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile int target;
    private volatile boolean isHole;

    Switchboard(int target) throws IOException {
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.target = target;
        Thread.ofVirtual().start(this::acceptAll);
    }

    String url() {
        return "redis://127.0.0.1:" + server.getLocalPort();
    }

    /** Connects everybody to another server from now on. */
    void switchTo(int port) {
        target = port;
        cutAll();
    }

    /** From now on nothing comes through, in no direction, and nobody is told; or it does again. */
    void hole(boolean hole) {
        isHole = hole;
    }

    private void acceptAll() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                sockets.add(client);
                Socket there = new Socket(InetAddress.getLoopbackAddress(), target);
                sockets.add(there);
                Thread.ofVirtual().start(() -> copy(client, there));
                Thread.ofVirtual().start(() -> copy(there, client));
            } catch (IOException nobodyThere) {
                cutAll();
            }
        }
    }

    private void copy(Socket from, Socket to) {
        try (from;
                to;
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            byte[] some = new byte[16 * 1024];
            for (int length = in.read(some); length >= 0; length = in.read(some)) {
                while (isHole) {
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
                }
                out.write(some, 0, length);
            }
        } catch (IOException over) {
            sockets.remove(from);
        }
    }

    private void cutAll() {
        sockets.forEach(socket -> {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        sockets.clear();
    }

    @Override
    public void close() throws IOException {
        server.close();
        cutAll();
    }
}
