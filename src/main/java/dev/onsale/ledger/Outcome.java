package dev.onsale.ledger;

import dev.onsale.sale.Sale;

/** What the ledger says to a {@link Command}. It is told only when every event that it rests on is durable. */
public sealed interface Outcome {

    /**
     * Yes, and this is the order now.
     *
     * @param repeated whether this was the answer to an earlier, equal command, and nothing changed now
     */
    record OfOrder(Order order, boolean repeated) implements Outcome {}

    /**
     * Yes, and this is the sale now.
     *
     * @param repeated whether it was so before, and nothing changed now
     */
    record OfSale(Sale sale, boolean repeated) implements Outcome {}

    /**
     * So many orders expired.
     *
     * @param orders how many
     * @param more whether others are due already
     */
    record Expired(int orders, boolean more) implements Outcome {}

    /** No. Nothing changed. */
    record Refused(Refusal refusal) implements Outcome {}
}
