/**
 * One server: the wiring of all that sells, what a start does, and what a node shows of itself. It alone knows which ledger and which order
 * book it is; nothing but the commands knows this package.
 *
 * <pre>
 *   NodeOptions ──▶ Node ──▶ LedgerChoice ──▶ LedgerParts    embedded, or on Redis
 *                    │  └──▶ OrderBooks                      SQLite, or PostgreSQL; LedgerWitness between it and the ledger
 *                    ├─────▶ gate, http                      GateFigures, LedgerFigures, ClockFigures; NodeReadiness
 *                    └─────▶ RunningParts                    what runs, ended in reverse
 *
 *   at the start, once:
 *   sale files ──▶ SaleFile ──▶ Sale ─┐
 *   rush, g1   ──▶ DemoSales ─────────┴─▶ SaleOpening ──▶ Ledger      nothing is opened unless all can be
 *   data folder ──▶ DataFolder ──▶ OperatorToken; BuyerKeys
 *
 *   whatever cannot be ──▶ StartException, a sentence
 *
 *   monotonic clock ──every nanosecond counts──▶ SteadyClock ──▶ commands, deadlines, what people see
 *   wall clock ───────leads, slowly───────────▶     └──▶ log, metric, /readyz: how far it is from the wall clock
 * </pre>
 *
 * <p>The clock is here because time is an argument everywhere below.
 */
@NullMarked
package dev.onsale.node;

import org.jspecify.annotations.NullMarked;
