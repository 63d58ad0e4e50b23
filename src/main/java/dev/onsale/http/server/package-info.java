/**
 * Connections, requests and answers, whatever is asked for: bounded, read strictly, answered once,
 * on the event loop of the connection.
 *
 * <pre>
 *   LoopServer, one for each event loop; they share LoopParts, and what the routes share
 *       │
 *   connection, request ──▶ Intake ──▶ Exchange ──▶ Query, BodyReader ──▶ the routes, passed in
 *                             │           ▲                                 │
 *                             ▼           │                               ask the ledger
 *                      ConnectionWatch    └── EventLoop ◀── LoopMailbox ◀───┘ any thread
 *                      bounds each wait      │
 *                                            └──▶ HttpMeter   by Route and outcome
 *
 *   what an answer looks like, whoever gives it:
 *   Refusal ──▶ Problem ──▶ ProblemReplies ──▶ application/problem+json
 *                  │             │
 *             ProblemType        └──▶ ConstantReply   kept, if it is the same every time; Etags, Caching
 * </pre>
 */
@NullMarked
package dev.onsale.http.server;

import org.jspecify.annotations.NullMarked;
