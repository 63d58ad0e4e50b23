/**
 * The command line: one class for each command. Nothing but {@link dev.onsale.Main} knows this package.
 *
 * <pre>
 *   arguments ──▶ Main ──▶ ServeCommand ──▶ NodeOptions ──▶ Node ──▶ lines on stdout, the last one is the URL
 *                   │         └── StopSignals: SIGTERM, SIGINT, SIGHUP
 *                   ├───▶ AuditCommand
 *                   ├───▶ CompareCommand ──▶ Comparing ──▶ child processes: serve, ShopCommand
 *                   └───▶ wrong usage: a sentence, then "Try: onsale … --help", exit 2
 * </pre>
 *
 * <p>A command says what went wrong in one sentence on stderr and ends with a code of {@link dev.onsale.cli.ExitCodes}.
 */
@NullMarked
package dev.onsale.cli;

import org.jspecify.annotations.NullMarked;
