package dev.onsale.ledger.redis;

/**
 * How the functions are to carry out what this node asks. Owned by the event loop.
 *
 * @param durably whether what is told waits for replicas, also when it was done by an earlier call
 * @param fixedTime whether commands are carried out at the times that they say, as tests want it, and not by Redis' own clock
 * @param frequentBuyers whose orders are to be counted
 */
record CallTerms(boolean durably, boolean fixedTime, FrequentBuyers frequentBuyers) {}
