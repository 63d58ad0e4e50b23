/**
 * {@code /v1/orders} and the way to it.
 *
 * <pre>
 *   POST …/orders ──▶ PlaceRoute ──▶ gate ──▶ ledger ──┐
 *                         │ OrderIdSource              ├──▶ OrderAnswers ──▶ the order as JSON
 *   one order ──────▶ OrderRoutes ─────────▶ ledger ───┘
 *   many ───────────▶ OrderListing ──▶ threads of its own ──▶ order book
 * </pre>
 */
@NullMarked
package dev.onsale.http.orders;

import org.jspecify.annotations.NullMarked;
