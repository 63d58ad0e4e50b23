package dev.onsale.wrong.ledger;

/** Right: what the ledger decides by. */
public record StockState(int free) {}
