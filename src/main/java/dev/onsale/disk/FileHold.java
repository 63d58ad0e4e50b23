package dev.onsale.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps a SQLite file to one process, by a lock on the file itself: whatever name leads to it (a symbolic or a hard link, another
 * mount), and whoever removes lock files beside it.
 *
 * <p>The lock is on one byte far behind whatever SQLite writes or locks. The operating system gives it up when the process ends, however it
 * ends. As is the rule for such locks, it also goes when this process closes the file anywhere; and SQLite, when the last of its connections stops
 * reading, unlocks the whole file. So whoever takes a hold opens a connection in WAL mode and reads by it, {@link #renew renews} the hold,
 * and keeps that connection open until the hold is given up.
 *
 * <p>Any thread.
 */
public final class FileHold implements AutoCloseable {

    /** Far beyond the end of any file, and beyond the bytes at 1 GiB that SQLite locks. */
    private static final long LOCK_AT = 1L << 62;

    /** The files that this process holds, by what the operating system calls them. A second channel would take the first one's lock away. */
    private static final Set<Object> HELD = ConcurrentHashMap.newKeySet();

    private final FileChannel channel;
    private final Object key;
    private FileLock lock;

    private FileHold(FileChannel channel, FileLock lock, Object key) {
        this.channel = channel;
        this.lock = lock;
        this.key = key;
    }

    /**
     * Takes the file, which is made, empty, if it is missing.
     *
     * @return empty if another process, or somebody else in this one, has it
     * @throws IOException if it cannot be opened or locked at all
     */
    public static Optional<FileHold> take(Path file) throws IOException {
        if (Files.exists(file)) {
            return take(file, keyOf(file));
        }
        // Made by its own call, so that no channel of a file that is held already is ever closed.
        Files.createFile(file);
        return take(file, keyOf(file));
    }

    private static Optional<FileHold> take(Path file, Object key) throws IOException {
        if (!HELD.add(key)) {
            return Optional.empty();
        }
        FileLock lock = null;
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
            try {
                lock = channel.tryLock(LOCK_AT, 1, false);
                return lock == null ? Optional.empty() : Optional.of(new FileHold(channel, lock, key));
            } finally {
                if (lock == null) {
                    channel.close();
                }
            }
        } finally {
            if (lock == null) {
                HELD.remove(key);
            }
        }
    }

    /**
     * Takes the lock once more, since SQLite may have taken it away while it opened the file.
     *
     * @return false if another process has it meanwhile
     */
    public synchronized boolean renew() throws IOException {
        lock.release();
        FileLock again = channel.tryLock(LOCK_AT, 1, false);
        if (again == null) {
            return false;
        }
        lock = again;
        return true;
    }

    /**
     * Reads bytes of the file as it is, past SQLite. By the hold's own channel, since closing another one would give the lock up.
     *
     * @param into filled to its limit
     * @return false if the file ends before
     */
    public boolean read(ByteBuffer into, long at) throws IOException {
        long from = at;
        while (into.hasRemaining()) {
            int read = channel.read(into, from);
            if (read < 0) {
                return false;
            }
            from += read;
        }
        return true;
    }

    private static Object keyOf(Path file) throws IOException {
        Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        return key == null ? file.toRealPath() : key;
    }

    /** Gives the file up. SQLite's connections to it should be closed before. */
    @Override
    public void close() throws IOException {
        if (channel.isOpen()) {
            channel.close();
            HELD.remove(key);
        }
    }
}
