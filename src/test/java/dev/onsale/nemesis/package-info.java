/**
 * Faults by lot, while people buy: what was told has to be true in the end.
 *
 * <pre>
 *   Nemesis ──kills, freezes, cuts, jumps──▶ Stage: three machines with Redis and Sentinel, two with nodes, one switch
 *                                              ▲
 *   Buyer, StockAdder ──HTTP, retries──────────┘
 *        └──what they were told──▶ Wish ──▶ Reckoning: against the journal, and asked again
 * </pre>
 */
package dev.onsale.nemesis;
