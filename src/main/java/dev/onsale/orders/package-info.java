/**
 * The order book: the SQL tables of sales and orders, for people, reports and listings. It follows
 * from the events and is never in the path of an answer. In SQLite it belongs to one node, and can
 * be deleted and written again. In PostgreSQL many nodes share it; it outlives their ledger, and is
 * left as it is when the ledger has lost events.
 *
 * <pre>
 *   EventFeed ──wakes──▶ OrderProjector ──▶ OrderBook.apply(events, position)   one transaction, one thread
 *   Journals ──events──▶      │ ▲                 │           a JournalProjection for each journal, claimed by one node
 *                             │ └── Bookmark      ├── sales, stops, tiers, fares   SaleRows
 *                             └── ProjectorPace   └── orders                       OrderRow
 *
 *   OrderQuery ──▶ OrderBookReader.list ──▶ OrderPage      any thread, a few connections
 *   BookSnapshot ──▶ every row at one moment               for audits, also from another process
 *
 *   SqliteOrderBook, SqliteBookReaders, SqliteBookSnapshot ──▶ SqliteBookFile        orders.db, db/orders-sqlite-1.sql
 *   PostgresOrderBook, PostgresBookReaders, PostgresBookSnapshot ──▶ PostgresServer  connections; errors as sentences
 *                          └── PostgresRows, PostgresSchema                          batches; db/orders-postgres-1.sql
 * </pre>
 *
 * <p>Only the projector and a repair write rows. A position is never there without the rows that
 * follow from the events up to it.
 */
@NullMarked
package dev.onsale.orders;

import org.jspecify.annotations.NullMarked;
