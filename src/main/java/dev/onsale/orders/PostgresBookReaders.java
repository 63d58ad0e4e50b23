package dev.onsale.orders;

import com.zaxxer.hikari.HikariDataSource;
import dev.onsale.config.BookLimits;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;

/**
 * The connections of those who look things up in PostgreSQL, at most {@link BookLimits#BOOK_READERS_MAX} of them. The pool starts with the first
 * listing, whether the server is there or not. Any thread.
 */
final class PostgresBookReaders implements AutoCloseable {

    private final PostgresServer server;
    private final HikariDataSource pool = new HikariDataSource();

    PostgresBookReaders(PostgresServer server) {
        this.server = server;
        pool.setDataSource(server.listings());
        pool.setPoolName("order-book-readers");
        pool.setReadOnly(true);
        pool.setMaximumPoolSize(BookLimits.BOOK_READERS_MAX);
        pool.setMinimumIdle(0);
        pool.setConnectionTimeout(BookLimits.BOOK_QUERY_MILLIS_MAX);
        pool.setInitializationFailTimeout(-1);
    }

    /**
     * Some orders, within {@link BookLimits#BOOK_QUERY_MILLIS_MAX} of waiting and as much of working.
     *
     * @throws OrderBookException if they cannot be had in that time, or at all
     */
    OrderPage list(OrderQuery query) {
        try (Connection connection = pool.getConnection()) {
            return OrderListing.leftToPlanner(query).run(connection);
        } catch (SQLTransientConnectionException e) {
            throw new OrderBookException(
                    server.title() + " cannot be reached, or is being read by " + BookLimits.BOOK_READERS_MAX
                            + " others. Ask again later.",
                    e);
        } catch (SQLException e) {
            throw server.failure(e);
        } catch (UnreadableRowException e) {
            throw new OrderBookException(
                    server.title() + " has a row that Onsale did not write (" + e.id() + ": " + e.why()
                            + "). Run `onsale audit`.",
                    e);
        }
    }

    @Override
    public void close() {
        pool.close();
    }
}
