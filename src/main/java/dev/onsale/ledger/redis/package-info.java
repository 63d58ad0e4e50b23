/**
 * The ledger of many nodes: stock and orders are in Redis, and only a library of functions changes
 * them.
 *
 * <pre>
 *   any thread                  the ledger's one event loop                                 Redis
 *
 *   submit, find ─▶ RedisLedger ─▶ CommandBatcher ─▶ SaleLane ──up to 256 commands──▶ onsale_ask
 *                                       │             (one a sale, in order)            │ state and events
 *                                       │                 ▲                             ▼ in one call
 *                                       │                 └── outcomes ◀── RedisLink ◀──┤
 *                       EventFeed ◀── SaleFeed ◀────── entries of other nodes ◀─────────┤ {sale}:events
 *   sale, sales ◀── StockViews ◀──────────────────────────────── onsale_view ◀──────────┘
 * </pre>
 *
 * <p>{@link RedisServers} knows which server has a sale: the one that is named, the one that
 * Sentinels name, or in a cluster the one that has the sale's slot. {@link RedisJournals} reads the
 * streams for order book, gate and audit, over connections of its own.
 *
 * <p>The functions in {@code redis/} decide about orders. This package gathers commands, sends
 * them, and passes on the outcomes. What it keeps in memory can be lost at any time.
 */
@NullMarked
package dev.onsale.ledger.redis;

import org.jspecify.annotations.NullMarked;
