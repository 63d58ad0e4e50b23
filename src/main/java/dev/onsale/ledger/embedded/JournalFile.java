package dev.onsale.ledger.embedded;

import dev.onsale.config.Limits;
import dev.onsale.disk.FullDisk;
import dev.onsale.events.EventLogException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.sqlite.SQLiteConfig;

/**
 * The journal's SQLite file, and how it is opened.
 *
 * <pre>
 *   journal(seq INTEGER PRIMARY KEY, events BLOB)     one row for each commit
 *
 *   ledger(id TEXT)                                   one row: which ledger it is, made with the file
 *
 *   seq       position of the row's last event; so the newest row's seq is the journal's end, and the
 *             rows behind a position are those with a greater seq
 *   events    a frame, as EventCodec describes it
 * </pre>
 *
 * <p>{@code application_id} says whose file it is, {@code user_version} which layout its tables have.
 */
final class JournalFile {

    /** The letters {@code OnSa}. */
    private static final int APPLICATION_ID = 0x4F6E5361;

    private static final int SCHEMA_VERSION = 1;

    /** Of the file in a data folder. */
    static final String NAME = "journal.db";

    /** What disks and page caches work with: larger pages only make a small commit write more. */
    static final int PAGE_BYTES = 4096;

    /** Of the write-ahead log. */
    private static final int LOG_HEADER_BYTES = 32;

    /** Written at once to lengthen the log. */
    private static final int ZEROS_BYTES = 1024 * 1024;

    private final Path path;
    private final long bytesMax;

    /** @param bytesMax the file does not grow past that */
    JournalFile(Path dataDir, long bytesMax) {
        this(bytesMax, dataDir.resolve(NAME));
    }

    private JournalFile(long bytesMax, Path path) {
        this.path = path;
        this.bytesMax = bytesMax;
    }

    /** One with a name of its own: a copy. */
    static JournalFile named(Path path) {
        return new JournalFile(Limits.JOURNAL_BYTES_MAX, path);
    }

    /** The data folder. */
    Path folder() {
        return Objects.requireNonNull(path.toAbsolutePath().getParent(), "the journal lies in a folder");
    }

    /** Bytes that may still be written, as far as the disk and the quota know. */
    long roomBytes() {
        return Math.min(bytesMax - path.toFile().length(), path.toFile().getUsableSpace());
    }

    Path path() {
        return path;
    }

    /** The write-ahead log beside it. */
    Path wal() {
        return path.resolveSibling(path.getFileName() + "-wal");
    }

    /** The index of that log, in memory that processes share. */
    Path shm() {
        return path.resolveSibling(path.getFileName() + "-shm");
    }

    /**
     * Adds zeros to the write-ahead log until it has that length, and returns when they are on the disk. SQLite writes over them, and reads
     * nothing from them: the log ends for it where a checksum is wrong. Only for a time in which nobody commits, or a commit could be
     * written over.
     */
    void lengthenLog(long bytes) throws IOException {
        try (FileChannel log = FileChannel.open(wal(), StandardOpenOption.WRITE, StandardOpenOption.CREATE)) {
            ByteBuffer zeros = ByteBuffer.allocateDirect(ZEROS_BYTES);
            for (long at = log.size(); at < bytes; at += zeros.position()) {
                zeros.clear().limit((int) Math.min(ZEROS_BYTES, bytes - at));
                log.write(zeros, at);
            }
            log.force(true);
        }
    }

