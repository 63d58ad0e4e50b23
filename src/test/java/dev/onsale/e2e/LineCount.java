package dev.onsale.e2e;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Counts the lines of a file that grows, and reads each of them once. For one thread. */
final class LineCount {

    private final Path file;
    private final byte[] buffer = new byte[64 * 1024];
    private long position;
    private long lines;

    LineCount(Path file) {
        this.file = file;
    }

    /** Lines that are there now; none as long as the file is not. */
    long now() {
        if (!Files.exists(file)) {
            return 0;
        }
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "r")) {
            open.seek(position);
            for (int read = open.read(buffer); read > 0; read = open.read(buffer)) {
                for (int i = 0; i < read; i++) {
                    lines += buffer[i] == '\n' ? 1 : 0;
                }
                position += read;
            }
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
