package dev.onsale.orders;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** The file {@code orders.db} of a test, as anybody may look into it or spoil it. */
public final class BookFile extends BookTables {

    private final Path dataDir;

    /** In that folder. */
    public BookFile(Path dataDir) {
        this.dataDir = dataDir;
    }

    /** The file. */
    public Path path() {
        return dataDir.resolve("orders.db");
    }

    @Override
    public Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + path().toUri());
    }

    @Override
    public OrderBook open() {
        return SqliteOrderBook.open(dataDir);
    }

    @Override
    public BookSnapshot look() {
        return SqliteBookSnapshot.open(dataDir).orElseThrow();
    }

    @Override
    public String title() {
        return path().toString();
    }
}
