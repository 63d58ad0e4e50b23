/**
 * What a rehearsal found out, as values, and how people and programs get to see it.
 *
 * <pre>
 *   Rehearsal ──▶ Report ──┬──▶ ReportText   a terminal
 *                          ├──▶ ReportJson   programs; its schema is rehearsal/report.schema.json
 *                          └──▶ ReportPage   one HTML file with charts, for people who were not there; drawn by lab.chart
 *   Progress ──────────────▶ ProgressText   one line, while it runs
 *   Comparison ──▶ ComparisonText, ComparisonJson, ComparisonPage, likewise; its schema is rehearsal/comparison.schema.json
 * </pre>
 *
 * <p>It knows nothing of how a rehearsal is run, and reads no clock.
 */
@NullMarked
package dev.onsale.lab.report;

import org.jspecify.annotations.NullMarked;
