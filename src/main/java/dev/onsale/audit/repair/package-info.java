/**
 * Gives back to a ledger what its order book knows and it has lost, as far as that breaks no law.
 *
 * <pre>
 *   Audit ──▶ Lost ──▶ Repair ──commands──▶ ledger             for good
 *                        │    └─────────▶ JournalReplay        only to see what would become of it
 *                        ▼
 *                     RepairedOrder: back, or why not
 * </pre>
 */
@NullMarked
package dev.onsale.audit.repair;

import org.jspecify.annotations.NullMarked;
