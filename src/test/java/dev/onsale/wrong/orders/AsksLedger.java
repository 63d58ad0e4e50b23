package dev.onsale.wrong.orders;

import dev.onsale.wrong.ledger.Ledger;

/** Wrong: the order book learns from events alone. */
public record AsksLedger(Ledger ledger) {}
