package dev.onsale.wrong.queue;

import dev.onsale.wrong.gate.StockManager;

/** Wrong: the gate knows the room and the room knows the gate. */
public final class Room {
    /** Takes one. */
    public int take() {
        return StockManager.take(this);
    }
}
