package dev.onsale.ledger.embedded;

import dev.onsale.disk.FileHold;
import dev.onsale.events.EventLogException;
import dev.onsale.ledger.OrderRoom;
import dev.onsale.ledger.StockState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a ledger has on disk, opened in the order in which nothing can be lost by it:
 *
 * <pre>
 *   lock of the folder ─▶ hold of the journal ─▶ is the past whole? ─▶ read it ─▶ open to write ─▶ witness
 *                                                └── until here nothing was written ──┘
 * </pre>
 *
 * @param lock of the data folder
 * @param hold of the journal itself
 * @param connection the journal's, to write
 * @param recovery what was read
 * @param witness written after each commit from now on
 */
record LedgerFiles(
        FolderLock lock,
        FileHold hold,
        JournalFile file,
        SnapshotFolder snapshots,
        Connection connection,
        Recovery recovery,
        WitnessFile witness) {

    private static final Logger LOG = LoggerFactory.getLogger(LedgerFiles.class);
    private static final long PROGRESS_NANOS = TimeUnit.SECONDS.toNanos(1);

    /**
     * Opens them.
     *
     * @param acceptedLoss as in {@link MissingPast}
     * @param beforeFirst run before a journal is made where there is none; refuses that by an {@link EventLogException}
     * @throws EventLogException if the folder is in use, something of the past is missing, or the journal cannot be read or is damaged; the message
     *     says what to do
     */
    static LedgerFiles open(Path dataDir, Settings settings, @Nullable String acceptedLoss, Runnable beforeFirst) {
        FolderLock lock = lock(dataDir);
        try {
            JournalFile file = new JournalFile(dataDir, settings.journalBytesMax());
            SnapshotFolder snapshots =
                    new SnapshotFolder(dataDir, settings.reserve().apply(dataDir));
            if (file.isMissing()) {
                // Before the hold, which makes the file. An accepted loss moves files: whoever may refuse comes before
                // that.
                if (acceptedLoss != null) {
                    beforeFirst.run();
                }
                MissingPast.check(dataDir, file, null, snapshots, acceptedLoss);
                if (acceptedLoss == null) {
                    beforeFirst.run();
                }
            }
            FileHold hold = hold(file);
            try {
                return open(dataDir, lock, hold, file, snapshots, settings.room(), acceptedLoss);
            } catch (RuntimeException e) {
                hold.close();
                throw e;
            }
        } catch (IOException e) {
            release(lock);
            throw new EventLogException(
                    "The data folder " + dataDir + " cannot be used: " + e + ". Check the disk.", e);
        } catch (RuntimeException e) {
            release(lock);
            throw e;
        }
    }

    private static LedgerFiles open(
            Path dataDir,
            FolderLock lock,
            FileHold hold,
            JournalFile file,
            SnapshotFolder snapshots,
            OrderRoom room,
            @Nullable String acceptedLoss)
            throws IOException {
        // The reader stays open until the writer's connection is.
        try (JournalReader reader = JournalReader.ofAny(file)) {
            Recovery recovery = new Recovery(new StockState(room), JournalPlace.BEGIN, null);
            if (reader != null) {
                MissingPast.check(dataDir, file, reader, snapshots, acceptedLoss);
                recovery = recover(snapshots, reader, room);
            }
            Connection connection = file.openToWrite();
            try {
                if (!hold.renew()) {
                    throw inUse(file);
                }
                WitnessFile witness = WitnessFile.open(dataDir);
                witness.write(recovery.place());
                witness.sync();
                file.syncFolder();
                return new LedgerFiles(lock, hold, file, snapshots, connection, recovery, witness);
            } catch (IOException | RuntimeException e) {
                close(connection, file);
                throw e;
            }
        }
    }

    private static FolderLock lock(Path dataDir) {
        try {
            Files.createDirectories(dataDir);
        } catch (IOException e) {
            throw new EventLogException(
                    "The data folder " + dataDir + " cannot be made: " + e + ". Name one that this user may write.", e);
        }
        return FolderLock.take(dataDir);
    }

    private static FileHold hold(JournalFile file) {
        try {
            return FileHold.take(file.path()).orElseThrow(() -> inUse(file));
        } catch (IOException e) {
            throw new EventLogException(
                    "The journal " + file.path() + " cannot be locked: " + e
                            + ". Check that this user may read and write it and its folder.",
                    e);
        }
    }

    private static EventLogException inUse(JournalFile file) {
        return new EventLogException("The journal " + file.path()
                + " is being written by another process, though this folder's lock was free: its lock file was"
                + " removed, or the journal is in another folder, too. Stop that process first.");
    }

    private static Recovery recover(SnapshotFolder snapshots, JournalReader reader, OrderRoom room) {
        long began = System.nanoTime();
        Recovery recovery = Recovery.run(snapshots, reader, room, progressEverySecond());
        LOG.debug(
                "Read {} events in {} ms",
                recovery.place().position(),
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
        return recovery;
    }

    private static Pace progressEverySecond() {
        long[] next = {System.nanoTime() + PROGRESS_NANOS};
        return (done, all) -> {
            if (System.nanoTime() >= next[0]) {
                next[0] += PROGRESS_NANOS;
                LOG.info("Reading what was sold so far: {} of {} events", done, all);
            }
        };
    }

    private static void close(Connection connection, JournalFile file) {
        try {
            connection.close();
        } catch (SQLException e) {
            throw file.cannotClose(e);
        }
    }

    /** Gives up what was opened when there is no ledger for it. */
    void giveUp() {
        close(connection, file);
        release();
    }

    /** Gives up all but the connection, which whoever wrote by it has closed. */
    void release() {
        try (lock;
                hold;
                witness) {
            LOG.debug("The files of {} are given up", file.path());
        } catch (IOException e) {
            throw new EventLogException("The files beside " + file.path() + " cannot be closed: " + e + ".", e);
        }
    }

    private static void release(FolderLock lock) {
        try {
            lock.close();
        } catch (IOException e) {
            LOG.debug("The folder's lock cannot be given up", e);
        }
    }
}
