/**
 * How facts flow out of the ledger. Whatever follows from orders (the order book, the gate, the
 * audit) learns of them here and nowhere else.
 *
 * <pre>
 *   ledger ──commit──▶ journal ──▶ EventLog.read(after position)   the journal's events, in order
 *             └──────────────────▶ EventFeed.onCommit              what was just committed
 *
 *   EventCodec: the bytes of an event, in the journal and in a snapshot
 * </pre>
 *
 * <p>Positions count events from 1; position 0 is before the first one.
 */
@NullMarked
package dev.onsale.events;

import org.jspecify.annotations.NullMarked;
