package dev.onsale.ledger.embedded;

import dev.onsale.config.Limits;
import dev.onsale.events.EventCodec;
import dev.onsale.events.EventEncoder;
import dev.onsale.events.EventLogException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** The end of the journal where rows are added. Owned by the ledger's writer, once it runs. */
final class Journal implements BatchStore {

    private static final Logger LOG = LoggerFactory.getLogger(Journal.class);

    /** Pages that a commit writes besides the row: the file's header, the leaf of the tree, now and then a node above. */
    private static final int PAGES_BESIDE_ROW = 3;

    /** Room for so many write-ahead logs must be on the disk, or none is taken beforehand. */
    private static final int SPARE_LOGS = 8;

    private final JournalFile file;
    private final Connection connection;
    private final PreparedStatement insert;
    private final Checkpointer checkpointer;
    private final WitnessFile witness;
    private final Landmark landmark;
    private final FilesInPlace files;
    private JournalPlace end;

    /**
     * @param opened the journal's files, and what was found in them
     * @param logBytes how long the write-ahead log should become
     */
    Journal(LedgerFiles opened, long logBytes) throws SQLException, IOException {
        this.file = opened.file();
        this.connection = opened.connection();
        this.witness = opened.witness();
        this.end = opened.recovery().place();
        long logBytesMax = SPARE_LOGS / 2 * logBytes;
        this.insert = connection.prepareStatement("INSERT INTO journal(seq, events) VALUES (?, ?)");
        // A log that had to grow, since a reader stood in the way, is cut back when it begins anew.
        JournalFile.run(connection, "PRAGMA journal_size_limit = " + logBytesMax);
        this.landmark = Landmark.draw(file, opened.hold(), connection);
        if (beginLogAnew()) {
            landmark.learn();
        }
        makeRoom(logBytes);
        this.files = new FilesInPlace(file, landmark);
        this.checkpointer = new Checkpointer(file, logBytes);
    }

    /** The place behind the last row. The writer alone. */
    JournalPlace end() {
        return end;
    }

    @Override
    public long append(EventEncoder batch) {
        long seq = end.position() + batch.count();
        byte[] frame = batch.finish(end.checksum());
        try {
            insert.setLong(1, seq);
            insert.setBytes(2, frame);
            insert.executeUpdate(); // a transaction of its own: it returns when the row is on the disk
        } catch (SQLException e) {
            throw cannotWrite(e);
        }
        look(1);
        end = JournalPlace.behind(seq, EventCodec.checksumOf(frame));
        witness.write(end);
        checkpointer.grew((PAGES_BESIDE_ROW + frame.length / JournalFile.PAGE_BYTES) * (long) JournalFile.PAGE_BYTES);
        return seq;
    }

    @Override
    public void confirm() {
        look(0);
    }

    private void look(int commits) {
        try {
            files.check(commits);
        } catch (EventLogException e) {
            throw displaced(e);
        }
    }

    /** The end, since the files are not what they were. */
    private EventLogException displaced(EventLogException why) {
        witness.write(end); // whoever replaced the journal may have put an older witness beside it
        String rescued = rescue();
        witness.write(end); // or may have done so meanwhile
        return new EventLogException(why.getMessage() + ". " + rescued, why);
    }

    /** Saves what is only in files without a name any more; they are gone when this process ends. Returns a sentence. */
    private String rescue() {
        Path rescued = file.path().resolveSibling(MissingPast.RESCUED + end.position() + ".db");
        try {
            try (PreparedStatement copy = connection.prepareStatement("VACUUM INTO ?")) {
                copy.setString(1, rescued.toString());
                copy.execute();
            }
            try (FileChannel copied = FileChannel.open(rescued, StandardOpenOption.WRITE)) {
                copied.force(true);
            }
            file.syncFolder();
            proveWhole(rescued);
            return "The journal up to event " + end.position() + " was saved as " + rescued
                    + ": find out who touched the folder, move that file to " + file.path() + " and start again.";
        } catch (SQLException | IOException | EventLogException e) {
            String left = discard(rescued);
            return "What is still open of it could not be saved (" + e.getMessage() + left
                    + "): find out who touched the folder, and bring the files back, or the whole folder from the newest backup.";
        }
    }

    /** What was saved may have been written over before. */
    private void proveWhole(Path rescued) {
        try (JournalReader reader = new JournalReader(JournalFile.named(rescued))) {
            JournalPlace read = reader.read(JournalPlace.BEGIN, end.position(), event -> {});
            if (!read.equals(end)) {
                throw new EventLogException(
                        "it ends at event " + read.position() + ", and was told up to event " + end.position());
            }
        }
    }

    private static String discard(Path rescued) {
        try {
            Files.deleteIfExists(rescued);
            return "";
        } catch (IOException e) {
            return "; " + rescued + " is worth nothing and could not be removed";
        }
    }

    @Override
    public void tidy() {
        try {
            if (checkpointer.isNearlyDone()) {
                boolean hasBegunAnew = beginLogAnew();
                if (hasBegunAnew) {
                    landmark.learn();
                }
                checkpointer.tried(hasBegunAnew);
            }
        } catch (SQLException e) {
            throw cannotWrite(e);
        }
    }

    /** Copies what is left of the write-ahead log; returns whether the next commit begins at its start. Waits for nobody. */
    private boolean beginLogAnew() throws SQLException {
        SQLiteConnection sqlite = connection.unwrap(SQLiteConnection.class);
        sqlite.setBusyTimeout(0);
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("PRAGMA wal_checkpoint(RESTART)")) {
            return result.next() && result.getInt(1) == 0;
        } finally {
            sqlite.setBusyTimeout(Limits.JOURNAL_LOCK_MILLIS_MAX);
        }
    }

    /**
     * Makes the write-ahead log as long as it is going to be, so that even the first commits need not make it grow. That takes some ten
     * milliseconds: it is done before there is a writer, since a rush may begin with the first command.
     */
    private void makeRoom(long logBytes) {
        if (file.roomBytes() < SPARE_LOGS * logBytes) {
            LOG.warn("There is little room left for the journal {}: {} MB.", file.path(), file.roomBytes() >> 20);
            return;
        }
        try {
            file.lengthenLog(logBytes);
        } catch (IOException e) {
            // Only speed is lost: a disk that is broken or full is met by the next commit, which knows what to do.
            LOG.warn("No room could be taken beforehand for the write-ahead log {}: {}.", file.wal(), e.toString());
        }
    }

    private EventLogException cannotWrite(SQLException e) {
        try {
            files.checkNames();
        } catch (EventLogException why) {
            return displaced(why); // which is what SQLite ran into
        }
        boolean isFull = e instanceof SQLiteException sqlite && sqlite.getResultCode() == SQLiteErrorCode.SQLITE_FULL;
        return new EventLogException(
                "The journal " + file.path() + " cannot be written: "
                        + (isFull ? "the disk is full. Make room" : e.getMessage() + ". Check the disk")
                        + ", then start again: nothing that was answered is lost.",
                e);
    }

    @Override
    public void close() {
        checkpointer.close();
        try {
            insert.close();
            connection.close();
            files.close();
        } catch (SQLException | IOException e) {
            throw file.cannotClose(e);
        }
    }
}
