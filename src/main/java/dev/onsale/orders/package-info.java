/**
 * The order book: the SQL tables of sales and orders, for people, reports and listings. It follows from the events and is
 * never in the path of an answer. In SQLite it lies beside one node's journal, and can be thrown away and written anew; in PostgreSQL it is
 * many nodes' book, outlives their ledger, and is left as it is when that has lost events.
 *
 * <pre>
 *   EventFeed ──wakes──▶ OrderProjector ──▶ OrderBook.apply(events, position)   one transaction, one thread
 *   Journals ──events──▶      │ ▲                 │           a JournalProjection for each journal, claimed by one node
 *                             │ └── Bookmark      ├── sales, stops, tiers, fares   SaleRows
 *                             └── ProjectorPace   └── orders                       OrderRow
 *
 *   OrderQuery ──▶ OrderBookReader.list ──▶ OrderPage      any thread, a few connections
 *   BookSnapshot ──▶ every row of one moment               audits, also from another process
 *
 *   SqliteOrderBook, SqliteBookReaders, SqliteBookSnapshot ──▶ SqliteBookFile       orders.db, db/orders-sqlite-1.sql
 *   PostgresOrderBook, PostgresBookReaders, PostgresBookSnapshot ──▶ PostgresServer  connections, and errors in words
 *                          └── PostgresRows, PostgresSchema                          batches; db/orders-postgres-1.sql
 * </pre>
 *
 * <p>No row is ever written but by the projector, and no position without the rows that follow from the events up to it.
 */
@NullMarked
package dev.onsale.orders;

import org.jspecify.annotations.NullMarked;
