/**
 * The proof, from the journal, that nothing was sold twice, lost or left over.
 *
 * <pre>
 *   Journals ──▶ FollowedJournal ──▶ JournalAudit ──▶ OrderAudit   each event against the laws
 *                                   │ AuditedSale, AuditedTier, AuditedOrder(s): its own bookkeeping
 *                                   ▼
 *   BookSnapshot ──────────────▶ BookAudit                         each row against the events up to the book's position;
 *                                   │                              where they do not lead there: Lost, LostOrder
 *                                   │
 *   StoredState ─▶ StateReading ─▶ StateLook                       what the ledger decides by, against the events
 *                                   ▼
 *                                Findings ──▶ AuditReport ──▶ AuditText
 *
 *   repair: gives back to the ledger what is Lost
 * </pre>
 *
 * <p>It uses nothing of what it checks: no stock, no grid and no order table of the ledger's, only its values and events. ({@code repair} does, to see what the
 * ledger would make of what it is given; nothing here knows it.) Best fit alone is not proved
 * again; that is for the ledger's own tests.
 */
@NullMarked
package dev.onsale.audit;

import org.jspecify.annotations.NullMarked;
