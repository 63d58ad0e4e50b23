/**
 * An open-loop load over HTTP/1.1, lean enough to share a core with what it loads.
 *
 * <pre>
 *   LoadScript ──what is due, and when──▶ LoadLoop ──bytes──▶ Connection ──▶ server
 *       ▲                                    │                    │
 *       └────── answered, failed ────────────┴── AnswerReader ◀───┘
 * </pre>
 *
 * <p>Open loop: a request is due when the script says so, whether or not earlier answers have come.
 * If all connections are busy, it waits, and its latency counts from when it was due. The package
 * knows nothing of tickets, and uses only the JDK's channels: a general client spends more on each
 * request than the server under test.
 */
@NullMarked
package dev.onsale.lab.load;

import org.jspecify.annotations.NullMarked;
