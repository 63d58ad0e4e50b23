package dev.onsale.ledger.embedded;

import dev.onsale.events.EventLogException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that the journal's names still lead to the files that are written: after somebody removed or replaced one of them, commits
 * would go on into a file that nobody finds again. Looking costs a call to the operating system for each of the three, some microseconds beside a
 * commit's wait for the disk. Owned by the ledger's writer.
 */
final class FilesInPlace {

    /** A file that must stay where it is. */
    private static final class Watched {
        private final Path path;
        private final long bytesNeverCut;
        private @Nullable Object key;
        private long bytesMin;

        Watched(Path path, long bytesNeverCut) {
            this.path = path;
            this.bytesNeverCut = bytesNeverCut;
        }

        void check() {
            BasicFileAttributes now = look();
            if (key == null) {
                key = now.fileKey();
            } else if (!key.equals(now.fileKey())) {
                throw new EventLogException("The file " + path + " was replaced under the running ledger");
            }
            if (now.size() < bytesMin) {
                throw new EventLogException(
                        "The file " + path + " was cut to " + now.size() + " bytes under the running ledger");
            }
            bytesMin = Math.min(now.size(), bytesNeverCut);
        }

        private BasicFileAttributes look() {
            try {
                return Files.readAttributes(path, BasicFileAttributes.class);
            } catch (NoSuchFileException e) {
                throw new EventLogException("The file " + path + " was removed under the running ledger", e);
            } catch (IOException e) {
                throw new EventLogException("The file " + path + " cannot be found any more (" + e + ")", e);
            }
        }
    }

    private final List<Watched> all;

    /**
     * Of the files as they are now.
     *
     * @param logBytesMax to which SQLite may cut the write-ahead log, and to no less
     */
    FilesInPlace(JournalFile file, long logBytesMax) {
        all = List.of(
                new Watched(file.path(), Long.MAX_VALUE),
                new Watched(file.wal(), logBytesMax),
                new Watched(file.shm(), Long.MAX_VALUE));
    }

    /**
     * Looks at them.
     *
     * @throws EventLogException if one is gone, is another one, or was cut. Also if another program cut the log after it had copied all of it
     *     into the main file: that cannot be told from the outside
     */
    void check() {
        all.forEach(Watched::check);
    }
}
