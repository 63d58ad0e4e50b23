package dev.onsale.ledger;

import dev.onsale.sale.Sale;

/**
 * What the ledger says to a {@link Command}: yes, which is told only when every event that it rests on is durable; no, and nothing changed; or that
 * nobody knows. There is no fourth answer.
 */
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

    /**
     * Nobody knows: the command was sent, and whether it was carried out, and so that it stays, was not heard in time. Whoever asks the same again, with the same
     * key, reference or order, is told what came of it; it is carried out once.
     */
    record Unknown() implements Outcome {}
}
