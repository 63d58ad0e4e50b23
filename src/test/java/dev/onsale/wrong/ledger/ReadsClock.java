package dev.onsale.wrong.ledger;

import java.util.function.LongSupplier;

/** Wrong: time is an argument. */
public final class ReadsClock {
    private ReadsClock() {}

    /** Hides the clock behind a method reference. */
    public static LongSupplier clock() {
        return System::currentTimeMillis;
    }
}
