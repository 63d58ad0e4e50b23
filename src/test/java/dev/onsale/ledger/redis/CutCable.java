package dev.onsale.ledger.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A cable to Redis that can be cut behind a call: Redis carries the call out, and its answer is lost. */
final class CutCable implements AutoCloseable {

    /**
     * Where it is to be cut.
     *
     * @param word that the call has
     * @param behind what happens between the call and its end on the other side
     */
    private record Cut(String word, Runnable behind) {}

    private final ServerSocket server;
    private final RedisServer redis;
    private final AtomicReference<@Nullable Cut> next = new AtomicReference<>();

    CutCable(RedisServer redis) throws IOException {
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.redis = redis;
        Thread.ofVirtual().start(this::acceptAll);
    }

    String url() {
        return "redis://127.0.0.1:" + server.getLocalPort();
    }

    /** Loses the answer of the next call that has this word; whatever is to happen behind it happens before anybody connects again. */
    void cutBehind(String word, Runnable behind) {
        next.set(new Cut(word, behind));
    }

    /** Whether the cut that was asked for last was made. */
    boolean isCut() {
        return next.get() == null;
    }

    private void acceptAll() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                Socket there = new Socket(InetAddress.getLoopbackAddress(), redis.port());
                Thread.ofVirtual().start(() -> forward(client, there));
                Thread.ofVirtual().start(() -> back(client, there));
            } catch (IOException over) {
                return;
            }
        }
    }

    private void forward(Socket client, Socket there) {
        try (client;
                there;
                InputStream in = client.getInputStream();
                OutputStream out = there.getOutputStream()) {
            byte[] bytes = new byte[1 << 16];
            for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
                Cut cut = next.get();
                boolean isHere = cut != null
                        && new String(bytes, 0, n, StandardCharsets.ISO_8859_1).contains(cut.word())
                        && next.compareAndSet(cut, null);
                if (cut != null && isHere) {
                    client.shutdownOutput(); // no answer goes back from here on
                }
                out.write(bytes, 0, n);
                if (cut != null && isHere) {
                    // Redis works on what came before it works on this.
                    redis.tell("PING");
                    cut.behind().run();
                    return;
                }
            }
        } catch (IOException over) {
            // and with it both ends
        }
    }

    private static void back(Socket client, Socket there) {
        try (InputStream in = there.getInputStream();
                OutputStream out = client.getOutputStream()) {
            in.transferTo(out);
        } catch (IOException over) {
            // and with it both ends
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
