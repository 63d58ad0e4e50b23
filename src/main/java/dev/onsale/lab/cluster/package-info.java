/**
 * The article's set-up on one machine, as child processes of this one.
 *
 * <pre>
 *   ClusterOptions ─┐            ┌──▶ Redis ─────────┐
 *                   ├─▶ Cluster ─┼──▶ PostgreSQL ────┼──▶ four nodes ──▶ nginx
 *   Programs ───────┘      ▲     └── each a Child: log, readiness, end
 *                          │
 *   ClusterTable ◀── NodeFigures ◀── /metrics of each node
 *
 *   NodeWatch ── reports a node that ended, starts it again ──▶ ClusterCard ──▶ other commands of the user
 * </pre>
 *
 * <p>One thread starts, watches and ends everything. A child ends when that thread does, even if
 * this process is killed: the kernel sends it the signal that it asked for
 * ({@code PR_SET_PDEATHSIG}).
 */
@NullMarked
package dev.onsale.lab.cluster;

import org.jspecify.annotations.NullMarked;
