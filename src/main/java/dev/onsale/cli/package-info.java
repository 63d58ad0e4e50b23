/**
 * The command line: one class for each command. Only {@link dev.onsale.Main} knows this package.
 *
 * <pre>
 *   arguments ──▶ Main ──▶ ServeCommand ──▶ NodeOptions ──▶ Node ──▶ StartLines, ending with the URL
 *                   │         └── StopSignals: SIGTERM, SIGINT, SIGHUP
 *                   ├───▶ AuditCommand
 *                   ├───▶ RehearseCommand, ClusterCommand, NginxCommand
 *                   ├───▶ CompareCommand ──▶ Comparing ──▶ child processes: serve, ShopCommand
 *                   └───▶ wrong usage: a sentence, then "Try: onsale … --help", exit 2
 * </pre>
 *
 * <p>A command that fails says why in one sentence on stderr, and ends with a code of
 * {@link dev.onsale.cli.ExitCodes}.
 */
@NullMarked
package dev.onsale.cli;

import org.jspecify.annotations.NullMarked;
