package dev.onsale.ledger.embedded;

import dev.onsale.events.EventLogException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far the journal went, written down beside it after each commit: so that a journal that comes back without its end, or as an older
 * copy, is not taken for the whole.
 *
 * <pre>
 *   long  OnWitn, and the layout's version in the last byte
 *   long  position of the journal's last event
 *   int   checksum of the row that ends there: it stands for the whole journal up to it
 *   int   CRC-32C of the bytes before
 * </pre>
 *
 * <p>A commit does not wait for it: it is given to the operating system, so it survives the process, and after a power cut it may be older than
 * the journal, which is no harm. It is never ahead of a journal that kept its promise, since it is written when the commit is on the disk.
 *
 * <p>Owned by the ledger's writer, once it runs.
 */
final class WitnessFile implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WitnessFile.class);

    /** Of the file in a data folder. */
    static final String NAME = "journal.witness";

    private static final long MAGIC = 0x4F6E5769746E0001L; // "OnWitn", layout 1
    private static final int BYTES = 2 * Long.BYTES + 2 * Integer.BYTES;

    private final Path path;
    private final FileChannel channel;
    private boolean hasFailed;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BYTES);

    private WitnessFile(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /** What the file of a folder says; empty if there is none, or it says nothing that can be understood. */
    static Optional<JournalPlace> read(Path dataDir) {
        Path file = dataDir.resolve(NAME);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            byte[] bytes = Files.readAllBytes(file);
            ByteBuffer fields = ByteBuffer.wrap(bytes);
            if (bytes.length != BYTES
                    || fields.getLong(0) != MAGIC
                    || fields.getInt(BYTES - Integer.BYTES) != crc(fields.duplicate())) {
                LOG.warn(
                        "The file {} cannot be understood, so it says nothing about the journal. It is written anew.",
                        file);
                return Optional.empty();
            }
            long position = fields.getLong(Long.BYTES);
            return Optional.of(
                    position == 0 ? JournalPlace.BEGIN : JournalPlace.behind(position, fields.getInt(2 * Long.BYTES)));
        } catch (IOException e) {
            throw new EventLogException("The file " + file + " cannot be read: " + e + ". Check the disk.", e);
        }
    }

    /** Opens the file of a folder to write it; makes it if there is none. */
    static WitnessFile open(Path dataDir) throws IOException {
        Path file = dataDir.resolve(NAME);
        return new WitnessFile(file, FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE));
    }

    private static int crc(ByteBuffer fields) {
        CRC32C crc = new CRC32C();
        crc.update(fields.position(0).limit(BYTES - Integer.BYTES));
        return (int) crc.getValue();
    }

    /** Writes down that the journal ends there now. */
    void write(JournalPlace end) {
        buffer.clear();
        buffer.putLong(MAGIC).putLong(end.position()).putInt(end.checksum());
        buffer.putInt(crc(buffer.duplicate()));
        buffer.flip();
        try {
            channel.write(buffer, 0);
        } catch (IOException e) {
            // The journal has the event: only a later loss would go unnoticed.
            if (!hasFailed) {
                LOG.warn("The file {} cannot be written: {}. Check the disk; the sale goes on.", path, e.toString());
            }
            hasFailed = true;
        }
    }

    /** Waits until it is on the disk. */
    void sync() throws IOException {
        channel.force(true);
    }

    @Override
    public void close() throws IOException {
        try (channel) {
            if (channel.isOpen()) {
                sync();
            }
        }
    }
}
