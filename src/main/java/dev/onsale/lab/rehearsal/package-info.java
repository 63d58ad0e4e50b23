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
 * <p>What a buyer is and does is drawn by lot from the seed and the buyer's number alone, so the same crowd can be sent to several servers.
 * Here nothing is known of ledgers or journals: what the buyers hold in their hands is compared with what the server shows.
 */
@NullMarked
package dev.onsale.lab.rehearsal;

import org.jspecify.annotations.NullMarked;
