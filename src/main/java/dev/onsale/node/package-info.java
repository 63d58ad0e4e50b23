/**
 * One server: the wiring of everything that sells, what a start does, and what a node reports of
 * itself. Only this package knows which ledger and which order book a node has. Only the commands
 * know this package.
 *
 * <pre>
 *   NodeOptions ──▶ Node ──▶ LedgerChoice ──▶ LedgerParts    embedded, or on Redis
 *                    │  └──▶ OrderBooks                      SQLite or PostgreSQL; LedgerWitness
 *                    ├─────▶ gate, http                      GateFigures, LedgerFigures, ClockFigures; NodeReadiness
 *                    └─────▶ RunningParts                    what runs, closed in reverse order
 *
 *   once, at the start:
 *   sale files ──▶ SaleFile ──▶ Sale ─┐
 *   rush, g1   ──▶ DemoSales ─────────┴─▶ SaleOpening ──▶ Ledger      none, if one contradicts it
 *   data folder ──▶ DataFolder ──▶ OperatorToken; BuyerKeys
 *
 *   a start that fails ──▶ StartException, whose message is a sentence
 *
 *   monotonic clock ──────────▶ SteadyClock ──▶ commands, deadlines, what people see
 *   wall clock ──slowly───────▶     └──▶ log, metric, /readyz: how far it is from the wall clock
 * </pre>
 *
 * <p>The clock is here because time is an argument everywhere below.
 */
@NullMarked
package dev.onsale.node;

import org.jspecify.annotations.NullMarked;
