package dev.onsale.ledger.embedded;

import dev.onsale.disk.FileHold;
import dev.onsale.events.EventLogException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Tells the journal's main file from any other that somebody copies over it, where its name, its inode and its length stay the same. Each start writes a lot of its
 * own into a page that nothing else is written to, so no other ledger's file has it, and no copy of a time before the start. (A copy of the time since is
 * shorter, or the same.)
 *
 * <p>Owned by the ledger's writer.
 */
final class Landmark {

    /** What every SQLite file begins with: its name, and what never changes about its pages. */
    private static final int HEAD_BYTES = 24;

    private final JournalFile file;
    private final FileHold hold;
    private final byte[] lot;
    private final long at;
    private final ByteBuffer found;
    private final ByteBuffer foundHead = ByteBuffer.allocateDirect(HEAD_BYTES);

    /** What lies in the main file; null until a checkpoint has written it there. */
    private @Nullable ByteBuffer page;

    private @Nullable ByteBuffer head;

    private Landmark(JournalFile file, FileHold hold, String lot, long page, int pageBytes) {
        this.file = file;
        this.hold = hold;
        this.lot = lot.getBytes(StandardCharsets.US_ASCII);
        at = (page - 1) * pageBytes;
        found = ByteBuffer.allocateDirect(pageBytes);
    }

    /** Draws the lot of this start and commits it; it has to be {@link #learn learned} behind the next checkpoint. */
    static Landmark draw(JournalFile file, FileHold hold, Connection connection) throws SQLException {
        String lot = UUID.randomUUID().toString();
        JournalFile.run(connection, "CREATE TABLE IF NOT EXISTS start(lot TEXT NOT NULL)");
        connection.setAutoCommit(false);
        JournalFile.run(connection, "DELETE FROM start");
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO start(lot) VALUES (?)")) {
            insert.setString(1, lot);
            insert.executeUpdate();
        }
        connection.commit();
        connection.setAutoCommit(true);
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT rootpage FROM sqlite_master WHERE name = 'start'")) {
            long page = row.next() ? row.getLong(1) : 1;
            return new Landmark(file, hold, lot, page, (int) JournalFile.number(connection, "PRAGMA page_size"));
        }
    }

    /** Looks whether it has come into the main file by now. */
    void learn() {
        if (page != null) {
            return;
        }
        try {
            byte[] bytes = new byte[found.capacity()];
            if (hold.read(ByteBuffer.wrap(bytes), at) && contains(bytes)) {
                ByteBuffer first = ByteBuffer.allocateDirect(HEAD_BYTES);
                hold.read(first, 0);
                head = first.flip();
                page = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
            }
        } catch (IOException e) {
            throw cannotLook(e);
        }
    }

    private boolean contains(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1).contains(new String(lot, StandardCharsets.ISO_8859_1));
    }

    /**
     * Looks whether it is still there.
     *
     * @throws EventLogException if it is not: somebody has written over the main file
     */
    void check() {
        ByteBuffer known = page;
        if (known == null) {
            return;
        }
        try {
            if (!hold.read(found.clear(), at)
                    || !hold.read(foundHead.clear(), 0)
                    || !found.flip().equals(known)
                    || !foundHead.flip().equals(head)) {
                throw new EventLogException("The file " + file.path() + " was written over under the running ledger");
            }
        } catch (IOException e) {
            throw cannotLook(e);
        }
    }

    private EventLogException cannotLook(IOException e) {
        return new EventLogException("The journal " + file.path() + " cannot be looked at any more (" + e + ")", e);
    }
}
