package dev.onsale.orders;

import com.zaxxer.hikari.HikariDataSource;
import dev.onsale.config.BookLimits;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.concurrent.TimeUnit;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteDataSource;

/**
 * The connections of those who look things up, at most {@link BookLimits#BOOK_READERS_MAX} of them, pooled by HikariCP: it bounds both
 * their number and the wait for one, and mends a broken one, and a book in PostgreSQL needs it anyway. The pool starts with the first
 * listing, not with the server. Any thread.
 */
final class SqliteBookReaders implements AutoCloseable {

    /** Steps of SQLite's machine between two looks at the clock: about a millisecond. */
    private static final int STEPS_BETWEEN_LOOKS = 20_000;

    private final SqliteBookFile file;
    private final HikariDataSource pool = new HikariDataSource();

    SqliteBookReaders(SqliteBookFile file) {
        this.file = file;
        SQLiteDataSource source = new SQLiteDataSource(SqliteBookFile.readingConfig());
        source.setUrl(file.url());
        pool.setDataSource(source);
        pool.setPoolName("order-book-readers");
        pool.setReadOnly(true);
        pool.setMaximumPoolSize(BookLimits.BOOK_READERS_MAX);
        pool.setMinimumIdle(0);
        pool.setConnectionTimeout(BookLimits.BOOK_CONNECTION_MILLIS_MAX);
        pool.setInitializationFailTimeout(-1);
    }

    /** Something to be looked up. */
    interface Lookup<T> {
        T in(Connection connection) throws SQLException, UnreadableRowException;
    }

    /**
     * Looks something up, within {@link BookLimits#BOOK_CONNECTION_MILLIS_MAX} of waiting and {@link BookLimits#BOOK_QUERY_MILLIS_MAX} of working.
     *
     * @throws OrderBookException if it cannot be had in that time, or at all
     */
    <T> T look(Lookup<T> lookup) {
        try (Connection connection = pool.getConnection()) {
            SQLiteConnection inner = connection.unwrap(SQLiteConnection.class);
            stopLate(inner);
            try {
                return lookup.in(connection);
            } finally {
                ProgressHandler.clearHandler(inner);
            }
        } catch (SQLTransientConnectionException e) {
            throw new OrderBookException(
                    "The order book " + file.path() + " is being read by " + BookLimits.BOOK_READERS_MAX
                            + " others, or cannot be opened. Ask again later.",
                    e);
        } catch (SQLException e) {
            throw file.failure(e);
        } catch (UnreadableRowException e) {
            throw new OrderBookException(
                    "The order book " + file.path() + " has a row that Onsale did not write (" + e.id() + ": " + e.why()
                            + "). Stop the server and delete the file: it is written anew from the journal.",
                    e);
        }
    }

    /** A statement's own time-out is for locks alone in this driver; a search that goes on for too long is stopped from inside. */
    private static void stopLate(SQLiteConnection connection) throws SQLException {
        long begun = System.nanoTime();
        long limit = TimeUnit.MILLISECONDS.toNanos(BookLimits.BOOK_QUERY_MILLIS_MAX);
        ProgressHandler.setHandler(connection, STEPS_BETWEEN_LOOKS, new ProgressHandler() {
            @Override
            protected int progress() {
                return System.nanoTime() - begun > limit ? 1 : 0;
            }
        });
    }

    @Override
    public void close() {
        pool.close();
    }
}
