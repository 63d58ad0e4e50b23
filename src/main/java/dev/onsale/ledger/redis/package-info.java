/**
 * The ledger of many nodes: stock and orders live on Redis, and are changed there by a library of functions alone.
 *
 * <pre>
 *   any thread                  onsale-redis, the one event loop                            Redis
 *
 *   submit, find ─▶ RedisLedger ─▶ CommandBatcher ─▶ SaleLane ──up to 256 commands──▶ onsale_ask
 *                                       │             (one a sale, in order)            │ state and events
 *                                       │                 ▲                             ▼ in one call
 *                                       │                 └── outcomes ◀── RedisLink ◀──┤
 *                       EventFeed ◀── SaleFeed ◀────── entries of other nodes ◀─────────┤ {sale}:events
 *   sale, sales ◀── StockViews ◀──────────────────────────────── onsale_view ◀──────────┘
 * </pre>
 *
 * <p>{@link RedisServers} knows which server has a sale: the one that is named, the one that sentinels name, or of a cluster the one that has the
 * sale's slot. {@link RedisJournals} reads the streams for order book, gate and audit, over connections of its own.
 *
 * <p>Nothing is decided here: the functions in {@code redis/} decide, this package gathers, sends, and tells. What is kept in memory can be lost
 * at any time.
 */
@NullMarked
package dev.onsale.ledger.redis;

import org.jspecify.annotations.NullMarked;
