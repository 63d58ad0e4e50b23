package dev.onsale.orders;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** The SQL that lays an order book out, which is in the program. Stateless. */
final class SchemaScript {

    private SchemaScript() {}

    /** @param database in the name of the file, such as {@code sqlite} */
    static String read(String database, int version) {
        String name = "/db/orders-" + database + "-" + version + ".sql";
        try (InputStream script = SchemaScript.class.getResourceAsStream(name)) {
            if (script == null) {
                throw new IllegalStateException(name + " is missing from the program");
            }
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(name + " cannot be read from the program", e);
        }
    }
}
