/**
 * The results of a rehearsal as values, and as what people and programs read.
 *
 * <pre>
 *   Rehearsal ──▶ Report ──┬──▶ ReportText   a terminal
 *                          ├──▶ ReportJson   programs; the schema is rehearsal/report.schema.json
 *                          └──▶ ReportPage   one HTML file, with charts from lab.chart
 *   Progress ──────────────▶ ProgressText   one line, while it runs
 *   Comparison ──▶ ComparisonText, ComparisonJson, ComparisonPage   likewise; comparison.schema.json
 * </pre>
 *
 * <p>It knows nothing of how a rehearsal is run, and reads no clock.
 */
@NullMarked
package dev.onsale.lab.report;

import org.jspecify.annotations.NullMarked;
