/**
 * An open-loop load over HTTP/1.1, lean enough to share a core with what it loads.
 *
 * <pre>
 *   LoadScript ──what is due, and when──▶ LoadLoop ──bytes──▶ Connection ──▶ server
 *       ▲                                    │                    │
 *       └────── answered, failed ────────────┴── AnswerReader ◀───┘
 * </pre>
 *
 * <p>Open loop: requests are due when the script says so, whether or not the answers before them have come. When all connections are busy,
 * what is due waits, and its time runs. It knows nothing of tickets, and no dependency but the JDK's channels: what a general client
 * does for each request costs more than the server that is to be measured.
 */
@NullMarked
package dev.onsale.lab.load;

import org.jspecify.annotations.NullMarked;
