package dev.onsale.orders;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Whose book it is and how far it has followed each journal, as rows: the same SQL in both databases. Stateless. */
final class OwnerRows {

    /** For books that were laid out before there were ids; a later program's script has it too. */
    static final String TABLE = "CREATE TABLE IF NOT EXISTS onsale_ledger (id text NOT NULL, accepted bigint NOT NULL)";

    /** The same for SQLite, whose strict tables have other words. */
    static final String STRICT_TABLE =
            "CREATE TABLE IF NOT EXISTS onsale_ledger (id TEXT NOT NULL, accepted INTEGER NOT NULL) STRICT";

    private OwnerRows() {}

    static Optional<BookOwner> read(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT id, accepted FROM onsale_ledger")) {
            return row.next() ? Optional.of(new BookOwner(row.getString(1), row.getLong(2))) : Optional.empty();
        }
    }

    static void write(Connection connection, BookOwner owner) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("DELETE FROM onsale_ledger");
        }
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO onsale_ledger (id, accepted) VALUES (?, ?)")) {
            insert.setString(1, owner.ledger());
            insert.setLong(2, owner.accepted());
            insert.executeUpdate();
        }
    }

    /** How far it has followed a journal. */
    static Bookmark bookmark(Connection connection, String journal) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("SELECT position, event FROM bookmarks WHERE journal = ?")) {
            query.setString(1, journal);
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? new Bookmark(row.getLong(1), row.getString(2)) : Bookmark.START;
            }
        }
    }

    /** Forgets what it has of a journal, which it follows from the first event on then. */
    static void beginAnew(Connection connection, String journal) throws SQLException {
        SaleRows.clear(connection, journal);
        try (PreparedStatement mark =
                connection.prepareStatement("UPDATE bookmarks SET position = 0, event = '' WHERE journal = ?")) {
            mark.setString(1, journal);
            mark.executeUpdate();
        }
    }

    static Map<String, Bookmark> bookmarks(Connection connection) throws SQLException {
        Map<String, Bookmark> bookmarks = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT journal, position, event FROM bookmarks")) {
            while (row.next()) {
                bookmarks.put(row.getString(1), new Bookmark(row.getLong(2), row.getString(3)));
            }
        }
        return bookmarks;
    }
}
