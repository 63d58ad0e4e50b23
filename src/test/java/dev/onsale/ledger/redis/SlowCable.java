package dev.onsale.ledger.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A long cable to Redis: what is sent over it comes in its order and late, as at a server that has much to do; and what is said on channels may not come back.
 * Any thread.
 */
final class SlowCable implements AutoCloseable {

    /** What travels, and until when. */
    private record Piece(ByteBuffer bytes, long dueNanos) {
        private boolean isEnd() {
            return !bytes.hasRemaining();
        }
    }

    /** As it is sent; the word alone is also in other calls. */
    private static final String SUBSCRIBE = "*2\r\n$9\r\nsubscribe\r\n";

    private static final Piece END = new Piece(ByteBuffer.allocate(0), 0);

    private final ServerSocket server;
    private final RedisServer redis;
    private final Set<Socket> subscribed = ConcurrentHashMap.newKeySet();
    private final Set<Socket> deaf = ConcurrentHashMap.newKeySet();
    private volatile int millis;

    /** From a call with this word on it takes so long; empty for none. */
    private volatile String slowWord = "";

    private volatile int slowMillis;

    SlowCable(RedisServer redis) throws IOException {
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.redis = redis;
        Thread.ofVirtual().start(this::acceptAll);
    }

    String url() {
        return "redis://127.0.0.1:" + server.getLocalPort();
    }

    /** What is sent from now on travels for so long. */
    void take(int newMillis) {
        slowWord = "";
        millis = newMillis;
    }

    /** What is sent from the first call on that has this word travels for so long. */
    void takeFrom(String word, int newMillis) {
        slowMillis = newMillis;
        slowWord = word;
    }

    /** Whoever listens to a channel now hears nothing more, and is not told. */
    void deafen() {
        deaf.addAll(subscribed);
    }

    private void acceptAll() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                Socket there = new Socket(InetAddress.getLoopbackAddress(), redis.port());
                BlockingQueue<Piece> pieces = new LinkedBlockingQueue<>();
                Thread.ofVirtual().start(() -> read(client, pieces));
                Thread.ofVirtual().start(() -> write(client, there, pieces));
                Thread.ofVirtual().start(() -> back(client, there));
            } catch (IOException over) {
                return;
            }
        }
    }

    private void read(Socket client, BlockingQueue<Piece> pieces) {
        try (InputStream in = client.getInputStream()) {
            byte[] bytes = new byte[1 << 16];
            for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
                String text = new String(bytes, 0, n, StandardCharsets.ISO_8859_1);
                if (text.toLowerCase(Locale.ROOT).contains(SUBSCRIBE)) {
                    subscribed.add(client);
                }
                if (!slowWord.isEmpty() && text.contains(slowWord)) {
                    take(slowMillis);
                }
                long dueNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
                pieces.add(new Piece(ByteBuffer.wrap(Arrays.copyOf(bytes, n)), dueNanos));
            }
        } catch (IOException over) {
            // and with it the cable
        }
        pieces.add(END);
    }

    private static void write(Socket client, Socket there, BlockingQueue<Piece> pieces) {
        try (client;
                there;
                OutputStream out = there.getOutputStream()) {
            for (Piece piece = pieces.take(); !piece.isEnd(); piece = pieces.take()) {
                for (long left = piece.dueNanos() - System.nanoTime();
                        left > 0;
                        left = piece.dueNanos() - System.nanoTime()) {
                    LockSupport.parkNanos(left);
                }
                out.write(piece.bytes().array());
            }
        } catch (IOException over) {
            // and with it both ends
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void back(Socket client, Socket there) {
        try (InputStream in = there.getInputStream();
                OutputStream out = client.getOutputStream()) {
            byte[] bytes = new byte[1 << 16];
            for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
                if (!deaf.contains(client)) {
                    out.write(bytes, 0, n);
                }
            }
        } catch (IOException over) {
            // and with it both ends
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
