package dev.onsale.orders;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** A schema of its own in the tests' PostgreSQL: an order book's tables, as anybody may look into them or spoil them. */
public final class BookDatabase extends BookTables {

    private final String url;

    private BookDatabase(String url) {
        this.url = url;
    }

    /** A new one, without tables. */
    public static BookDatabase create() {
        return new BookDatabase(TestPostgres.shared().newSchema());
    }

    /** With the user, and without a password: the server trusts this machine. */
    public String url() {
        return url;
    }

    @Override
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(url);
    }

    @Override
    public OrderBook open() {
        return PostgresOrderBook.open(url, null);
    }

    @Override
    public BookSnapshot look() {
        return PostgresBookSnapshot.open(url, null).orElseThrow();
    }

    @Override
    public String title() {
        return "PostgreSQL at 127.0.0.1:";
    }
}
