package dev.onsale.lab.load;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A server on a free port whose every connection is served by a thread that does what a test says. */
final class ScriptedServer implements AutoCloseable {

    /** What becomes of a connection; its end ends the connection. */
    interface Service {
        void serve(Peer peer) throws IOException, InterruptedException;
    }

    private final ServerSocket listener;
    private final Service service;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final Thread acceptor;

    ScriptedServer(Service service) throws IOException {
        this(0, service);
    }

    /** @param port 0 for a free one */
    ScriptedServer(int port, Service service) throws IOException {
        this.listener = new ServerSocket();
        listener.setReuseAddress(true);
        // Small, so that a request of some kilobytes does not fit: connections inherit it.
        listener.setReceiveBufferSize(2048);
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 512);
        this.service = service;
        this.acceptor = Thread.ofPlatform().daemon().start(this::accept);
    }

    InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), listener.getLocalPort());
    }

    /** How many have been opened so far. */
    int connections() {
        return connections.get();
    }

    private void accept() {
        while (true) {
            Socket socket;
            try {
                socket = listener.accept();
            } catch (IOException e) {
                return; // closed
            }
            sockets.add(socket);
            int number = connections.incrementAndGet();
            Thread thread = Thread.ofPlatform().daemon().start(() -> serve(socket, number));
            synchronized (threads) {
                threads.add(thread);
            }
        }
    }

    private void serve(Socket socket, int number) {
        try (socket) {
            socket.setTcpNoDelay(true);
            service.serve(new Peer(socket, number));
        } catch (IOException | InterruptedException e) {
            // The load, or the test, has ended it.
            sockets.remove(socket);
        }
    }

    /** Takes no more connections; those that there are go on. */
    void closeDoor() throws IOException {
        listener.close();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        end(acceptor);
        for (Socket socket : sockets) {
            socket.close();
        }
        // Nobody adds any more.
        synchronized (threads) {
            threads.forEach(Thread::interrupt);
            threads.forEach(ScriptedServer::end);
        }
    }

    private static void end(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("a test was ended while its server was", e);
        }
    }

    /** The server's end of a connection. */
    static final class Peer {

        private final Socket socket;
        private final InputStream in;
        private final int number;

        Peer(Socket socket, int number) throws IOException {
            this.socket = socket;
            this.in = new BufferedInputStream(socket.getInputStream());
            this.number = number;
        }

        /** Which connection this is, from 1. */
        int number() {
            return number;
        }

        /** Reads a request whole and returns what stands behind the slash of its first line: the script's number for it. */
        String request() throws IOException {
            String first = line();
            int length = 0;
            for (String line = line(); !line.isEmpty(); line = line()) {
                if (line.startsWith("Content-Length: ")) {
                    length = Integer.parseInt(line.substring("Content-Length: ".length()));
                }
            }
            byte[] body = in.readNBytes(length);
            for (byte b : body) {
                if (b != 'x') {
                    throw new IOException("a request is not whole, or followed by something else");
                }
            }
            return first.substring(first.indexOf('/') + 1, first.lastIndexOf(' '));
        }

        /** The first byte of a request, and no more: the system's buffers stay full of the rest. */
        void firstByte() throws IOException {
            if (socket.getInputStream().read() < 0) {
                throw new EOFException();
            }
        }

        private String line() throws IOException {
            StringBuilder line = new StringBuilder();
            for (int c = in.read(); c != '\n'; c = in.read()) {
                if (c < 0) {
                    throw new EOFException();
                }
                line.append((char) c);
            }
            return line.substring(0, line.length() - 1);
        }

        void send(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        }

        void answer(String body) throws IOException {
            send(whole("", body));
        }

        /** The end comes to the other side as a reset instead of an end of the stream. */
        void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }

        static String whole(String fields, String body) {
            return "HTTP/1.1 200 OK\r\n" + fields + "Content-Length: " + body.length() + "\r\n\r\n" + body;
        }
    }
}
