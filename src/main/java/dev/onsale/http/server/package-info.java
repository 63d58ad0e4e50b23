/**
 * Connections, requests and answers, whatever is asked for: bounded, read strictly, answered once, on the event loop of the connection.
 *
 * <pre>
 *   LoopServer, one for each event loop, shares nothing that changes with the others but LoopParts
 *       │
 *   connection, request ──▶ Intake ──▶ Exchange ──▶ Query, BodyReader ──▶ the routes, handed in
 *                             │           ▲                                 │
 *                             ▼           │                               ask the ledger
 *                      ConnectionWatch    └── EventLoop ◀── LoopMailbox ◀───┘ any thread
 *                      nothing waits         │
 *                      for ever              └──▶ HttpMeter   by Route and outcome
 *
 *   what an answer looks like, whoever gives it:
 *   Refusal ──▶ Problem ──▶ ProblemReplies ──▶ application/problem+json
 *                  │             │
 *             ProblemType        └──▶ ConstantReply   kept, where nothing in it belongs to the case; Etags, Caching
 * </pre>
 */
@NullMarked
package dev.onsale.http.server;

import org.jspecify.annotations.NullMarked;
