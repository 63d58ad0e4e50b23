/**
 * The same crowd against several ways to deduct stock, one after the other. Each has a server and a
 * database of its own, which start empty and end with it.
 *
 * <pre>
 *   Comparing ──▶ Stands ──▶ Stand, for each Contender: a server, and a count of its database's writes
 *       │            └── hold, order, payment: this program · postgres, sqlite, script: a shop
 *       ├──▶ Rehearsal, twice: to warm up, and to measure ──▶ Report ──┐
 *       └──────────────────────────────────────────────────────────────┴──▶ Reckoning ──▶ Comparison
 * </pre>
 */
@NullMarked
package dev.onsale.lab.compare;

import org.jspecify.annotations.NullMarked;
