package dev.onsale.lab.nginx;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Stands for a node: it answers each request as the test says, or breaks the connection off, and notes what was asked. */
final class ScriptedNode implements AutoCloseable {

    /** What to do with a request. */
    @FunctionalInterface
    interface Script {
        /** The whole answer, or null to break the connection off. */
        @Nullable
        String answer(String head) throws InterruptedException;
    }

    private final ServerSocket server;
    private final Script script;
    private final List<String> heads = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final List<Socket> open = new CopyOnWriteArrayList<>();

    private ScriptedNode(ServerSocket server, Script script) {
        this.server = server;
        this.script = script;
        Thread.ofVirtual().start(this::accept);
    }

    static ScriptedNode start(Script script) throws IOException {
        return new ScriptedNode(new ServerSocket(0, 512, InetAddress.getLoopbackAddress()), script);
    }

    /** One that says yes to everything. */
    static ScriptedNode answering(String... headers) throws IOException {
        return start(head -> ok(headers));
    }

    /** One that takes each request and dies over it. */
    static ScriptedNode breaking() throws IOException {
        return start(head -> null);
    }

    static String ok(String... headers) {
        StringBuilder more = new StringBuilder();
        for (String header : headers) {
            more.append(header).append("\r\n");
        }
        return "HTTP/1.1 200 OK\r\n" + more + "Content-Length: 3\r\n\r\nyes";
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                connections.incrementAndGet();
                open.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                if (!server.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            for (String head = head(in); head != null; head = head(in)) {
                in.skipNBytes(bodyBytes(head));
                heads.add(head);
                String answer = script.answer(head);
                if (answer == null) {
                    return;
                }
                socket.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
                socket.getOutputStream().flush();
            }
        } catch (IOException | InterruptedException e) {
            // nginx or the test gave the connection up; what was asked until then is noted.
            open.remove(socket);
        }
    }

    private static @Nullable String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0; next = in.read()) {
            head.write(next);
            if (next == '\n' && head.toString(StandardCharsets.UTF_8).endsWith("\r\n\r\n")) {
                return head.toString(StandardCharsets.UTF_8);
            }
        }
        return null;
    }

    private static long bodyBytes(String head) {
        return head.lines()
                .map(line -> line.toLowerCase(Locale.ROOT))
                .filter(line -> line.startsWith("content-length:"))
                .mapToLong(line ->
                        Long.parseLong(line.substring(line.indexOf(':') + 1).strip()))
                .findAny()
                .orElse(0);
    }

    NodeAddress address() {
        return new NodeAddress("127.0.0.1", server.getLocalPort(), null);
    }

    /** The heads of the requests that came, in their order. */
    List<String> heads() {
        return List.copyOf(heads);
    }

    int requests() {
        return heads.size();
    }

    /** Connections that were ever made. */
    int connections() {
        return connections.get();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
