package dev.onsale.wrong.gate;

import dev.onsale.wrong.events.Echo;

/** Wrong: a name that says nothing, a state that nobody owns, and a package that knows it in turn. */
public final class StockManager {
    static int stock = 1;

    private StockManager() {}

    /** Throws something that says nothing, too. */
    public static int take(Echo echo) {
        if (echo == null) {
            throw new RuntimeException("no echo");
        }
        return stock--;
    }
}
