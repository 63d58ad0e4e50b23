package dev.onsale.ledger.embedded;

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

/**
 * Keeps a data folder to one process: two writers would each sell the same seats. The operating system gives the lock up when the
 * process ends, however it ends; the file stays, and means nothing by itself.
 */
public final class FolderLock implements AutoCloseable {

    private static final String FILE_NAME = "ledger.lock";

    /** The process id stands behind the byte that is locked, where others may read it on every system. */
    private static final int PID_AT = 1;

    private static final int PID_BYTES_MAX = 20;

    private final FileChannel channel;

    private FolderLock(FileChannel channel) {
        this.channel = channel;
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
                String pid = ProcessHandle.current().pid() + "\n";
                channel.truncate(PID_AT);
                channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)), PID_AT);
                return new FolderLock(channel);
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
     * Takes a folder for a node whose ledger is elsewhere: what it keeps there (order book, operators' token) is one process's as well.
     *
     * @throws EventLogException if another process has it, its lock file cannot be written, or a ledger of its own is in there, whose orders
     *     are not those of the other ledger
     */
    public static FolderLock takeWithoutJournal(Path dataDir) {
        if (Files.exists(dataDir.resolve(JournalFile.NAME))) {
            throw new EventLogException("The data folder " + dataDir + " holds a ledger of its own (" + JournalFile.NAME
                    + "), and a node with a ledger elsewhere needs another folder: name one with --data.");
        }
        return take(dataDir);
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
        channel.close();
    }
}
