package dev.onsale.orders;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/** Lets a SQLite book follow again a ledger that had lost events and goes on without them. Stateless. */
public final class SqliteBookRepair {

    private SqliteBookRepair() {}

    /**
     * Copies the book of a data folder to a file beside it, and begins the journals anew: the node writes the rows again from the first event on.
     *
     * @return where the copy is
     * @throws OrderBookException if that could not be written; then nothing was changed
     */
    public static String beginAnew(Path dataDir, BookAnew anew) {
        SqliteBookFile file = new SqliteBookFile(dataDir);
        String copy = setAside(file, anew.journals());
        file.write(connection -> {
            OwnerRows.write(connection, anew.owner());
            return anew;
        });
        return copy;
    }

    /** The same for a book that knows already whose it is. */
    static String setAside(SqliteBookFile file, List<String> journals) {
        Path copy = freePath(file.path());
        try (Connection connection = file.openForWriting()) {
            connection.setAutoCommit(true); // a copy is made outside of any transaction
            try (PreparedStatement into = connection.prepareStatement("VACUUM INTO ?")) {
                into.setString(1, copy.toString());
                into.execute();
            }
            connection.setAutoCommit(false);
            for (String journal : journals) {
                OwnerRows.beginAnew(connection, journal);
            }
            connection.commit();
            return copy.toString();
        } catch (SQLException e) {
            throw file.failure(e);
        }
    }

    private static Path freePath(Path book) {
        int number = 1;
        Path path = book.resolveSibling("orders-before-1.db");
        while (Files.exists(path)) {
            number++;
            path = book.resolveSibling("orders-before-" + number + ".db");
        }
        return path;
    }
}
