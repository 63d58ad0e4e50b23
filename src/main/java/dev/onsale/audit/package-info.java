/**
 * The proof, from the journal, that nothing was sold twice, lost or left over.
 *
 * <pre>
 *   Journals ──▶ FollowedJournal ──▶ JournalAudit ──▶ OrderAudit   each event against the laws
 *                                   │ AuditedSale, AuditedTier, AuditedOrder(s): its own bookkeeping
 *                                   ▼
 *   BookSnapshot ──────────────▶ BookAudit                         each row, at the book's position;
 *                                   │                              if the ledger lacks it: Lost, LostOrder
 *                                   │
 *   StoredState ─▶ StateReading ─▶ StateLook                       what the ledger decides by, against the events
 *                                   ▼
 *                                Findings ──▶ AuditReport ──▶ AuditText
 *
 *   repair: gives back to the ledger what is Lost
 * </pre>
 *
 * <p>It uses nothing of what it checks: of the ledger only values and events, but no stock, grid or
 * order table. (Only {@code repair} uses them, to predict what the ledger will answer; nothing here
 * knows it.) The audit does not prove best fit again; that is for the ledger's own tests.
 */
@NullMarked
package dev.onsale.audit;

import org.jspecify.annotations.NullMarked;
