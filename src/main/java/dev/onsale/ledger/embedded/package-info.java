/**
 * The ledger of one process: a single writer over the stock in memory, and its journal in a SQLite
 * file.
 *
 * <pre>
 *   any thread                 onsale-ledger                                    others
 *
 *   submit, find ─▶ RequestQueue ─▶ LedgerWriter ─▶ StockState
 *                                       │ one row a batch
 *                                       ▼
 *                                    Journal ─────▶ journal.db ◀── JournalReader ◀── JournalLog
 *                                       │                                       ◀── Recovery, at start
 *                        EventFeed ◀────┤ durable
 *                          answers ◀────┤
 *   sale, sales ◀── SaleViews ◀─────────┘
 * </pre>
 *
 * <p>There is no lock around the stock, and no second copy of the truth: the journal is the truth,
 * and the stock follows from it.
 */
@NullMarked
package dev.onsale.ledger.embedded;

import org.jspecify.annotations.NullMarked;
