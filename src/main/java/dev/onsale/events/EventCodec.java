package dev.onsale.events;

import java.util.zip.CRC32C;

/**
 * Events as bytes: a <em>frame</em> holds the events of one commit, in the journal as in a snapshot.
 *
 * <pre>
 *   byte    version       1
 *   int     link          checksum of the frame before, 0 for the first one
 *   int     count         how many events follow
 *   ...     events        a code, then the fields in the order of {@link EventEncoder}
 *   int     checksum      CRC-32C of all before
 * </pre>
 *
 * <p>Integers of four bytes have their little end first. The link makes the frames a chain: a frame that was lost, repeated or put in another's
 * place is found out, and a checksum stands for all that was written up to it.
 *
 * <p>Ids of sales and tiers, and currencies, come again with nearly every order. A frame spells each of them once and then names it by its
 * number: 0 means that the text follows and takes the next number, counted from 1. A frame can be read without any other.
 *
 * <p>Another layout takes another version; the codes of {@link EventCodes} never change their meaning.
 */
public final class EventCodec {

    /** The layout that is written here, and the newest that is read. */
    public static final int VERSION = 1;

    /** What the first frame links to. */
    public static final int NO_LINK = 0;

    /** Bytes that a frame has besides its events. */
    static final int HEADER_BYTES = 1 + 2 * Integer.BYTES;

    private static final int CHECKSUM_BYTES = Integer.BYTES;

    private EventCodec() {}

    /**
     * What is known of a frame before its events are read.
     *
     * @param link checksum of the frame before
     * @param count how many events it holds
     * @param checksum its own
     */
    public record Header(int link, int count, int checksum) {}

    /**
     * Checks a frame as a whole, without reading its events.
     *
     * @throws EventLogException with what is wrong, as half a sentence
     */
    public static Header check(byte[] frame) {
        if (frame.length < HEADER_BYTES + CHECKSUM_BYTES) {
            throw new EventLogException("it is cut short");
        }
        int end = frame.length - CHECKSUM_BYTES;
        int stored = FrameInput.intAt(frame, end);
        if (stored != checksum(frame, end)) {
            throw new EventLogException("its checksum is wrong");
        }
        if (frame[0] != VERSION) {
            throw new EventLogException("it has the layout " + frame[0] + ", and this program reads up to " + VERSION);
        }
        int count = FrameInput.intAt(frame, 1 + Integer.BYTES);
        // Every event takes at least one byte.
        if (count < 1 || count > end - HEADER_BYTES) {
            throw new EventLogException("it says that it holds " + count + " events");
        }
        return new Header(FrameInput.intAt(frame, 1), count, stored);
    }

    /** The checksum that {@code frame} ends with, which the next frame links to. */
    public static int checksumOf(byte[] frame) {
        return FrameInput.intAt(frame, frame.length - CHECKSUM_BYTES);
    }

    static int checksum(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }
}
