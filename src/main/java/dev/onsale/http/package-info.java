/**
 * The HTTP interface: what buyers, operators and monitors ask, and how the answer looks. It decides nothing about stock; it reads a
 * request strictly, asks the gate or the ledger, and writes down what they say. This package is the server and its table of
 * routes; what each route does is in the packages below.
 *
 * <pre>
 *   Api ──▶ LoopServer, one for each event loop, shares nothing with the others but Services
 *             │
 *   connection, request ──▶ Intake ──▶ Dispatch ──▶ hot, by hand:    tickets · place an order · read a sale
 *                             │           └───────▶ by a Router:     orders · sales · ops
 *                             ▼
 *                       ConnectionWatch   nothing waits for ever
 *
 *   http ──▶ tickets ──▶ orders ──┐
 *     ├────▶ sales ───────────────┼──▶ identity ──▶ answers
 *     └────▶ ops ─────────────────┴──▶ exchange ──▶ answers
 * </pre>
 */
@NullMarked
package dev.onsale.http;

import org.jspecify.annotations.NullMarked;
