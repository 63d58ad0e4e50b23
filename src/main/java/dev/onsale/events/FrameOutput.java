package dev.onsale.events;

import java.util.Arrays;

/**
 * Bytes of a frame as they are written: a buffer that grows. Integers are little-endian base 128 (LEB128), so that the small
 * ones, which nearly all are, take a byte; signed ones are folded by zigzag first.
 *
 * <p>Text is written as it is in memory, not as UTF-8: a buyer's name or key may hold any {@code char}, unpaired surrogates
 * included, and has to come back the same, or a repeated key would be another key after a restart. Owned by one thread.
 */
final class FrameOutput {

    private byte[] bytes = new byte[8 * 1024];
    private int length;

    int length() {
        return length;
    }

    void reset() {
        length = 0;
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    /** The buffer itself, of which {@link #length()} bytes are written. */
    byte[] buffer() {
        return bytes;
    }

    void writeByte(int value) {
        need(1);
        bytes[length++] = (byte) value;
    }

    /** Four bytes, little end first, at a place that was written before. */
    void setInt(int at, int value) {
        bytes[at] = (byte) value;
        bytes[at + 1] = (byte) (value >>> 8);
        bytes[at + 2] = (byte) (value >>> 16);
        bytes[at + 3] = (byte) (value >>> 24);
    }

    void writeInt(int value) {
        need(Integer.BYTES);
        setInt(length, value);
        length += Integer.BYTES;
    }

    void writeLong(long value) {
        writeInt((int) value);
        writeInt((int) (value >>> 32));
    }

    /** An integer that is hardly ever negative: 1 to 10 bytes. */
    void writeNumber(long value) {
        need(10);
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            bytes[length++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[length++] = (byte) rest;
    }

    /** An integer of either sign: 1 to 10 bytes. */
    void writeSigned(long value) {
        writeNumber((value << 1) ^ (value >> 63));
    }

    /** Any characters at all: one byte each if all of them are Latin-1, else two. */
    void writeText(String text) {
        int chars = text.length();
        need(5 + 2 * chars);
        int start = length;
        writeNumber((long) chars << 1);
        for (int i = 0; i < chars; i++) {
            char c = text.charAt(i);
            if (c > 0xFF) {
                length = start;
                writeWide(text);
                return;
            }
            bytes[length++] = (byte) c;
        }
    }

    private void writeWide(String text) {
        writeNumber(((long) text.length() << 1) | 1);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            bytes[length++] = (byte) c;
            bytes[length++] = (byte) (c >>> 8);
        }
    }

    private void need(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}
