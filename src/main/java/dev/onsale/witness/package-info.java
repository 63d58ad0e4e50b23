/**
 * Who knows whether the ledger still has what it had told.
 *
 * <pre>
 *   ledger's own mark ──▶ LedgerWitness ──▶ Standstill, in front of the ledger: nothing is sold
 *     id, stopped           ▲    ▲    └───▶ the mark, so that every node hears of it
 *                           │    │
 *   order book ──▶ BookCheck┘    └── feed: what this node was told and is gone
 * </pre>
 */
@NullMarked
package dev.onsale.witness;

import org.jspecify.annotations.NullMarked;
