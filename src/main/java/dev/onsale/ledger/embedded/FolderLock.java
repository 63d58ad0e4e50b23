package dev.onsale.ledger.embedded;

import dev.onsale.config.Limits;
import dev.onsale.disk.FullDisk;
import dev.onsale.events.EventLogException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a data folder to one process: two writers would each sell the same seats. The operating system gives the lock up when the
 * process ends, however it ends; the file stays, and means nothing by itself.
 *
 * <p>Somebody may remove the file, and the next process would find the folder free. A journal is held by itself besides. A folder without one is {@link #watch
 * watched}: the lock is taken anew where it is gone, and a node that finds the folder taken by another one ends.
 */
public final class FolderLock implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FolderLock.class);

    private static final String FILE_NAME = "ledger.lock";

    /** The process id stands behind the byte that is locked, where others may read it on every system. */
    private static final int PID_AT = 1;

    private static final int PID_BYTES_MAX = 20;

    private final Path dataDir;

    /** The file that is locked. The watching thread's, once it runs, and then whoever's who has awaited its end. */
    private FileChannel channel;

    private Object key;
    private boolean isTold;
    private volatile boolean isClosed;
    private @Nullable BackgroundThread thread;

    private FolderLock(Path dataDir, FileChannel channel) throws IOException {
        this.dataDir = dataDir;
        this.channel = channel;
        this.key = keyOf(file());
    }

    private Path file() {
        return dataDir.resolve(FILE_NAME);
    }

    private static Object keyOf(Path file) throws IOException {
        Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        return key == null ? file.toRealPath() : key;
    }

    /**
     * Takes the folder.
     *
     * @throws EventLogException if another process has it, or its lock file cannot be written
     */
    static FolderLock take(Path dataDir) {
        Path file = dataDir.resolve(FILE_NAME);
        try {
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            try {
                if (!locked(channel)) {
                    throw new EventLogException("The data folder " + dataDir + " is in use by " + holder(channel)
                            + ". Stop that one first, or name another folder.");
                }
                writePid(channel);
                return new FolderLock(dataDir, channel);
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw new EventLogException(
                    FullDisk.sentence(
                            dataDir,
                            e,
                            "The data folder " + dataDir + " cannot be locked: " + e + ". Check that it is writable."),
                    e);
        }
    }

    /**
     * Takes a folder for a node whose ledger is elsewhere: what it keeps there (order book, operators' token) is one process's as well. It is watched
     * until it is closed.
     *
     * @param fatal told if another process has the folder by now, since somebody removed the lock's file; this one should end then
     * @throws EventLogException if another process has it, its lock file cannot be written, or a ledger of its own is in there, whose orders
     *     are not those of the other ledger
     */
    public static FolderLock takeWithoutJournal(Path dataDir, Consumer<Throwable> fatal) {
        if (Files.exists(dataDir.resolve(JournalFile.NAME))) {
            throw new EventLogException("The data folder " + dataDir + " holds a ledger of its own (" + JournalFile.NAME
                    + "), and a node with a ledger elsewhere needs another folder: name one with --data.");
        }
        FolderLock lock = take(dataDir);
        lock.watch(fatal);
        return lock;
    }

    private void watch(Consumer<Throwable> fatal) {
        BackgroundThread watching = new BackgroundThread("onsale-folder", () -> {
            try {
                while (!isClosed) {
                    LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(Limits.FOLDER_LOOK_MILLIS));
                    look();
                }
            } catch (IOException | RuntimeException e) {
                fatal.accept(e);
            }
        });
        thread = watching;
        watching.start();
    }

    /**
     * Takes the folder anew if the lock's file is gone or another one.
     *
     * @throws EventLogException if another process has it by now
     */
    void look() throws IOException {
        if (isClosed || isInPlace()) {
            return;
        }
        FileChannel again;
        try {
            again = FileChannel.open(
                    file(), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        } catch (IOException e) {
            if (!isTold) {
                LOG.warn(
                        "The lock file {} was removed under the running node, and cannot be made anew: {}. See who touched the folder.",
                        file(),
                        e.toString());
            }
            isTold = true;
            return; // tried again at the next look
        }
        if (!locked(again)) {
            String holder = holder(again);
            again.close();
            throw new EventLogException(
                    "The data folder " + dataDir + " is in use by " + holder
                            + " as well: its lock file was removed under the running node. This one ends, so that one writes there.");
        }
        LOG.warn(
                "The lock file {} was removed under the running node. It was made anew; see who touched the folder.",
                file());
        channel.close();
        channel = again;
        writePid(again);
        key = keyOf(file());
        isTold = false;
    }

    private boolean isInPlace() {
        try {
            return key.equals(keyOf(file()));
        } catch (IOException e) {
            LOG.debug("The lock file cannot be looked at", e);
            return false;
        }
    }

    private static void writePid(FileChannel channel) throws IOException {
        String pid = ProcessHandle.current().pid() + "\n";
        channel.truncate(PID_AT);
        channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)), PID_AT);
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock(0, PID_AT, false) != null;
        } catch (OverlappingFileLockException e) {
            return false; // by this very process
        }
    }

    private static String holder(FileChannel channel) throws IOException {
        ByteBuffer pid = ByteBuffer.allocate(PID_BYTES_MAX);
        channel.read(pid, PID_AT);
        String text = new String(pid.array(), 0, pid.position(), StandardCharsets.US_ASCII).strip();
        return text.isEmpty() ? "another process" : "process " + text;
    }

    /** Gives the folder up. */
    @Override
    public void close() throws IOException {
        isClosed = true;
        if (thread != null) {
            thread.awaitEnd();
        }
        channel.close();
    }
}
