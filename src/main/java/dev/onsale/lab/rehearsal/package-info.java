/**
 * The rush before the rush: a crowd of distinct buyers against a real server, over HTTP alone.
 *
 * <pre>
 *   RehearsalPlan ─▶ Rehearsal ─▶ SaleDesk ──opens the sale, reads the records──▶ server
 *                       │                                                          ▲
 *        Arrivals ─▶ CrowdScript ─▶ LoadLoop ──────────orders, pays, looks─────────┘
 *        Crowd    ─▶    │
 *                       ├─▶ Tally, Timeline         what came back, and how fast
 *                       ├─▶ Papers                  what each buyer was told
 *                       ▼
 *   Records (of the server) ─▶ PapersCheck ─▶ Verdict
 * </pre>
 *
 * <p>The seed and a buyer's number decide what a buyer is and does, so the same crowd can be sent
 * to several servers. This package knows nothing of ledgers or journals: it compares what buyers
 * were told with what the server shows.
 */
@NullMarked
package dev.onsale.lab.rehearsal;

import org.jspecify.annotations.NullMarked;
