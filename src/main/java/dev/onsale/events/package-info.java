/**
 * How facts flow out of the ledger. Whoever keeps something that follows from orders (the order book, the gate, the audit)
 * learns it here and nowhere else.
 *
 * <pre>
 *   ledger ──commit──▶ journal ──▶ EventLog.read(after position)   everything that ever happened, in order
 *             └──────────────────▶ EventFeed.onCommit              what was just committed, while the process lives
 *
 *   EventCodec: the bytes of an event, in the journal and in a snapshot
 * </pre>
 *
 * <p>Positions count events from 1; position 0 is before the first one.
 */
@NullMarked
package dev.onsale.events;

import org.jspecify.annotations.NullMarked;
