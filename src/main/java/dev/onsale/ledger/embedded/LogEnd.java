package dev.onsale.ledger.embedded;

import dev.onsale.events.EventLogException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;

/**
 * The end of the write-ahead log, as it lies in the files: whether the last commit that this process made is still there, and nobody else's behind it. Its
 * bytes are looked at past SQLite, which believes what it has in memory.
 *
 * <pre>
 *   index  (journal.db-shm)   twice 48 bytes: … iChange at 8, page size at 14, mxFrame at 16, checksum of the last frame at 24, salts at 32
 *   log    (journal.db-wal)   32 bytes with the salts at 16, then frames: page number, size, salts at 8, checksum at 16, the page
 * </pre>
 *
 * <p>{@code iChange} counts commits, whoever makes them. The checksum of a frame goes over all frames before it. Both are described in SQLite's "WAL-mode File Format".
 *
 * <p>Owned by the ledger's writer. To be closed behind the last of SQLite's connections: closing the index before would take away their locks.
 */
final class LogEnd implements AutoCloseable {

    private static final int INDEX_BYTES = 48;
    private static final int AT_CHANGES = 8;
    private static final int AT_PAGE_BYTES = 14;
    private static final int AT_FRAMES = 16;
    private static final int AT_INDEX_CHECKSUM = 24;
    private static final int AT_INDEX_SALTS = 32;
    private static final int LOG_HEADER_BYTES = 32;
    private static final int FRAME_HEADER_BYTES = 24;
    private static final int AT_LOG_SALTS = 16;
    private static final int AT_FRAME_SALTS = 8;
    private static final int AT_FRAME_CHECKSUM = 16;

    /** How the index writes the one page size that two bytes do not hold. */
    private static final int LARGEST_PAGE_BYTES = 65_536;

    /** The index is written twice, one behind the other; whoever looks just then sees two that differ. */
    private static final int LOOKS_MAX = 1_000;

    private final JournalFile file;
    private final FileChannel indexChannel;
    private final FileChannel logChannel;
    private final ByteBuffer index = ByteBuffer.allocateDirect(2 * INDEX_BYTES).order(ByteOrder.nativeOrder());
    private final ByteBuffer frame = ByteBuffer.allocateDirect(FRAME_HEADER_BYTES);
    private int changes;

    // The last frame of the log at the last look; number 0 where the log had none.
    private long frames;
    private long salts;
    private long checksum;

    /** Of the files as they are now. */
    LogEnd(JournalFile file) throws IOException {
        this.file = file;
        indexChannel = FileChannel.open(file.shm(), StandardOpenOption.READ);
        logChannel = FileChannel.open(file.wal(), StandardOpenOption.READ);
        readIndex();
        changes = index.getInt(AT_CHANGES);
        remember();
    }

    /**
     * Looks at them. Of a commit since the last look the frame before it is what tells: its own was written just now, over whatever lay there.
     *
     * @param commits of this process since the last look
     * @throws EventLogException if somebody has written over the log or its index, or has written to the journal besides
     */
    void check(int commits) {
        changes += commits;
        try {
            readIndex();
            if (index.getInt(AT_CHANGES) != changes) {
                throw new EventLogException("Something else wrote to the journal " + file.path()
                        + ", or over its index " + file.shm() + ", under the running ledger");
            }
            if (isExpected() && !isThere() && isStillExpected()) {
                throw new EventLogException(
                        "The file " + file.wal() + " was cut or written over under the running ledger");
            }
            remember();
        } catch (IOException e) {
            throw cannotLook(e);
        }
    }

    /**
     * Looks at the log's beginning, too, by which a start finds its frames: for whoever writes over that alone.
     *
     * @throws EventLogException if it was written over
     */
    void checkBeginning() {
        try {
            readIndex();
            frame.clear();
            boolean isWhole = !isExpected()
                    || (logChannel.read(frame, 0) == FRAME_HEADER_BYTES
                            && frame.order(ByteOrder.nativeOrder()).getLong(AT_LOG_SALTS) == salts);
            if (!isWhole && isStillExpected()) {
                throw new EventLogException(
                        "The file " + file.wal() + " was cut or written over under the running ledger");
            }
        } catch (IOException e) {
            throw cannotLook(e);
        }
    }

    /** Whether the log should have the last frame that is known. */
    private boolean isExpected() {
        return frames > 0 && index.getLong(AT_INDEX_SALTS) == salts;
    }

    /** Another program may have copied all of the log and cut it just now, which is its right. It changes the index first. */
    private boolean isStillExpected() throws IOException {
        readIndex();
        return isExpected();
    }

    private EventLogException cannotLook(IOException e) {
        return new EventLogException(
                "The end of the journal " + file.path() + " cannot be looked at any more (" + e + ")", e);
    }

    /** A log that has begun anew since, with other salts, was copied into the main file before. */
    private void remember() {
        frames = Integer.toUnsignedLong(index.getInt(AT_FRAMES));
        salts = index.getLong(AT_INDEX_SALTS);
        checksum = (long) index.getInt(AT_INDEX_CHECKSUM) << Integer.SIZE
                | Integer.toUnsignedLong(index.getInt(AT_INDEX_CHECKSUM + Integer.BYTES));
    }

    private void readIndex() throws IOException {
        for (int look = 0; look < LOOKS_MAX; look++) {
            index.clear();
            if (indexChannel.read(index, 0) == 2 * INDEX_BYTES
                    && index.slice(0, INDEX_BYTES).equals(index.slice(INDEX_BYTES, INDEX_BYTES))) {
                return;
            }
            Thread.onSpinWait();
        }
        throw new EventLogException("The file " + file.shm() + " was cut or written over under the running ledger");
    }

    /** Whether the log still has the frame that was its last one. */
    private boolean isThere() throws IOException {
        int page = Short.toUnsignedInt(index.getShort(AT_PAGE_BYTES));
        int pageBytes = page == 1 ? LARGEST_PAGE_BYTES : page;
        frame.clear();
        long at = LOG_HEADER_BYTES + (frames - 1) * (FRAME_HEADER_BYTES + pageBytes);
        // The index has the salts as they lie in the log, and the checksum as the processor has its numbers.
        return logChannel.read(frame, at) == FRAME_HEADER_BYTES
                && frame.order(ByteOrder.nativeOrder()).getLong(AT_FRAME_SALTS) == salts
                && frame.order(ByteOrder.BIG_ENDIAN).getLong(AT_FRAME_CHECKSUM) == checksum;
    }

    @Override
    public void close() throws IOException {
        try (indexChannel) {
            logChannel.close();
        }
    }
}
