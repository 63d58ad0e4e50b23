package dev.onsale;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * What the log says while a test listens; it is not printed meanwhile. The classes of a process run one after the other, so nobody else is listened to.
 */
public final class Said implements AutoCloseable {

    private final PrintStream before = System.err;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private Said() {}

    public static Said listen() {
        Said said = new Said();
        System.setErr(new PrintStream(said.bytes, true, StandardCharsets.UTF_8));
        return said;
    }

    /** All that was said so far. */
    public String text() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        System.setErr(before);
    }
}
