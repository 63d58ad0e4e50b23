package dev.onsale.wrong.ledger;

import dev.onsale.wrong.sale.Ticket;

/** Right: the ledger knows the sale. */
public interface Ledger {
    /** Sells. */
    Ticket sell();
}
