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
 *   NodeWatch ── tells of a node's end, starts it again ──▶ ClusterCard ──▶ other commands of the user
 * </pre>
 *
 * Everything is started, watched and ended by one thread. A child ends when that thread does, even if this process is killed: the kernel
 * sends it the signal it asked for ({@code PR_SET_PDEATHSIG}).
 */
@NullMarked
package dev.onsale.lab.cluster;

import org.jspecify.annotations.NullMarked;
