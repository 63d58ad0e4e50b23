package dev.onsale.lab.load;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** An answer, where it lies in the reader's buffer: valid until the next one is read. Owned by the loop's thread. */
public final class Answer {

    private static final JsonFactory JSON = new JsonFactory();

    byte[] bytes = new byte[0];
    int bodyFrom;
    int bodyLength;
    int status;
    int retryAfterSeconds;
    boolean keepsAlive;

    /** For whoever reads one. */
    Answer() {}

    /** The status code. */
    public int status() {
        return status;
    }

    /** When to come back, in seconds; -1 where the answer does not say. */
    public int retryAfterSeconds() {
        return retryAfterSeconds;
    }

    /** Bytes of the body. */
    public int bodyLength() {
        return bodyLength;
    }

    /** Whether the body is exactly this. */
    public boolean bodyIs(byte[] expected) {
        return Arrays.equals(bytes, bodyFrom, bodyFrom + bodyLength, expected, 0, expected.length);
    }

    /** A copy of the body. */
    public byte[] body() {
        return Arrays.copyOfRange(bytes, bodyFrom, bodyFrom + bodyLength);
    }

    /** The body as JSON, to be read before the next answer. */
    public JsonParser json() throws IOException {
        return JSON.createParser(bytes, bodyFrom, bodyLength);
    }

    /** The body as text, for somebody to read. */
    public String text() {
        return new String(bytes, bodyFrom, bodyLength, StandardCharsets.UTF_8);
    }
}
