package dev.onsale.orders;

import dev.onsale.config.BookLimits;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * The file of a SQLite order book: where it is, how it is opened, which schema it has, and what its errors mean to an operator.
 *
 * <p>It is opened with {@code synchronous=NORMAL} in WAL mode. Commits then wait for no disk: only a checkpoint does, every
 * {@link BookLimits#BOOK_WAL_PAGES_MAX} pages, and so the journal's own waits on the same disk are hardly ever disturbed. A power
 * cut may cost the last transactions, each with its position, and the projector writes them again. {@code OFF} would spare the
 * rest of the waits, but a power cut could then leave a position without its rows, and nothing would tell.
 */
final class SqliteBookFile {

    /** The file's name within the data folder. */
    static final String NAME = "orders.db";

    /** The schema that this program writes; the file keeps its own as {@code PRAGMA user_version}. */
    static final int SCHEMA = 1;

    private final Path path;

    SqliteBookFile(Path dataDir) {
        path = dataDir.resolve(NAME).toAbsolutePath();
    }

    Path path() {
        return path;
    }

    /** As a URI, so that no character of a folder's name means anything to SQLite. */
    String url() {
        return "jdbc:sqlite:" + path.toUri();
    }

    /** Opens the book for its writer, and lays out the tables if the file is new. */
    Connection openForWriting() throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(BookLimits.BOOK_BUSY_MILLIS_MAX);
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.NORMAL);
        config.setCacheSize(-BookLimits.BOOK_CACHE_KIBIBYTES);
        Connection connection = config.createConnection(url());
        try {
            try (Statement statement = connection.createStatement()) {
                statement.execute("PRAGMA wal_autocheckpoint = " + BookLimits.BOOK_WAL_PAGES_MAX);
            }
            connection.setAutoCommit(false);
            if (schemaOf(connection) == 0) {
                layOut(connection);
            }
            try (Statement statement = connection.createStatement()) {
                statement.execute(OwnerRows.STRICT_TABLE);
            }
            connection.commit();
            return connection;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /** Something that is done in one transaction. */
    interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    /**
     * Does it on a connection of its own.
     *
     * @throws OrderBookException if that is not possible; then nothing was done
     */
    <T> T write(Work<T> work) {
        try (Connection connection = openForWriting()) {
            T result = work.on(connection);
            connection.commit();
            return result;
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    /** How connections are opened that never write. */
    static SQLiteConfig readingConfig() {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setBusyTimeout(BookLimits.BOOK_BUSY_MILLIS_MAX);
        return config;
    }

    /**
     * The file's schema, 1 … {@link #SCHEMA}, or 0 when it is empty.
     *
     * @throws OrderBookException if it is a newer one, or no order book at all
     */
    int schemaOf(Connection connection) throws SQLException {
        int version = number(connection, "PRAGMA user_version");
        if (version > SCHEMA) {
            throw new OrderBookException(
                    path + " was written by a newer Onsale (schema " + version + ", this one knows " + SCHEMA
                            + "). Use that version, or stop the server and move the file away: it is written anew.");
        }
        if (version == 0 && number(connection, "SELECT count(*) FROM sqlite_schema") > 0) {
            throw new OrderBookException(path + " is a database, but not an order book. Move it out of the way.");
        }
        return version;
    }

    private static void layOut(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(SchemaScript.read("sqlite", SCHEMA));
            statement.executeUpdate("PRAGMA user_version = " + SCHEMA);
        }
    }

    private static int number(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            return row.next() ? row.getInt(1) : 0;
        }
    }

    /** What a failure means to an operator. */
    OrderBookException failure(SQLException cause) {
        return new OrderBookException("The order book " + path + " " + meaning(cause), cause);
    }

    private static String meaning(SQLException cause) {
        if (!(cause instanceof SQLiteException failed)) {
            return "cannot be used: " + cause.getMessage();
        }
        // The low byte is the primary code; the rest tells where it happened.
        SQLiteErrorCode code = SQLiteErrorCode.getErrorCode(failed.getResultCode().code & 0xFF);
        return switch (code) {
            case SQLITE_BUSY, SQLITE_LOCKED ->
                "is being written to by another program. Close that program, such as a sqlite3 shell with an open"
                        + " transaction.";
            case SQLITE_FULL -> "does not fit on the disk any more. Free some space.";
            case SQLITE_CORRUPT, SQLITE_NOTADB ->
                "is damaged. Stop the server and delete the file: it is written anew from the journal.";
            case SQLITE_PERM, SQLITE_READONLY, SQLITE_CANTOPEN, SQLITE_AUTH ->
                "cannot be opened. Check that the folder exists, that it and the file belong to the server's user,"
                        + " and that the disk is not mounted read-only.";
            case SQLITE_INTERRUPT ->
                "took longer than " + BookLimits.BOOK_QUERY_MILLIS_MAX + " ms to answer. Ask for fewer orders.";
            // SQLite has some hundred codes; the others are told in its own words.
            default -> "cannot be used: " + cause.getMessage() + ". Check the disk and the system's log.";
        };
    }
}
