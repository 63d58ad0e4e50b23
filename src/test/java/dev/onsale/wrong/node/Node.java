package dev.onsale.wrong.node;

import dev.onsale.wrong.ledger.embedded.EmbeddedLedger;

/** Right: the wiring names the implementation. */
public final class Node {
    private Node() {}

    /** Makes one. */
    public static EmbeddedLedger ledger() {
        return new EmbeddedLedger();
    }
}
