package dev.onsale.orders;

/**
 * Whose order book it is.
 *
 * @param ledger the ledger's id
 * @param accepted the last decision of people that this book has followed; as in {@link dev.onsale.events.LedgerIdentity.Mark}
 */
public record BookOwner(String ledger, long accepted) {}
