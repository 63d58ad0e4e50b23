package dev.onsale.orders;

import org.jspecify.annotations.Nullable;

/** The thread that writes an order book: the first one that does, and no other. */
final class WritingThread {

    private @Nullable Thread owner;

    /** @throws IllegalStateException if it is another thread than before, which is a bug */
    void check() {
        if (owner == null) {
            owner = Thread.currentThread();
        }
        if (owner != Thread.currentThread()) {
            throw new IllegalStateException(
                    "the order book is written by " + owner + ", not by " + Thread.currentThread());
        }
    }
}
