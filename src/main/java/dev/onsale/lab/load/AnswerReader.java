package dev.onsale.lab.load;

import dev.onsale.config.LoadLimits;
import java.nio.charset.StandardCharsets;

/**
 * Reads the head of an answer as far as a load needs it: its status, how long its body is, whether the connection stays, when to come
 * back (RFC 9112). It looks at each byte of a whole head once, at none of the body, and copies nothing. Stateless.
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
    private static final int STATUS_MIN = 200; // those below announce an answer, to who has asked for that
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
        for (int i = 0; i < Math.min(end, VERSION.length); i++) {
            if (bytes[i] != VERSION[i]) {
                throw new MalformedAnswerException("an answer does not begin with HTTP/1.1");
            }
        }
        int statusFrom = VERSION.length;
        if (end < statusFrom + STATUS_DIGITS) {
            return INCOMPLETE;
        }
        int status = number(bytes, statusFrom, statusFrom + STATUS_DIGITS);
        int behind = statusFrom + STATUS_DIGITS;
        if (status < STATUS_MIN || (behind < end && bytes[behind] > ' ')) {
            throw new MalformedAnswerException("an answer has no status that answers");
        }
        int length = -1;
        int retryAfter = -1;
        boolean keepsAlive = true;
        int line = nextLine(bytes, behind, end);
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
                        int told = number(bytes, valueFrom(bytes, line + CONTENT_LENGTH.length, last), last);
                        if (length >= 0 && length != told) {
                            throw new MalformedAnswerException(
                                    "an answer says that it has " + length + " and " + told + " bytes");
                        }
                        length = told;
                    } else if (isNamed(bytes, line, last, CONNECTION)) {
                        keepsAlive &= !names(bytes, line + CONNECTION.length + 1, last, CLOSE);
                    }
                }
                case 'r' -> {
                    if (isNamed(bytes, line, last, RETRY_AFTER)) {
                        retryAfter = seconds(bytes, valueFrom(bytes, line + RETRY_AFTER.length, last), last);
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
            if (b != lowerCase[i] && (b < 'A' || (b | TO_LOWER_CASE) != lowerCase[i])) {
                return false;
            }
        }
        return true;
    }

    /** Whether a list, with commas between its words, has this one. */
    private static boolean names(byte[] bytes, int from, int end, byte[] lowerCase) {
        int word = from;
        for (int i = from; i <= end; i++) {
            if (i < end && bytes[i] != ',') {
                continue;
            }
            int first = afterSpace(bytes, word, i);
            int last = beforeSpace(bytes, first, i);
            if (last - first == lowerCase.length && startsWith(bytes, first, last, lowerCase)) {
                return true;
            }
            word = i + 1;
        }
        return false;
    }

    /** Behind the colon and spaces. */
    private static int valueFrom(byte[] bytes, int colon, int end) {
        return afterSpace(bytes, colon + 1, end);
    }

    private static int afterSpace(byte[] bytes, int from, int end) {
        int first = from;
        while (first < end && (bytes[first] == ' ' || bytes[first] == '\t')) {
            first++;
        }
        return first;
    }

    private static int beforeSpace(byte[] bytes, int from, int end) {
        int last = end;
        while (last > from && (bytes[last - 1] == ' ' || bytes[last - 1] == '\t')) {
            last--;
        }
        return last;
    }

    /** A time to come back, or -1 where it is told as a date: a proxy may do so, and the answer is a good one all the same. */
    private static int seconds(byte[] bytes, int from, int end) throws MalformedAnswerException {
        return from < end && (bytes[from] < '0' || bytes[from] > '9') ? -1 : number(bytes, from, end);
    }

    private static int number(byte[] bytes, int from, int end) throws MalformedAnswerException {
        int last = beforeSpace(bytes, from, end);
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
