package dev.onsale.gate;

import dev.onsale.config.Limits;
import java.util.function.DoubleSupplier;

/** How much of a sale's stock a node may have asked the ledger for without having been answered, or sell at all. Any thread. */
public sealed interface LocalStockRule {

    /**
     * This node's share of whatever is free, and {@link Limits#GATE_BUFFER_SEATS} more. The ledger's every answer tops it up, so the whole stock can
     * be sold by any one node that is left.
     *
     * @param share above 0, up to 1; asked for each order
     */
    record Shared(DoubleSupplier share) implements LocalStockRule {}

    /**
     * So many seats of each tier and no more, as in the article. What the node's own orders give back it may sell again; what it does not sell
     * is lost with it, so the nodes' stocks together should be more than there is.
     *
     * @param seats 1 … {@link Limits#TIER_SEATS_MAX}
     */
    record Fixed(int seats) implements LocalStockRule {}

    /** For a node that has the ledger to itself. */
    static LocalStockRule alone() {
        return new Shared(() -> 1);
    }
}
