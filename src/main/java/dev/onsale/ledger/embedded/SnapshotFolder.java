package dev.onsale.ledger.embedded;

import dev.onsale.disk.DiskReserve;
import dev.onsale.events.EventLogException;
import dev.onsale.ledger.FrozenStock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The snapshots of a data folder. Their names hold their positions, filled up with zeros, so that the order of the names is theirs. Any thread;
 * one at a time writes.
 */
final class SnapshotFolder {

    private static final Logger LOG = LoggerFactory.getLogger(SnapshotFolder.class);

    private static final String PREFIX = "snapshot-";
    private static final String SUFFIX = ".onsale";
    private static final String TEMPORARY = "snapshot.tmp";

    private final Path dataDir;
    private final DiskReserve reserve;

    SnapshotFolder(Path dataDir) {
        this(dataDir, DiskReserve.NONE);
    }

    /** @param reserve of the disk, which is kept for the journal */
    SnapshotFolder(Path dataDir, DiskReserve reserve) {
        this.dataDir = dataDir;
        this.reserve = reserve;
    }

    /** What is there, the newest first, of whatever history and in whatever condition. */
    List<Path> newestFirst() throws IOException {
        try (Stream<Path> files = Files.list(dataDir)) {
            return files.filter(file -> {
                        String name = file.getFileName().toString();
                        return name.startsWith(PREFIX) && name.endsWith(SUFFIX);
                    })
                    .sorted(Comparator.reverseOrder())
                    .toList();
        }
    }

    /** The same, or nothing where the folder cannot be listed: a snapshot only saves time. */
    List<Path> listed() {
        try {
            return newestFirst();
        } catch (IOException e) {
            LOG.warn("The snapshots cannot be listed: {}. Reading the whole journal.", e.toString());
            return List.of();
        }
    }

    /** The name of the snapshot that was made there. */
    static String nameOf(JournalPlace place) {
        return "%s%020d%s".formatted(PREFIX, place.position(), SUFFIX);
    }

    /**
     * Writes a snapshot, reads it back, and removes the ones that are not needed any more: the one before is kept, in case that the new one turns out
     * to be damaged some day.
     *
     * @return how many events it holds
     */
    long write(JournalPlace place, FrozenStock state, LongConsumer progress) throws IOException {
        Path target = dataDir.resolve(nameOf(place));
        List<Path> before = newestFirst();
        long count = writeFile(target, place, state, progress);
        try {
            SnapshotFile.read(target, event -> {}, progress);
        } catch (EventLogException e) {
            Files.delete(target);
            throw new IOException("it could not be read back: " + e.getMessage(), e);
        }
        for (Path old :
                before.stream().filter(old -> !old.equals(target)).skip(1).toList()) {
            Files.delete(old);
        }
        return count;
    }

    private long writeFile(Path target, JournalPlace place, FrozenStock state, LongConsumer progress)
            throws IOException {
        Path temporary = dataDir.resolve(TEMPORARY);
        try {
            checkReserve();
            return SnapshotFile.write(target, temporary, place, state, written -> {
                progress.accept(written);
                checkReserve();
            });
        } catch (NoRoomException e) {
            Files.deleteIfExists(temporary);
            throw new IOException(e.getMessage(), e);
        }
    }

    private void checkReserve() {
        if (!reserve.allowsMore()) {
            throw new NoRoomException(reserve.sentence());
        }
    }

    /** Ends the writing of a snapshot in the middle. */
    private static final class NoRoomException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NoRoomException(String message) {
            super(message);
        }
    }
}
