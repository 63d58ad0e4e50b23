package dev.onsale.wrong.ledger.embedded;

import dev.onsale.wrong.ledger.Ledger;
import dev.onsale.wrong.sale.Ticket;

/** Right: the implementation knows its contract. */
public final class EmbeddedLedger implements Ledger {
    @Override
    public Ticket sell() {
        return new Ticket(1);
    }
}
