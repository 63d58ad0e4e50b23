/**
 * The time by which a node sells.
 *
 * <pre>
 *   monotonic clock ──every nanosecond counts──▶ SteadyClock ──▶ commands, deadlines, what people see
 *   wall clock ───────leads, slowly───────────▶     │
 *                                                   └──▶ log, metric, /readyz: how far it is from the wall clock
 * </pre>
 */
@NullMarked
package dev.onsale.clock;

import org.jspecify.annotations.NullMarked;
