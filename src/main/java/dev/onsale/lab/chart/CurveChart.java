package dev.onsale.lab.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Curves and bands over one horizontal axis. A value that is {@link Double#NaN} is not known: the curve has a gap there. Not for many
 * threads.
 */
public final class CurveChart {

    /** How the points of a curve are joined. */
    public enum Join {
        /** By a straight line. */
        LINE,
        /** Each value holds from its place to the next one's. */
        STEPS
    }

    private record Place(double x, double y) {}

    private record Curve(String style, Join join, boolean filled, List<Place> places) {}

    private record Band(String style, List<Place> lower, List<Place> upper) {}

    private record Mark(double at, String words) {}

    private record Hint(double from, double to, String words) {}

    private static final int WIDTH = 560;
    private static final int HEIGHT = 250;
    private static final int LEFT = 62;
    private static final int RIGHT = 14;
    private static final int TOP = 12;
    private static final int BOTTOM = 40;
    private static final int LABEL_GAP = 8;
    private static final int LABEL_DROP = 4;
    private static final int TICK_DROP = 18;
    private static final int TITLE_DROP = 35;

    /** A longer label at the right end would be cut off. */
    private static final int EDGE_CHARS_MAX = 4;

    private final Axis across;
    private final Axis up;
    private final String acrossTitle;
    private final List<Band> bands = new ArrayList<>();
    private final List<Curve> curves = new ArrayList<>();
    private final List<Mark> marks = new ArrayList<>();
    private final List<Hint> hints = new ArrayList<>();

    /** @param acrossTitle what the horizontal axis counts */
    public CurveChart(Axis across, String acrossTitle, Axis up) {
        this.across = across;
        this.acrossTitle = acrossTitle;
        this.up = up;
    }

    /**
     * Adds a curve.
     *
     * @param style classes of the page's style sheet
     * @param x places, rising
     * @param y as many values
     */
    public CurveChart curve(String style, Join join, double[] x, double[] y) {
        curves.add(new Curve(style, join, false, places(x, y)));
        return this;
    }

    /** Adds a curve with all that is below it. */
    public CurveChart area(String style, Join join, double[] x, double[] y) {
        curves.add(new Curve(style, join, true, places(x, y)));
        return this;
    }

    /** Adds an area between two rows of values, below all curves. */
    public CurveChart band(String style, double[] x, double[] lower, double[] upper) {
        bands.add(new Band(style, places(x, lower), places(x, upper)));
        return this;
    }

    /** Adds an upright line at a place where something happened, and what that was. */
    public CurveChart mark(double at, String words) {
        marks.add(new Mark(at, words));
        return this;
    }

    /** Adds words that show when the stretch from one place to another is pointed at. */
    public CurveChart hint(double from, double to, String words) {
        hints.add(new Hint(from, to, words));
        return this;
    }

    /**
     * The drawing.
     *
     * @param description for those who do not see it
     */
    public String svg(String description) {
        Svg svg = new Svg("chart curves", WIDTH, HEIGHT, description);
        for (Tick tick : up.ticks()) {
            double y = y(tick.value());
            svg.line("rule", LEFT, y, WIDTH - RIGHT, y);
            svg.words("label", "end", LEFT - LABEL_GAP, y + LABEL_DROP, tick.label());
        }
        for (Band band : bands) {
            draw(band, svg);
        }
        for (Curve curve : curves) {
            draw(curve, svg);
        }
        for (Mark mark : marks) {
            double x = x(mark.at());
            svg.line("mark", x, TOP, x, HEIGHT - BOTTOM);
            // On the side that has the room.
            boolean left = x > (LEFT + WIDTH) / 2.0;
            svg.words(
                    "label marked",
                    left ? "end" : "start",
                    left ? x - LABEL_DROP : x + LABEL_DROP,
                    TOP + LABEL_GAP,
                    mark.words());
        }
        svg.line("axis", LEFT, HEIGHT - BOTTOM, WIDTH - RIGHT, HEIGHT - BOTTOM);
        for (Tick tick : across.ticks()) {
            double x = x(tick.value());
            svg.line("axis", x, HEIGHT - BOTTOM, x, HEIGHT - BOTTOM + LABEL_DROP);
            boolean atEdge = tick.label().length() > EDGE_CHARS_MAX && x > WIDTH - LEFT;
            svg.words(
                    "label",
                    atEdge ? "end" : "middle",
                    atEdge ? WIDTH - 1 : x,
                    HEIGHT - BOTTOM + TICK_DROP,
                    tick.label());
        }
        svg.words("label", "middle", (LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - BOTTOM + TITLE_DROP, acrossTitle);
        for (Hint hint : hints) {
            svg.hint(x(hint.from()), TOP, x(hint.to()) - x(hint.from()), HEIGHT - BOTTOM - TOP, hint.words());
        }
        return svg.end();
    }

    private void draw(Curve curve, Svg svg) {
        for (int[] run : runs(curve.places())) {
            List<Place> places = curve.places().subList(run[0], run[1]);
            if (places.size() == 1) {
                Place place = places.getFirst();
                svg.dot("dot " + curve.style(), x(place.x()), y(place.y()));
            } else {
                String line = path(curve.join(), places);
                if (curve.filled()) {
                    double ground = y(up.from());
                    svg.path(
                            "area " + curve.style(),
                            line + "V" + Svg.number(ground) + "H"
                                    + Svg.number(x(places.getFirst().x())) + "Z");
                }
                svg.path("curve " + curve.style(), line);
            }
        }
    }

    private void draw(Band band, Svg svg) {
        for (int[] run : runs(band.upper())) {
            StringBuilder data = new StringBuilder(path(Join.LINE, band.upper().subList(run[0], run[1])));
            for (Place place : band.lower().subList(run[0], run[1]).reversed()) {
                data.append('L').append(point(place));
            }
            svg.path("band " + band.style(), data.append('Z').toString());
        }
    }

    /** First place and the one behind the last of each row of places whose values are known. */
    private static List<int[]> runs(List<Place> places) {
        List<int[]> runs = new ArrayList<>();
        int from = 0;
        for (int i = 0; i <= places.size(); i++) {
            if (i == places.size() || Double.isNaN(places.get(i).y())) {
                if (i > from) {
                    runs.add(new int[] {from, i});
                }
                from = i + 1;
            }
        }
        return runs;
    }

    private String path(Join join, List<Place> places) {
        StringBuilder data = new StringBuilder("M").append(point(places.getFirst()));
        for (Place place : places.subList(1, places.size())) {
            if (join == Join.STEPS) {
                data.append('H').append(Svg.number(x(place.x())));
            }
            data.append('L').append(point(place));
        }
        return data.toString();
    }

    private static List<Place> places(double[] x, double[] y) {
        return IntStream.range(0, x.length).mapToObj(i -> new Place(x[i], y[i])).toList();
    }

    private String point(Place place) {
        return Svg.number(x(place.x())) + " " + Svg.number(y(place.y()));
    }

    private double x(double value) {
        return LEFT + across.place(value) * (WIDTH - LEFT - RIGHT);
    }

    private double y(double value) {
        return HEIGHT - BOTTOM - up.place(value) * (HEIGHT - BOTTOM - TOP);
    }
}
