package dev.onsale.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file outside the data folder that a node appends to. */
public final class AppendedFile {

    private AppendedFile() {}

    /**
     * Tries whether the file can be written, so that a start that cannot write it changes nothing else. An empty file is left where there
     * was none.
     *
     * @param option that names the file, for the message
     * @throws StartException if it cannot be written
     */
    public static void check(Path file, String option) throws StartException {
        try {
            Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)
                    .close();
        } catch (IOException e) {
            throw new StartException(
                    "cannot write to " + file + " (" + Sentences.reason(e) + "): name another file with " + option, e);
        }
    }
}
