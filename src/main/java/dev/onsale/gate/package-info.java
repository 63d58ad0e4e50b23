/**
 * A node's own memory in front of the ledger. Most requests of a rush end here, in microseconds and
 * without I/O.
 *
 * <pre>
 *   PlaceOrder ──▶ Gate ──▶ SaleGate ──▶ TierGate ────────────────▶ Ledger ──▶ Outcome
 *                   │ ▲      │ is it open?    │ GoneSeats: known to be sold out?  │
 *                   │ │      │ KnownBuyers    │ LocalStock: room for one more?    │
 *                   │ │                       └──◀── waits for answers to others ─┘
 *                   │ └── EventFeed: seats taken, seats given back
 *                   └──── CatchUp: the journals of the time before the start, and what was missed
 * </pre>
 *
 * <p>The gate only ever says no early. It never sells: the ledger is the one authority.
 */
@NullMarked
package dev.onsale.gate;

import org.jspecify.annotations.NullMarked;
