package dev.onsale.wrong.audit;

import dev.onsale.wrong.ledger.StockState;

/** Wrong: it would prove a bug by the bug. */
public record TrustsStock(StockState stock) {}
