package dev.onsale.lab.cluster;

import dev.onsale.config.ClusterLimits;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Asks a Redis or a Sentinel on this machine one thing, over a connection of its own. Stateless, any thread. */
final class RedisQuestion {

    private RedisQuestion() {}

    /**
     * The texts and numbers of the answer, one after the other.
     *
     * @param command in words without blanks
     * @throws IOException if there is none in time, or it is an error
     */
    static List<String> ask(int port, String command) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                    ClusterLimits.CLUSTER_REDIS_MILLIS_MAX);
            socket.setSoTimeout(ClusterLimits.CLUSTER_REDIS_MILLIS_MAX);
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
            List<String> answer = new ArrayList<>();
            read(new BufferedInputStream(socket.getInputStream()), answer);
            return answer;
        }
    }

    private static void read(InputStream in, List<String> into) throws IOException {
        String line = line(in);
        String rest = line.isEmpty() ? "" : line.substring(1);
        switch (line.isEmpty() ? ' ' : line.charAt(0)) {
            case '+', ':' -> into.add(rest);
            case '$' -> {
                int length = number(rest);
                into.add(new String(in.readNBytes(Math.max(0, length)), StandardCharsets.UTF_8));
                if (length >= 0) {
                    line(in);
                }
            }
            case '*' -> {
                for (int left = number(rest); left > 0; left--) {
                    read(in, into);
                }
            }
            case '-' -> throw new IOException(rest);
            default -> throw new IOException("no answer of a Redis: " + line);
        }
    }

    private static int number(String text) throws IOException {
        try {
            return Math.min(Integer.parseInt(text), ClusterLimits.CLUSTER_REDIS_ANSWER_BYTES_MAX);
        } catch (NumberFormatException e) {
            throw new IOException("no answer of a Redis: " + text, e);
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0 || line.length() > ClusterLimits.CLUSTER_REDIS_ANSWER_BYTES_MAX) {
                throw new EOFException("the answer has no end");
            }
            line.append((char) c);
        }
        return line.toString().stripTrailing();
    }

    /** The fields of {@code INFO replication}. */
    static Map<String, String> replication(int port) throws IOException {
        Map<String, String> fields = new HashMap<>();
        for (String text : ask(port, "INFO replication")) {
            text.lines().forEach(line -> {
                int colon = line.indexOf(':');
                if (colon > 0) {
                    fields.put(
                            line.substring(0, colon), line.substring(colon + 1).strip());
                }
            });
        }
        return fields;
    }

    /** A number that a Sentinel tells of the primary; 0 where it does not. */
    static int ofPrimary(int port, String field) throws IOException {
        List<String> words = ask(port, "SENTINEL MASTER " + RedisConfig.PRIMARY);
        int at = words.indexOf(field);
        return at < 0 || at + 1 == words.size() ? 0 : number(words.get(at + 1));
    }
}
