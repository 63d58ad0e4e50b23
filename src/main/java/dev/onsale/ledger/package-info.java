/**
 * The one authority over stock and orders: what it can be asked, what it answers, what it makes
 * durable.
 *
 * <pre>
 *   Command ──▶ Ledger ──▶ Outcome            an order, a sale, or a Refusal
 *                 │
 *                 └──────▶ Event              a fact, durable before anybody is told the Outcome
 *
 *   inside one ledger:
 *   Command ──▶ StockState.decide ──▶ Decision(outcome, events)     changes nothing
 *               StockState.apply(event)                             the only way that state changes
 *                 ├── SeatGrid      which seats are free on which legs, best fit
 *                 ├── TierStock     free, held, paid on each leg
 *                 ├── OrderTable    orders by id, and by buyer and key
 *                 └── Deadlines     who must pay next
 * </pre>
 *
 * <p>Time is an argument of every command, so the same commands give the same state, and the same
 * events rebuild it to the last bit. Nothing here reads a clock, starts a thread or does I/O; the
 * packages inside this one do.
 */
@NullMarked
package dev.onsale.ledger;

import org.jspecify.annotations.NullMarked;
