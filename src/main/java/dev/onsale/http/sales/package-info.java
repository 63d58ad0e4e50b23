/**
 * {@code /v1/sales}: what is for sale and what is free of it, out of memory, and what operators do with it.
 *
 * <pre>
 *   GET one ──▶ SaleReads  ──┐
 *                            ├──▶ SaleCache: written once for each state, then sent as it is
 *   GET all ──▶ SaleRoutes ──┘
 *   POST, PATCH (operators) ──▶ SaleRoutes ──▶ SaleBodies ──▶ threads of its own ──▶ ledger
 * </pre>
 */
@NullMarked
package dev.onsale.http.sales;

import org.jspecify.annotations.NullMarked;