    /**
     * Opens it for writing; makes it if there is none. Whoever calls this holds the folder's lock.
     *
     * @throws EventLogException if it is not a journal, or one of a newer version
     */
    Connection openToWrite() {
        try {
            Connection connection = connect(new SQLiteConfig());
            try {
                run(connection, "PRAGMA page_size = " + PAGE_BYTES); // only counts as long as the file is empty
                prepareTables(connection);
                // A commit is on the disk when it returns: that is the promise behind every answer.
                run(connection, "PRAGMA synchronous = FULL");
                nameLedger(connection);
                // Checkpoints are the Checkpointer's, off the writer's path.
                run(connection, "PRAGMA wal_autocheckpoint = 0");
                run(connection, "PRAGMA max_page_count = " + bytesMax / number(connection, "PRAGMA page_size"));
                return connection;
            } catch (SQLException | RuntimeException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            throw cannotOpen(e);
        }
    }

    /** Opens it once more beside the writer, to copy the write-ahead log. */
    Connection openToCheckpoint() {
        try {
            return connect(new SQLiteConfig());
        } catch (SQLException e) {
            throw cannotOpen(e);
        }
    }

    /** Whether anything was ever written to it; SQLite has not looked at it yet, and would remove the log beside an empty one. */
    boolean isMissing() {
        return path.toFile().length() == 0;
    }

    /** Whether a write-ahead log lies there, with something in it, though the file itself is missing. */
    boolean hasStrayLog() {
        if (!isMissing() || wal().toFile().length() < LOG_HEADER_BYTES) {
            return false;
        }
        try (InputStream log = Files.newInputStream(wal())) {
            byte[] header = log.readNBytes(LOG_HEADER_BYTES);
            return !Arrays.equals(header, new byte[header.length]); // zeros are only room taken beforehand
        } catch (IOException e) {
            throw new EventLogException(
                    "The write-ahead log " + wal() + " cannot be read: " + e + ". Check the disk.", e);
        }
    }

    /** Sees to it that the names of the files are on the disk. */
    void syncFolder() throws IOException {
        try (FileChannel folder = FileChannel.open(folder())) {
            folder.force(true);
        }
    }

    /**
     * Opens it for reading before there is a writer; empty if it is missing, or its making was cut short before anything was in it. Reading
     * changes nothing, also not when the connection is closed.
     *
     * @throws EventLogException if it is not a journal, or one of a newer version
     */
    Optional<Connection> openToReadIfAny() {
        if (isMissing()) {
            return Optional.empty();
        }
        try {
            Connection connection = connect(readOnly());
            try {
                if (isEmpty(connection)) {
                    connection.close();
                    return Optional.empty();
                }
                checkTables(connection);
                return Optional.of(connection);
            } catch (SQLException | RuntimeException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            throw cannotOpen(e);
        }
    }

    private static SQLiteConfig readOnly() {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        return config;
    }

    /**
     * Opens it for reading, beside the writer if there is one, in this process or another.
     *
     * @throws EventLogException if there is none, or it is not a journal, or one of a newer version
     */
    Connection openToRead() {
        if (!Files.exists(path)) {
            throw new EventLogException(
                    "There is no journal at " + path + ". Name the data folder of a node that has sold something.");
        }
        try {
            Connection connection = connect(readOnly());
            try {
                checkTables(connection);
                return connection;
            } catch (SQLException | RuntimeException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            throw cannotOpen(e);
        }
    }

    private Connection connect(SQLiteConfig config) throws SQLException {
        config.setBusyTimeout(Limits.JOURNAL_LOCK_MILLIS_MAX);
        config.setGetGeneratedKeys(false); // or the driver asks for the row's key after every commit
        // As a URI, whose escapes keep a question mark in a folder's name from being read as an option.
        return config.createConnection("jdbc:sqlite:" + path.toUri());
    }

    private void prepareTables(Connection connection) throws SQLException {
        if (isEmpty(connection)) {
            run(connection, "PRAGMA journal_mode = WAL");
            connection.setAutoCommit(false);
            run(connection, "CREATE TABLE journal(seq INTEGER PRIMARY KEY, events BLOB NOT NULL)");
            run(connection, "PRAGMA application_id = " + APPLICATION_ID);
            run(connection, "PRAGMA user_version = " + SCHEMA_VERSION);
            connection.commit();
            connection.setAutoCommit(true);
        }
        checkTables(connection);
        run(connection, "PRAGMA journal_mode = WAL");
    }

    /** Gives the ledger an id, once; a file of a time before there were ids gets one when it is next opened. */
    private static void nameLedger(Connection connection) throws SQLException {
        if (number(connection, "SELECT count(*) FROM sqlite_master WHERE name = 'ledger'") == 0
                || number(connection, "SELECT count(*) FROM ledger") == 0) {
            run(connection, "CREATE TABLE IF NOT EXISTS ledger(id TEXT NOT NULL)");
            run(connection, "INSERT INTO ledger(id) VALUES (lower(hex(randomblob(16))))");
        }
    }

    /** The ledger's id; empty in a file of a time before there were any. */
    String ledgerId() {
        try (Connection connection = openToRead()) {
            if (number(connection, "SELECT count(*) FROM sqlite_master WHERE name = 'ledger'") == 0) {
                return "";
            }
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("SELECT id FROM ledger")) {
                return row.next() ? row.getString(1) : "";
            }
        } catch (SQLException e) {
            throw cannotOpen(e);
        }
    }

    private void checkTables(Connection connection) throws SQLException {
        if (number(connection, "PRAGMA application_id") != APPLICATION_ID) {
            throw new EventLogException("The file " + path + " is not a journal of Onsale."
                    + " Move it away, or name another data folder; it was not changed.");
        }
        long version = number(connection, "PRAGMA user_version");
        if (version != SCHEMA_VERSION) {
            throw new EventLogException("The journal " + path + " has the layout " + version
                    + ", and this program knows " + SCHEMA_VERSION
                    + ". Use the version of Onsale that wrote it, or a newer one; it was not changed.");
        }
    }

    /** Whether nothing is in it: a new file, or one whose making was cut short. */
    private static boolean isEmpty(Connection connection) throws SQLException {
        return number(connection, "PRAGMA application_id") == 0
                && number(connection, "PRAGMA user_version") == 0
                && number(connection, "SELECT count(*) FROM sqlite_master") == 0;
    }

    private EventLogException cannotOpen(SQLException e) {
        return new EventLogException(
                FullDisk.sentence(
                        folder(),
                        e,
                        "The journal " + path + " cannot be opened: " + e.getMessage()
                                + ". Check that the file is a journal of Onsale, and that this user may read and write it"
                                + " and its folder."),
                e);
    }

    EventLogException cannotClose(Exception e) {
        return new EventLogException("The journal " + path + " cannot be closed: " + e.getMessage() + ".", e);
    }

    static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    static long number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            return result.next() ? result.getLong(1) : 0;
        }
    }
}
