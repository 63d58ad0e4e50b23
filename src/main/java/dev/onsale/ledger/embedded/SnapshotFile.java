package dev.onsale.ledger.embedded;

import dev.onsale.events.EventCodec;
import dev.onsale.events.EventDecoder;
import dev.onsale.events.EventEncoder;
import dev.onsale.events.EventLogException;
import dev.onsale.ledger.Event;
import dev.onsale.ledger.FrozenStock;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.zip.CRC32C;

/**
 * The stock at one place of the journal, as a file: the shortest list of events that leads there, in frames of {@link EventCodec}.
 *
 * <pre>
 *   long    OnSnap            and the layout's version in the last byte
 *   long    position          of the journal's last event that is in it
 *   int     checksum          of the journal's row that ends there: it stands for the whole journal up to it
 *   frames  int length, then that many bytes; the first one links to the CRC-32C of the header above
 *   int     0                 no more frames
 *   long    count             of all events
 *   int     checksum          of the last frame; of the header if there is none
 * </pre>
 *
 * <p>Integers of the file itself have their big end first. The file appears under its name as a whole or not at all.
 */
final class SnapshotFile {

    private static final long MAGIC = 0x4F6E536E61700000L; // "OnSnap"
    private static final int VERSION = 1;
    private static final int HEADER_BYTES = 2 * Long.BYTES + Integer.BYTES;
    private static final int FRAME_EVENTS = 4096;
    private static final int FRAME_BYTES = 1 << 20;

    /** Far above what is written, and low enough to be asked for when a length is garbage. */
    private static final int FRAME_BYTES_MAX = 1 << 28;

    private static final int BUFFER_BYTES = 1 << 16;

    private SnapshotFile() {}

    /**
     * Writes the stock to {@code target}, by way of {@code temporary} in the same folder.
     *
     * @param progress told now and then how many events were written
     * @return how many events it holds
     */
    static long write(Path target, Path temporary, JournalPlace place, FrozenStock state, LongConsumer progress)
            throws IOException {
        long count;
        try (FileChannel channel = FileChannel.open(
                temporary, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            DataOutputStream out =
                    new DataOutputStream(new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER_BYTES));
            byte[] header = header(place);
            out.write(header);
            FrameWriter frames = new FrameWriter(out, checksum(header), progress);
            try {
                state.compacted(frames);
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
            frames.flush();
            count = frames.count;
            out.writeInt(0);
            out.writeLong(count);
            out.writeInt(frames.link);
            out.flush();
            channel.force(true); // before the name: a name must never stand for half a file
        }
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel folder = FileChannel.open(target.toAbsolutePath().getParent())) {
            folder.force(true);
        }
        return count;
    }

    private static byte[] header(JournalPlace place) {
        return ByteBuffer.allocate(HEADER_BYTES)
                .putLong(MAGIC | VERSION)
                .putLong(place.position())
                .putInt(place.checksum())
                .array();
    }

    private static int checksum(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }

    /**
     * What a snapshot says of itself.
     *
     * @param place in the journal
     * @param events how many it holds
     */
    record Contents(JournalPlace place, long events) {}

    /**
     * Where in the journal a snapshot says it was made, without reading the rest of it; empty if the file is not one, or its name says
     * something else.
     */
    static Optional<JournalPlace> placeOf(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            JournalPlace place = place(in.readNBytes(HEADER_BYTES));
            return SnapshotFolder.nameOf(place).equals(file.getFileName().toString())
                    ? Optional.of(place)
                    : Optional.empty();
        } catch (EventLogException | IOException e) {
            return Optional.empty(); // the recovery passes it over, and says why
        }
    }

    /**
     * Reads a snapshot.
     *
     * @param progress told now and then how many events were read
     * @param sink told each event. If this throws, what it was told is worth nothing
     * @throws EventLogException with what is wrong, as half a sentence
     */
    static Contents read(Path file, Consumer<Event> sink, LongConsumer progress) {
        try (DataInputStream in =
                new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES))) {
            byte[] header = in.readNBytes(HEADER_BYTES);
            JournalPlace place = place(header);
            int link = checksum(header);
            long count = 0;
            EventDecoder decoder = new EventDecoder();
            for (int length = in.readInt(); length != 0; length = in.readInt()) {
                if (length < 0 || length > FRAME_BYTES_MAX) {
                    throw new EventLogException("it is garbled");
                }
                EventCodec.Header frame = decoder.decode(in.readNBytes(length), sink);
                if (frame.link() != link) {
                    throw new EventLogException("a part of it is missing");
                }
                link = frame.checksum();
                count += frame.count();
                progress.accept(count);
            }
            if (in.readLong() != count || in.readInt() != link || in.read() >= 0) {
                throw new EventLogException("its end does not fit");
            }
            return new Contents(place, count);
        } catch (EOFException e) {
            throw new EventLogException("it is cut short", e);
        } catch (IOException e) {
            throw new EventLogException("it cannot be read: " + e, e);
        }
    }

    private static JournalPlace place(byte[] header) {
        if (header.length < HEADER_BYTES) {
            throw new EventLogException("it is cut short");
        }
        ByteBuffer fields = ByteBuffer.wrap(header);
        long magic = fields.getLong();
        if ((magic & ~0xFFL) != MAGIC) {
            throw new EventLogException("it is not a snapshot");
        }
        if ((magic & 0xFF) != VERSION) {
            throw new EventLogException("it has the layout " + (magic & 0xFF) + ", and this program knows " + VERSION);
        }
        return JournalPlace.behind(fields.getLong(), fields.getInt());
    }

    /** Gathers events into frames. */
    private static final class FrameWriter implements Consumer<Event> {
        private final DataOutputStream out;
        private final EventEncoder encoder = new EventEncoder();
        private final LongConsumer progress;
        private int link;
        private long count;

        FrameWriter(DataOutputStream out, int link, LongConsumer progress) {
            this.out = out;
            this.link = link;
            this.progress = progress;
        }

        @Override
        public void accept(Event event) {
            encoder.add(event);
            count++;
            if (encoder.count() >= FRAME_EVENTS || encoder.bytes() >= FRAME_BYTES) {
                try {
                    flush();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }

        void flush() throws IOException {
            if (encoder.count() > 0) {
                byte[] frame = encoder.finish(link);
                link = EventCodec.checksumOf(frame);
                out.writeInt(frame.length);
                out.write(frame);
                progress.accept(count);
            }
        }
    }
}
