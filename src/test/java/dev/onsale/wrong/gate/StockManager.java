package dev.onsale.wrong.gate;

import dev.onsale.wrong.queue.Room;

/** Wrong: a name that says nothing, a state that nobody owns, and a package that knows it in turn. */
public final class StockManager {
    static int stock = 1;

    private StockManager() {}

    /** Throws something that says nothing, too. */
    public static int take(Room room) {
        if (room == null) {
            throw new RuntimeException("no room");
        }
        return stock--;
    }
}
