/**
 * Charts as SVG, drawn here so that a page shows them without scripts, prints them sharply and carries no library.
 *
 * <pre>
 *   numbers ──▶ Axis ──▶ CurveChart, BarChart ──▶ &lt;svg&gt; text, to be put into a page as it is
 * </pre>
 *
 * <p>Colours and fonts are the page's: every shape has a class, and the page's style sheet says what it looks like in the light, in the
 * dark and on paper. All text is escaped here.
 */
@NullMarked
package dev.onsale.lab.chart;

import org.jspecify.annotations.NullMarked;
