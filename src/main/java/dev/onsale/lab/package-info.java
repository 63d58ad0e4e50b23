/**
 * The laboratory: everything that tries a sale out before it is real. It speaks HTTP and starts
 * processes, as anybody else's program would. Nothing that sells needs it, and only the commands
 * know it.
 *
 * <pre>
 *   compare ──▶ shop        the same crowd against one contender after the other
 *     │  └────▶ rehearsal ──▶ load      a crowd of buyers, as requests over HTTP
 *     │             └───────▶ report ──▶ chart     the results as text, JSON and charts
 *     └───────▶ cluster ──▶ nginx       the article's set-up as child processes
 * </pre>
 */
@NullMarked
package dev.onsale.lab;

import org.jspecify.annotations.NullMarked;
