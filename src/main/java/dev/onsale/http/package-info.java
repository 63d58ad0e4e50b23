/**
 * The HTTP interface: what buyers, operators and monitors ask, and how the answer looks. It decides nothing about stock; it reads a
 * request strictly, asks the gate or the ledger, and writes down what they say. Three rooms, and nothing beside them:
 *
 * <pre>
 *   routes ──▶ identity ──▶ server      what is asked for · who is asking · connections, requests and answers
 *     │  └────────────────▶   ▲
 *     └──▶ gate, ledger       └── knows which routes there are, and nothing of theirs: what answers is handed in
 * </pre>
 */
@NullMarked
package dev.onsale.http;

import org.jspecify.annotations.NullMarked;
