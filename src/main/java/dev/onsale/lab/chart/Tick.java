package dev.onsale.lab.chart;

/**
 * A marked place on an axis.
 *
 * @param value where
 * @param label what is written beside it
 */
public record Tick(double value, String label) {}
