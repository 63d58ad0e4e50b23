package dev.onsale.wrong.orders;

/** Right, but nobody's to use except the wiring. */
public final class OrderWriter {
    /** Writes. */
    public void write() {}
}
