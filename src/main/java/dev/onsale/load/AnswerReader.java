package dev.onsale.load;

import dev.onsale.config.LoadLimits;
import java.nio.charset.StandardCharsets;

/**
 * Reads the head of an answer as far as a load needs it: its status, how long its body is, whether the connection stays, when to come
 * back (RFC 9112). It looks at each byte once and copies none. Stateless.
 */
final class AnswerReader {

    /** {@link #read} when more bytes are needed. */
    static final int INCOMPLETE = -1;

    private static final byte[] VERSION = "HTTP/1.1 ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CONTENT_LENGTH = "content-length".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CONNECTION = "connection".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] RETRY_AFTER = "retry-after".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TRANSFER_ENCODING = "transfer-encoding".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CLOSE = "close".getBytes(StandardCharsets.US_ASCII);

    private static final int STATUS_DIGITS = 3;
    private static final int TO_LOWER_CASE = 0x20;
    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;

    private AnswerReader() {}

    /**
     * Reads one answer.
     *
     * @param bytes from 0 to {@code end} are there
     * @param answer filled in if the answer is whole
     * @return the answer's length in bytes, or {@link #INCOMPLETE}
     * @throws MalformedAnswerException if it will never be one
     */
    static int read(byte[] bytes, int end, Answer answer) throws MalformedAnswerException {
        int statusFrom = VERSION.length;
        if (end < statusFrom + STATUS_DIGITS) {
            return INCOMPLETE;
        }
        for (int i = 0; i < VERSION.length; i++) {
            if (bytes[i] != VERSION[i]) {
                throw new MalformedAnswerException("an answer does not begin with HTTP/1.1");
            }
        }
        int status = number(bytes, statusFrom, statusFrom + STATUS_DIGITS);
        int length = -1;
        int retryAfter = -1;
        boolean keepsAlive = true;
        int line = nextLine(bytes, statusFrom + STATUS_DIGITS, end);
        while (line >= 0 && line < end) {
            int next = nextLine(bytes, line, end);
            if (next < 0) {
                return INCOMPLETE;
            }
            int last = next - 1;
            if (last > line && bytes[last - 1] == '\r') {
                last--;
            }
            if (last == line) {
                return finish(bytes, end, next, status, length, retryAfter, keepsAlive, answer);
            }
            switch (bytes[line] | TO_LOWER_CASE) {
                case 'c' -> {
                    if (isNamed(bytes, line, last, CONTENT_LENGTH)) {
                        length = number(bytes, valueFrom(bytes, line + CONTENT_LENGTH.length, last), last);
                    } else if (isNamed(bytes, line, last, CONNECTION)) {
                        keepsAlive = !startsWith(bytes, valueFrom(bytes, line + CONNECTION.length, last), last, CLOSE);
                    }
                }
                case 'r' -> {
                    if (isNamed(bytes, line, last, RETRY_AFTER)) {
                        retryAfter = number(bytes, valueFrom(bytes, line + RETRY_AFTER.length, last), last);
                    }
                }
                case 't' -> {
                    if (isNamed(bytes, line, last, TRANSFER_ENCODING)) {
                        throw new MalformedAnswerException("an answer comes in chunks, which is not understood here");
                    }
                }
                default -> {} // nothing that a load needs
            }
            line = next;
        }
        return INCOMPLETE;
    }

    private static int finish(
            byte[] bytes,
            int end,
            int bodyFrom,
            int status,
            int length,
            int retryAfter,
            boolean keepsAlive,
            Answer answer)
            throws MalformedAnswerException {
        int body = status == NO_CONTENT || status == NOT_MODIFIED ? 0 : length;
        if (body < 0) {
            throw new MalformedAnswerException("an answer does not say how long it is");
        }
        if (body > LoadLimits.ANSWER_BYTES_MAX - bodyFrom) {
            throw new MalformedAnswerException("an answer has " + body + " bytes");
        }
        if (end - bodyFrom < body) {
            return INCOMPLETE;
        }
        answer.bytes = bytes;
        answer.bodyFrom = bodyFrom;
        answer.bodyLength = body;
        answer.status = status;
        answer.retryAfterSeconds = retryAfter;
        answer.keepsAlive = keepsAlive;
        return bodyFrom + body;
    }

    /** Where the next line begins, or -1 if this one has no end yet. */
    private static int nextLine(byte[] bytes, int from, int end) {
        for (int i = from; i < end; i++) {
            if (bytes[i] == '\n') {
                return i + 1;
            }
        }
        return -1;
    }

    private static boolean isNamed(byte[] bytes, int from, int end, byte[] name) {
        return startsWith(bytes, from, end, name) && from + name.length < end && bytes[from + name.length] == ':';
    }

    private static boolean startsWith(byte[] bytes, int from, int end, byte[] lowerCase) {
        if (end - from < lowerCase.length) {
            return false;
        }
        for (int i = 0; i < lowerCase.length; i++) {
            byte b = bytes[from + i];
            if (b != lowerCase[i] && (b | TO_LOWER_CASE) != lowerCase[i]) {
                return false;
            }
        }
        return true;
    }

    /** Behind the colon and spaces. */
    private static int valueFrom(byte[] bytes, int colon, int end) {
        int from = colon + 1;
        while (from < end && (bytes[from] == ' ' || bytes[from] == '\t')) {
            from++;
        }
        return from;
    }

    private static int number(byte[] bytes, int from, int end) throws MalformedAnswerException {
        int last = end;
        while (last > from && (bytes[last - 1] == ' ' || bytes[last - 1] == '\t')) {
            last--;
        }
        long number = 0;
        for (int i = from; i < last; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9 || number > Integer.MAX_VALUE / 10) {
                throw new MalformedAnswerException("an answer has a number that is none");
            }
            number = number * 10 + digit;
        }
        if (last == from || number > Integer.MAX_VALUE) {
            throw new MalformedAnswerException("an answer has a number that is none");
        }
        return (int) number;
    }
}
