package dev.onsale.events;

import java.nio.charset.StandardCharsets;

/**
 * Bytes of a frame as they are read. Whatever {@link FrameOutput} would not have written is an {@link EventLogException}.
 * Owned by one thread.
 */
final class FrameInput {

    private byte[] bytes = new byte[0];
    private int at;
    private int end;

    /** Begins to read {@code newBytes} from {@code from} to {@code to}. */
    void reset(byte[] newBytes, int from, int to) {
        bytes = newBytes;
        at = from;
        end = to;
    }

    boolean atEnd() {
        return at == end;
    }

    /** Bytes that were not read yet. */
    int left() {
        return end - at;
    }

    int readByte() {
        need(1);
        return bytes[at++] & 0xFF;
    }

    int readInt() {
        need(Integer.BYTES);
        int value = intAt(bytes, at);
        at += Integer.BYTES;
        return value;
    }

    static int intAt(byte[] bytes, int at) {
        return (bytes[at] & 0xFF)
                | (bytes[at + 1] & 0xFF) << 8
                | (bytes[at + 2] & 0xFF) << 16
                | (bytes[at + 3] & 0xFF) << 24;
    }

    long readLong() {
        long low = readInt() & 0xFFFF_FFFFL;
        return low | (long) readInt() << 32;
    }

    long readNumber() {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            int next = readByte();
            // The tenth byte has room for one bit, and a last byte of 0 could have been left out.
            if ((shift == 63 && next > 1) || (shift > 0 && next == 0)) {
                throw new EventLogException("an integer is not written as it should be");
            }
            value |= (long) (next & 0x7F) << shift;
            if (next < 0x80) {
                return value;
            }
        }
        throw new EventLogException("an integer is too long");
    }

    long readSigned() {
        long folded = readNumber();
        return (folded >>> 1) ^ -(folded & 1);
    }

    /** A number that has to lie in {@code min … max}. */
    int readInt(String what, int min, int max) {
        long value = readNumber();
        if (value < min || value > max) {
            throw new EventLogException(what + " is " + value + ", not " + min + " to " + max);
        }
        return (int) value;
    }

    boolean readBoolean(String what) {
        return readInt(what, 0, 1) == 1;
    }

    String readText() {
        int header = readInt("the length of a text", 0, Integer.MAX_VALUE);
        int chars = header >>> 1;
        if ((header & 1) == 0) {
            need(chars);
            String text = new String(bytes, at, chars, StandardCharsets.ISO_8859_1);
            at += chars;
            return text;
        }
        need(2L * chars);
        char[] wide = new char[chars];
        for (int i = 0; i < chars; i++, at += 2) {
            wide[i] = (char) ((bytes[at] & 0xFF) | (bytes[at + 1] & 0xFF) << 8);
        }
        return new String(wide);
    }

    private void need(long more) {
        if (end - at < more) {
            throw new EventLogException("it ends in the middle of an event");
        }
    }
}
