package dev.onsale.ledger.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What lies on the disk of a ledger that is open and at rest: what a power cut would leave of it, all of it.
 *
 * <p>The files are copied by another process. SQLite's locks are this process's, and a program that opens and closes a locked
 * file by itself loses them all.
 */
final class CrashImage {

    static final int LOG_HEADER_BYTES = 32;
    static final int FRAME_BYTES = 24 + JournalFile.PAGE_BYTES;

    private final byte[] database;

    /** A header, then frames; behind the last committed frame there may be anything. */
    private final byte[] log;

    /** What SQLite knows about the log, from the memory that processes share. */
    private final ByteBuffer index;

    private final List<Path> snapshots;

    private CrashImage(byte[] database, byte[] log, ByteBuffer index, List<Path> snapshots) {
        this.database = database;
        this.log = log;
        this.index = index;
        this.snapshots = snapshots;
    }

    /** Copies the files of {@code dir} into {@code image}. */
    static CrashImage take(Path dir, Path image) throws IOException, InterruptedException {
        Process copy = new ProcessBuilder("cp", "-R", dir + "/.", image.toString())
                .inheritIO()
                .start();
        if (copy.waitFor() != 0) {
            throw new IOException("cp failed");
        }
        List<Path> snapshots = new ArrayList<>();
        try (Stream<Path> files = Files.list(image)) {
            files.filter(file -> file.getFileName().toString().startsWith("snapshot-"))
                    .forEach(snapshots::add);
        }
        return new CrashImage(
                Files.readAllBytes(image.resolve("journal.db")),
                Files.readAllBytes(image.resolve("journal.db-wal")),
                ByteBuffer.wrap(Files.readAllBytes(image.resolve("journal.db-shm")))
                        .order(ByteOrder.nativeOrder()),
                snapshots);
    }

    /** The whole log. */
    byte[] log() {
        return log.clone();
    }

    boolean hasSnapshots() {
        return !snapshots.isEmpty();
    }

    /** Frames of the log that are committed. */
    int frames() {
        return index.getInt(16);
    }

    /** Frames of the log that were copied into the main file. A power cut cannot take these from the log: they were synced before. */
    int copiedFrames() {
        return index.getInt(96);
    }

    /** Bytes of the log up to the end of the last committed frame. */
    int committedBytes() {
        return LOG_HEADER_BYTES + frames() * FRAME_BYTES;
    }

    /** Puts the image into a folder, but with this log. */
    void restore(Path dir, byte[] otherLog) throws IOException {
        Files.createDirectories(dir);
        Files.write(dir.resolve("journal.db"), database);
        Files.write(dir.resolve("journal.db-wal"), otherLog);
        for (Path other : snapshots) {
            Files.copy(other, dir.resolve(other.getFileName()));
        }
    }
}
