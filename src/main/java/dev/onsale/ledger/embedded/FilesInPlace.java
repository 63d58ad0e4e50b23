package dev.onsale.ledger.embedded;

import dev.onsale.config.Limits;
import dev.onsale.events.EventLogException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that the journal's names still lead to the files that are written, and that nobody writes over them: after that, commits would go on into something that
 * nobody finds again.
 *
 * <pre>
 *   each commit      the main file: its inode, its length        the log's end: the last commit is there, and is this process's
 *   something in     the folder's entries, since it was last     the names of log and index: their inodes, their lengths
 *   has changed      seen; the main file, by a checkpoint        the main file's landmark
 * </pre>
 *
 * <p>What only matters after a change is looked at once a second besides: a mount over one file changes no entry of its folder. Times of changes are as coarse as the
 * kernel's ticks; so after a change is seen it is looked until no other one can have the same time. Owned by the ledger's writer.
 */
final class FilesInPlace implements AutoCloseable {

    /** Two changes in one tick of the kernel's have the same time; ticks are up to 10 ms long. */
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(Limits.JOURNAL_LOOK_MILLIS);

    /** A file that must stay where it is. */
    private static final class Watched {
        private final Path path;
        private final boolean isNeverCut;
        private @Nullable Object key;
        private long bytesMin;

        Watched(Path path, boolean isNeverCut) {
            this.path = path;
            this.isNeverCut = isNeverCut;
        }

        BasicFileAttributes check() {
            BasicFileAttributes now = look(path);
            if (key == null) {
                key = now.fileKey();
            } else if (!key.equals(now.fileKey())) {
                throw new EventLogException("The file " + path + " was replaced under the running ledger");
            }
            if (now.size() < bytesMin) {
                throw new EventLogException(
                        "The file " + path + " was cut to " + now.size() + " bytes under the running ledger");
            }
            bytesMin = isNeverCut ? now.size() : 0;
            return now;
        }
    }

    /** Says whether something may have changed since it was last looked at closely. */
    private static final class Changes {
        private @Nullable Object key;
        private @Nullable FileTime at;
        private long seenNanos;
        private long lookedNanos;
        private boolean isSettled;

        boolean asksForLook(BasicFileAttributes now, long nanos) {
            if (!now.lastModifiedTime().equals(at)
                    || (now.fileKey() != null && !now.fileKey().equals(key))) {
                at = now.lastModifiedTime();
                key = now.fileKey();
                seenNanos = nanos;
                isSettled = false;
            }
            if (isSettled && nanos - lookedNanos < LOOK_NANOS) {
                return false;
            }
            isSettled = nanos - seenNanos > TICK_NANOS;
            lookedNanos = nanos;
            return true;
        }
    }

    private final Watched main;
    private final List<Watched> beside;
    private final Path folder;
    private final Changes ofMain = new Changes();
    private final Changes ofFolder = new Changes();
    private final Landmark landmark;
    private final LogEnd end;

    /**
     * Of the files as they are now.
     *
     * @param landmark of the main file
     */
    FilesInPlace(JournalFile file, Landmark landmark) throws IOException {
        main = new Watched(file.path(), true);
        // SQLite cuts the log, where nothing of it is needed any more; whether its end is there is looked at by itself.
        beside = List.of(new Watched(file.wal(), false), new Watched(file.shm(), true));
        folder = file.folder();
        this.landmark = landmark;
        end = new LogEnd(file);
        check(0);
    }

    /**
     * Looks at them.
     *
     * @param commits of this process since the last look
     * @throws EventLogException if one is gone, is another one, was cut or written over
     */
    void check(int commits) {
        long nanos = System.nanoTime();
        BasicFileAttributes now = main.check();
        if (ofFolder.asksForLook(look(folder), nanos)) {
            beside.forEach(Watched::check);
            end.checkBeginning();
        }
        if (ofMain.asksForLook(now, nanos)) {
            landmark.check();
        }
        end.check(commits);
    }

    /**
     * Looks at all names, and at no commit: for whoever does not know whether there was one.
     *
     * @throws EventLogException as above
     */
    void checkNames() {
        main.check();
        beside.forEach(Watched::check);
        landmark.check();
    }

    private static BasicFileAttributes look(Path path) {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class);
        } catch (NoSuchFileException e) {
            throw new EventLogException("The file " + path + " was removed under the running ledger", e);
        } catch (IOException e) {
            throw new EventLogException("The file " + path + " cannot be found any more (" + e + ")", e);
        }
    }

    /** Gives them up; to be called behind the last of SQLite's connections. */
    @Override
    public void close() throws IOException {
        end.close();
    }
}
