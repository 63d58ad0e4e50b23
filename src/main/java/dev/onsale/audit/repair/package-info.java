/**
 * Gives back to a ledger what its order book knows and it has lost, as far as that breaks no law.
 *
 * <pre>
 *   Audit ──▶ Lost ──▶ Repair ──commands──▶ ledger             for good
 *                        │    └─────────▶ JournalReplay        a dry run, in memory
 *                        ▼
 *                     RepairedOrder: back, or why not
 * </pre>
 */
@NullMarked
package dev.onsale.audit.repair;

import org.jspecify.annotations.NullMarked;
