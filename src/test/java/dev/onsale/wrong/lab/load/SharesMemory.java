package dev.onsale.wrong.lab.load;

import dev.onsale.wrong.ledger.Ledger;

/** Wrong: the laboratory speaks HTTP. */
public record SharesMemory(Ledger ledger) {}
