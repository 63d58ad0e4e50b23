package dev.onsale.lab.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;

/**
 * From values to places, and what is written beside them.
 *
 * @param from the lowest value shown
 * @param to the highest; above {@code from}
 * @param logarithmic whether each power of ten takes as much room as the next; then {@code from} is above 0
 * @param ticks marked values, rising
 */
public record Axis(double from, double to, boolean logarithmic, List<Tick> ticks) {

    /** Steps between ticks, as people count: 1, 2, 5, and so on for each power of ten. */
    private static final double[] STEPS = {1, 2, 5, 10};

    private static final double TEN = 10;

    /** Up to so many powers of ten, there is room to mark 2 and 5 of each too. */
    private static final int DECADES_WITH_STEPS_MAX = 2;

    /** Checks the range: a drawing with a place that is no number would be silently empty. */
    public Axis {
        ticks = List.copyOf(ticks);
        if (!(from < to) || Double.isInfinite(to - from) || (logarithmic && from <= 0)) {
            throw new IllegalArgumentException("no axis goes from " + from + " to " + to);
        }
    }

    /**
     * From 0 up to a round value at or above a highest one.
     *
     * @param highest to be shown, at least 0
     * @param ticks how many steps there shall be, about
     * @param label writes a tick
     */
    public static Axis fromZero(double highest, int ticks, DoubleFunction<String> label) {
        double step = step(Math.max(highest, 1) / ticks);
        double to = step * Math.max(1, Math.ceil(highest / step - 1e-9));
        return new Axis(0, to, false, marks(to, step, label));
    }

    /** From 0 to exactly a last value above 0, with ticks at round values. */
    public static Axis upTo(double last, int ticks, DoubleFunction<String> label) {
        return new Axis(0, last, false, marks(last, step(last / ticks), label));
    }

    /**
     * From the power of ten at or below a lowest value up to the one at or above a highest.
     *
     * @param lowest above 0
     * @param highest at least as high
     */
    public static Axis decades(double lowest, double highest, DoubleFunction<String> label) {
        int first = (int) Math.floor(Math.log10(lowest));
        int last = Math.max(first + 1, (int) Math.ceil(Math.log10(highest) - 1e-9));
        List<Tick> ticks = new ArrayList<>();
        for (int decade = first; decade <= last; decade++) {
            for (double step : STEPS) {
                double value = step * Math.pow(TEN, decade);
                boolean shown = step == 1 || (step < TEN && last - first <= DECADES_WITH_STEPS_MAX);
                if (shown && value <= Math.pow(TEN, last) * 1.000_001) {
                    ticks.add(new Tick(value, label.apply(value)));
                }
            }
        }
        return new Axis(Math.pow(TEN, first), Math.pow(TEN, last), true, ticks);
    }

    /** Where a value lies, 0 at the start of the axis and 1 at its end; what lies beyond is put at the nearer end. */
    double place(double value) {
        double place = logarithmic
                ? Math.log(Math.max(value, from) / from) / Math.log(to / from)
                : (value - from) / (to - from);
        return Math.clamp(place, 0, 1);
    }

    private static List<Tick> marks(double to, double step, DoubleFunction<String> label) {
        List<Tick> ticks = new ArrayList<>();
        for (int i = 0; i * step <= to * 1.000_001; i++) {
            ticks.add(new Tick(i * step, label.apply(i * step)));
        }
        return ticks;
    }

    private static double step(double atLeast) {
        double decade = Math.pow(TEN, Math.floor(Math.log10(atLeast)));
        for (double step : STEPS) {
            if (step * decade >= atLeast * 0.999_999) {
                return step * decade;
            }
        }
        throw new IllegalStateException("no step for " + atLeast);
    }
}
