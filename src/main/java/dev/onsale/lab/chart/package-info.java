/**
 * Charts as SVG, drawn here so that a page shows them without scripts, prints them sharply and
 * needs no library.
 *
 * <pre>
 *   numbers ──▶ Axis ──▶ CurveChart, BarChart ──▶ &lt;svg&gt; text, which goes into a page as it is
 * </pre>
 *
 * <p>Colours and fonts belong to the page: every shape has a class, and the page's style sheet says
 * what it looks like on light and dark screens and on paper. All text is escaped here.
 */
@NullMarked
package dev.onsale.lab.chart;

import org.jspecify.annotations.NullMarked;
