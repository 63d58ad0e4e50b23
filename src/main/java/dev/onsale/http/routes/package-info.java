/**
 * What can be asked for, by resource. {@code Api} is the whole interface, and the class by which a
 * node starts it.
 *
 * <pre>
 *   Api ──▶ LoopServer ──Exchange──▶ Dispatch ──▶ hot paths, by hand:    tickets · place an order · read a sale
 *    └──▶ Services, shared by all       └──▶ Paths, by a Router:          orders · sales · operations
 *
 *   tickets   GET|POST /buy/ticket ──▶ TicketRoute ──▶ gate ──▶ ledger    the article's endpoint
 *                                          │  └──▶ TicketMessages, TicketBody; GuestReturns
 *                                          └──▶ TicketCount ──▶ StatLog ──▶ its own thread ──▶ the article's stat.log
 *
 *   orders    POST …/orders ──▶ PlaceRoute ──▶ gate ──▶ ledger ──┐
 *                                   │ OrderIdSource              ├──▶ OrderAnswers ──▶ the order as JSON
 *             one order ──────▶ OrderRoutes ─────────▶ ledger ───┘
 *             many ───────────▶ OrderListing ──▶ threads of its own ──▶ order book
 *
 *   sales     GET one ──▶ SaleReads  ──┬──▶ SaleCache: written once for each state, then sent as it is
 *             GET all ──▶ SaleRoutes ──┘
 *             POST, PATCH (operators) ──▶ SaleRoutes ──▶ SaleBodies ──▶ threads of its own ──▶ ledger
 *
 *   operations   /livez, /readyz, /metrics ──▶ OpsPages ──▶ StockFigures, counted on request; Readiness
 *                /docs, /openapi.yaml, what each problem means ──▶ DocsPages
 * </pre>
 */
@NullMarked
package dev.onsale.http.routes;

import org.jspecify.annotations.NullMarked;
