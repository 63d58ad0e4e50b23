package dev.onsale.wrong.events;

import dev.onsale.wrong.gate.StockManager;

/** Wrong: the gate knows the events and the events know the gate. */
public final class Echo {
    /** Takes one. */
    public int take() {
        return StockManager.take(this);
    }
}
