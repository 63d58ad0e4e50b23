package dev.onsale.gate;

import dev.onsale.ledger.Outcome;

/** Who has asked for seats. Any thread. */
@FunctionalInterface
public interface Asker {

    /** Told the outcome, exactly once. */
    void tell(Outcome outcome);

    /** Whether nobody would hear it any more: who goes before their turn comes gets nothing. */
    default boolean isGone() {
        return false;
    }
}
