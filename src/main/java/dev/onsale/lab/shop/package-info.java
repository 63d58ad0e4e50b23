/**
 * What people write first: ticket shops without reservations, as little servers that speak the part of Onsale's interface which a
 * crowd of buyers needs. They are here to be compared with, and keep fewer promises on purpose.
 *
 * <pre>
 *   POST /v1/sales ─────────────┐                              ┌──▶ SqlShop     one transaction with a row lock
 *   POST …/orders, …/payment ───┼──▶ ShopServer ──▶ Shop ──────┤                 (PostgreSQL, or SQLite)
 *   GET  /v1/sales/{sale} ──────┘    one ShopLoop a loop       └──▶ ScriptShop  a count in memory, then a script in Redis
 * </pre>
 */
@NullMarked
package dev.onsale.lab.shop;

import org.jspecify.annotations.NullMarked;
