package dev.onsale.lab.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onsale.lab.chart.CurveChart.Join;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ChartTest {

    private static final double GAP = Double.NaN;

    private static List<String> labels(Axis axis) {
        return axis.ticks().stream().map(Tick::label).toList();
    }

    private static String number(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }

    private static CurveChart chart() {
        return new CurveChart(Axis.upTo(10, 5, ChartTest::number), "seconds", Axis.fromZero(100, 4, ChartTest::number));
    }

    private static long count(String svg, String what) {
        return Pattern.compile(Pattern.quote(what)).matcher(svg).results().count();
    }

    @Test
    void ticksAreAtRoundValues() {
        assertThat(labels(Axis.fromZero(9_300, 4, ChartTest::number))).containsExactly("0", "5000", "10000");
        assertThat(labels(Axis.fromZero(10_000, 4, ChartTest::number))).containsExactly("0", "5000", "10000");
        assertThat(labels(Axis.fromZero(0, 4, ChartTest::number))).startsWith("0");
        assertThat(labels(Axis.upTo(30, 6, ChartTest::number))).containsExactly("0", "5", "10", "15", "20", "25", "30");
        assertThat(labels(Axis.decades(900, 1_300_000, ChartTest::number)))
                .containsExactly("100", "1000", "10000", "100000", "1000000", "10000000");
        assertThat(labels(Axis.decades(1_000, 1_000, ChartTest::number)))
                .containsExactly("1000", "2000", "5000", "10000");
    }

    @Test
    void eachPowerOfTenTakesTheSameRoom() {
        Axis axis = Axis.decades(1, 1_000, ChartTest::number);

        assertThat(axis.place(10)).isCloseTo(1 / 3.0, org.assertj.core.data.Offset.offset(1e-9));
        assertThat(axis.place(0)).isZero();
        assertThat(axis.place(1e9)).isEqualTo(1);
    }

    @Test
    void anAxisNeedsARange() {
        assertThatThrownBy(() -> new Axis(1, 1, false, List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Axis(0, 1, true, List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Axis(0, Double.NaN, false, List.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Axis(0, Double.POSITIVE_INFINITY, false, List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatIsNotKnownIsAGap() {
        String svg = chart().curve("first", Join.LINE, new double[] {0, 1, 2, 3, 4, 5, 6}, new double[] {
                    GAP, 1, 2, GAP, 4, GAP, GAP
                })
                .svg("test");

        assertThat(count(svg, "<path class=\"curve first\"")).isEqualTo(1);
        assertThat(count(svg, "<circle class=\"dot first\"")).isEqualTo(1);
        assertThat(svg).doesNotContain("NaN");
    }

    @Test
    void bandsHaveGapsToo() {
        double[] x = {0, 1, 2, 3, 4};
        String svg = chart().band("sold", x, new double[5], new double[] {1, 2, GAP, 3, 4})
                .svg("test");

        assertThat(count(svg, "<path class=\"band sold\"")).isEqualTo(2);
        assertThat(svg).doesNotContain("NaN");
    }

    @Test
    void stepsHoldUntilTheNextValue() {
        double[] x = {0, 5, 10};
        double[] y = {100, 0, 0};

        assertThat(chart().curve("first", Join.STEPS, x, y).svg("test"))
                .contains("d=\"M62 12H304L304 210H546L546 210\"");
        assertThat(chart().curve("first", Join.LINE, x, y).svg("test")).contains("d=\"M62 12L304 210L546 210\"");
    }

    @Test
    void wordsAreEscaped() {
        String words = "<a href=\"x\">&\u0007";

        assertThat(chart().hint(0, 1, words).svg(words))
                .doesNotContain("<a", "\u0007")
                .contains("<title>&lt;a href=&quot;x&quot;&gt;&amp;?</title>");
        assertThat(new BarChart(BarChart.Size.HALF)
                        .bar(words, "first", 1, words)
                        .svg(words))
                .doesNotContain("<a", "\u0007");
    }

    @Test
    void aBarOfLittleIsSeenAndOneOfNothingIsNot() {
        String svg = new BarChart(BarChart.Size.HALF)
                .bar("much", "first", 1_000_000, "1,000,000")
                .bar("little", "second", 1, "1")
                .bar("nothing", "third", 0, "0")
                .svg("test");

        assertThat(svg)
                .containsPattern("class=\"bar first\" x=\"148\" y=\"6\" width=\"284\"")
                .containsPattern("class=\"bar second\" x=\"148\" y=\"30\" width=\"1.5\"")
                .containsPattern("class=\"bar third\" x=\"148\" y=\"54\" width=\"0\"");
    }
}
