package dev.onsale.lab.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.onsale.config.InvalidOptionException;
import dev.onsale.config.LoadLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArrivalsTest {

    private static final String OPTION = "--arrivals";

    @TempDir
    private Path folder;

    private static Arrivals parse(String words) {
        return Arrivals.parse(OPTION, words);
    }

    private Arrivals curve(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("curve.txt"), text);
        return parse("curve:" + file);
    }

    @Test
    void theWordsOfTheCommandLineComeBack() throws IOException {
        for (String words : new String[] {"at-once", "steady:30", "steady:0.25", "spike:10"}) {
            assertThat(parse(words).word()).isEqualTo(words);
        }
        assertThat(curve("1\n").word()).isEqualTo("curve:" + folder.resolve("curve.txt"));
    }

    @Test
    void whenAPartOfTheCrowdHasCome() {
        assertThat(parse("at-once").seconds()).isZero();
        assertThat(parse("steady:30").secondsAt(0.5)).isEqualTo(15);
        assertThat(parse("steady:30").seconds()).isEqualTo(30);
        assertThat(parse("spike:10").secondsAt(0.5)).isCloseTo(2.93, within(0.01));
        assertThat(parse("spike:10").seconds()).isEqualTo(10);
    }

    @Test
    void aCurveGivesEachSecondItsBuyers() throws IOException {
        Arrivals curve = curve("0\n10\n0\n30\n0\n");

        assertThat(curve.secondsAt(0)).isEqualTo(1);
        assertThat(curve.secondsAt(0.125)).isEqualTo(1.5);
        assertThat(curve.secondsAt(0.25)).isEqualTo(2);
        assertThat(curve.secondsAt(0.26)).isBetween(3.0, 3.1);
        assertThat(curve.secondsAt(0.625)).isEqualTo(3.5);
        assertThat(curve.seconds()).isEqualTo(4);
    }

    @Test
    void linesMayEndInAnyWayAndHaveSpaces() throws IOException {
        assertThat(curve("1\r\n 1 \n1").seconds()).isEqualTo(3);
    }

    @Test
    void theyNeverGoBack() throws IOException {
        for (Arrivals arrivals : new Arrivals[] {
            parse("at-once"),
            parse("steady:7"),
            parse("spike:7"),
            curve("0\n5\n0\n0\n1\n100\n0\n3\n"),
            curve("999999999\n1\n1")
        }) {
            double last = 0;
            for (int buyer = 0; buyer <= 10_000; buyer++) {
                double at = arrivals.secondsAt(buyer / 10_000.0);
                if (!(at >= last && at <= arrivals.seconds())) {
                    throw new AssertionError(
                            arrivals.word() + ": buyer " + buyer + " comes at " + at + " after " + last);
                }
                last = at;
            }
        }
    }

    /** A million buyers ask: to add up a day's seconds for each of them would take longer than the rush. */
    @Test
    void aLongCurveIsNotAddedUpForEachBuyer() throws IOException {
        Arrivals curve = curve("3\n".repeat(LoadLimits.ARRIVAL_SECONDS_MAX));

        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            double sum = 0;
            for (int buyer = 0; buyer < 1_000_000; buyer++) {
                sum += curve.secondsAt(buyer / 1e6);
            }
            assertThat(sum / 1e6).isCloseTo(LoadLimits.ARRIVAL_SECONDS_MAX / 2.0, within(1.0));
        });
        assertThat(curve.seconds()).isEqualTo(LoadLimits.ARRIVAL_SECONDS_MAX);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "atonce",
                "AT-ONCE",
                "at-once:",
                "at-once:5",
                "steady",
                "steady:",
                "steady:x",
                "steady:0",
                "steady:-1",
                "steady:NaN",
                "steady:Infinity",
                "steady:86401",
                "spike:",
                "spike:0",
                "spike:1e9",
                "spike:1,5",
                "curve",
                "curve:",
                "curve:/does/not/exist",
                "curve:\0",
                ":5"
            })
    void badWordsNameTheOption(String words) {
        assertThatThrownBy(() -> parse(words))
                .isInstanceOf(InvalidOptionException.class)
                .hasMessageContaining(OPTION);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "0\n0\n", "1\n\n2", "1\n-1", "1.5", "x", "1 2", "1\n9999999999", "\u00e9", "1,2"})
    void badCurvesNameTheOption(String text) {
        assertThatThrownBy(() -> curve(text))
                .isInstanceOf(InvalidOptionException.class)
                .hasMessageContaining(OPTION);
    }

    @Test
    void aBadLineIsNamed() {
        assertThatThrownBy(() -> curve("1\n2\nmany\n"))
                .hasMessageContaining("line 3")
                .hasMessageContaining("many");
    }

    @Test
    void aCurveIsADayAtTheMost() {
        assertThatThrownBy(() -> curve("1\n".repeat(LoadLimits.ARRIVAL_SECONDS_MAX + 1)))
                .isInstanceOf(InvalidOptionException.class)
                .hasMessageContaining("more than a day");
        assertThatThrownBy(() -> curve("1" + " ".repeat(LoadLimits.ARRIVAL_CURVE_BYTES_MAX)))
                .isInstanceOf(InvalidOptionException.class)
                .hasMessageContaining("more than a day");
    }
}
