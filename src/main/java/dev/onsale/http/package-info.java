/**
 * The HTTP interface: what buyers, operators and monitors ask, and what the answers look like. It
 * decides nothing about stock. It reads a request strictly, asks the gate or the ledger, and writes
 * down the answer. It has three packages and no class of its own:
 *
 * <pre>
 *   routes ──▶ identity ──▶ server      what is asked for · who is asking · connections, requests and answers
 *     │  └────────────────▶   ▲
 *     └──▶ gate, ledger       └── knows the list of routes, but none of their code: it is passed in
 * </pre>
 */
@NullMarked
package dev.onsale.http;

import org.jspecify.annotations.NullMarked;
