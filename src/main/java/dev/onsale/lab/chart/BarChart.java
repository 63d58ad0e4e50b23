package dev.onsale.lab.chart;

import java.util.ArrayList;
import java.util.List;

/** Lying bars from zero, one below the other, each with its name before and its figure behind it. Not for many threads. */
public final class BarChart {

    /** How much room a chart has. */
    public enum Size {
        /** Half a page. */
        HALF(560, 148, 128),
        /** A third. */
        THIRD(380, 134, 66);

        private final int width;
        private final int nameWidth;
        private final int figureWidth;

        Size(int width, int nameWidth, int figureWidth) {
            this.width = width;
            this.nameWidth = nameWidth;
            this.figureWidth = figureWidth;
        }
    }

    private record Bar(String name, String style, double value, String figure) {}

    private static final int ROW = 24;
    private static final int THICK = 15;
    private static final int NAME_GAP = 10;
    private static final int FIGURE_GAP = 6;
    private static final int WORDS_DROP = 12;
    private static final int MARGIN = 6;

    /** What is not nothing shall be seen. */
    private static final double SEEN_MIN = 1.5;

    private final List<Bar> bars = new ArrayList<>();
    private final Size size;

    /** An empty chart. */
    public BarChart(Size size) {
        this.size = size;
    }

    /**
     * Adds a bar.
     *
     * @param style classes of the page's style sheet
     * @param value its length, at least 0
     * @param figure how the value is written
     */
    public BarChart bar(String name, String style, double value, String figure) {
        bars.add(new Bar(name, style, value, figure));
        return this;
    }

    public boolean isEmpty() {
        return bars.isEmpty();
    }

    /**
     * The drawing.
     *
     * @param description for those who do not see it
     */
    public String svg(String description) {
        Svg svg = new Svg("chart bars", size.width, 2 * MARGIN + bars.size() * ROW, description);
        double longest = bars.stream().mapToDouble(Bar::value).max().orElse(0);
        double y = MARGIN;
        for (Bar bar : bars) {
            double length = longest == 0 ? 0 : bar.value() / longest * (size.width - size.nameWidth - size.figureWidth);
            double drawn = bar.value() > 0 ? Math.max(SEEN_MIN, length) : 0;
            svg.words("label strong", "end", size.nameWidth - NAME_GAP, y + WORDS_DROP, bar.name());
            svg.bar("bar " + bar.style(), size.nameWidth, y, drawn, THICK);
            svg.words("label", "start", size.nameWidth + drawn + FIGURE_GAP, y + WORDS_DROP, bar.figure());
            y += ROW;
        }
        return svg.end();
    }
}
