package dev.onsale.wrong.sale;

import dev.onsale.wrong.ledger.Ledger;

/** Wrong: the sale knows nobody. */
public record KnowsLedger(Ledger ledger) {}
