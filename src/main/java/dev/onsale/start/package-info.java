/**
 * What a node does once, when it starts: reads what its operator wrote down, and puts it on sale.
 *
 * <pre>
 *   sale files ──▶ SaleFile ──▶ Sale ─┐
 *   rush, g1   ──▶ DemoSales ─────────┴─▶ SaleOpening ──▶ Ledger      nothing is opened unless all can be
 *   data folder ──▶ DataFolder ──▶ OperatorToken
 *
 *   whatever cannot be ──▶ StartException, a sentence
 * </pre>
 */
@NullMarked
package dev.onsale.start;

import org.jspecify.annotations.NullMarked;
