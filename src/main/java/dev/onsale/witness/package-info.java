/**
 * Who knows whether the ledger still has everything that it has told.
 *
 * <pre>
 *   the ledger's own mark ──▶ LedgerWitness ──▶ Standstill, in front of the ledger: nothing is sold
 *     id, stopped               ▲    ▲    └───▶ the mark, so that every node learns of it
 *                               │    │
 *   order book ──▶ BookCheck ───┘    └── feed: events that this node was told and that are gone
 * </pre>
 */
@NullMarked
package dev.onsale.witness;

import org.jspecify.annotations.NullMarked;
