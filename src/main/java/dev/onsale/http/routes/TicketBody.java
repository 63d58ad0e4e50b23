package dev.onsale.http.routes;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The bodies of {@code /buy/ticket}, all of one length: {@code ab}, the article's load tool, counts an answer that is longer or shorter
 * than the first one as failed. They are filled up with blanks behind the JSON, where they mean nothing. Stateless; any thread.
 */
final class TicketBody {

    /** Bytes of every body: room for a guest's order. A buyer, sale or tier with a long name may need more, and gets it. */
    static final int BYTES = 384;

    private static final byte[] DATA = ",\"data\":".getBytes(StandardCharsets.UTF_8);

    private TicketBody() {}

    /** The answer yes, with the order as JSON. */
    static byte[] bought(String message, byte[] order) {
        return of(1, message, order);
    }

    /** The answer no. */
    static byte[] refused(String message) {
        return of(-1, message, "null".getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] of(int code, String message, byte[] data) {
        byte[] head = ("{\"code\":" + code + ",\"msg\":\"" + message + "\"").getBytes(StandardCharsets.UTF_8);
        int length = head.length + DATA.length + data.length + 1;
        byte[] body = Arrays.copyOf(head, Math.max(BYTES, length));
        System.arraycopy(DATA, 0, body, head.length, DATA.length);
        System.arraycopy(data, 0, body, head.length + DATA.length, data.length);
        body[length - 1] = '}';
        Arrays.fill(body, length, body.length, (byte) ' ');
        return body;
    }
}
