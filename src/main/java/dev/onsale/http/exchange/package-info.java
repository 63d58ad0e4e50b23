/**
 * One request and its one answer: reading what came, strictly, and answering once, on the event loop of the connection.
 *
 * <pre>
 *   request ──▶ Exchange ──▶ Query, BodyReader ──▶ a route
 *                  ▲                                 │
 *                  │                               asks the ledger
 *   response ◀─────┴──── EventLoop ◀── LoopMailbox ◀─┘ any thread
 *                            │
 *                            └──▶ HttpMeter   by Route and outcome
 * </pre>
 */
@NullMarked
package dev.onsale.http.exchange;

import org.jspecify.annotations.NullMarked;
