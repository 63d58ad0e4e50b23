/**
 * What people write first: ticket shops without holds, as small servers that speak as much of
 * Onsale's interface as a crowd of buyers needs. They exist for comparison, and deliberately keep
 * fewer promises.
 *
 * <pre>
 *   POST /v1/sales ─────────────┐                              ┌──▶ SqlShop     one transaction with a row lock
 *   POST …/orders, …/payment ───┼──▶ ShopServer ──▶ Shop ──────┤                 (PostgreSQL, or SQLite)
 *   GET  /v1/sales/{sale} ──────┘    a ShopLoop for each       └──▶ ScriptShop  a count, then a script in Redis
 *                                    event loop
 * </pre>
 */
@NullMarked
package dev.onsale.lab.shop;

import org.jspecify.annotations.NullMarked;
