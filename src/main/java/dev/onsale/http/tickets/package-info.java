/**
 * {@code /buy/ticket}, the article's one endpoint: always status 200, a code and a message in the article's words.
 *
 * <pre>
 *   GET|POST /buy/ticket ──▶ TicketRoute ──▶ gate ──▶ ledger
 *                                │  ▲                   │
 *    TicketMessages, TicketBody ─┘  └── outcome ────────┘
 *                                └──▶ TicketCount ──▶ StatLog ──▶ its own thread ──▶ the article's stat.log
 * </pre>
 */
@NullMarked
package dev.onsale.http.tickets;

import org.jspecify.annotations.NullMarked;
