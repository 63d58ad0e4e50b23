package dev.onsale.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.config.ReportLimits;
import dev.onsale.lab.report.Progress;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RehearsalScreenTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream err = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    private static Progress buyers(double seconds, int done) {
        return new Progress("buyers", seconds, 1_000, done, 500, 1_000, 2_000, 5, 3, 2, 7);
    }

    private static Progress audit(double seconds) {
        return new Progress("audit", seconds, 1_000, 1_000, 0, 0, 0, 0, 0, 10, -1);
    }

    private String written() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void withoutATerminalALineComesNowAndThenAndAtEachPhase() {
        try (RehearsalScreen screen = new RehearsalScreen(err, null)) {
            for (int i = 0; i <= 44; i++) {
                screen.show(buyers(i / 4.0, i));
            }
            screen.say("node 3 was killed");
            screen.show(audit(11.1));
            screen.show(audit(11.4));
        }

        assertThat(written().lines())
                .containsExactly(
                        "onsale: 0 s, buyers, 0 of 1,000 buyers done, 7 s left, 500/s, p50 1.00 p99 2.00 ms, sold 2 held 3 free 5",
                        "onsale: 5 s, buyers, 20 of 1,000 buyers done, 7 s left, 500/s, p50 1.00 p99 2.00 ms, sold 2 held 3 free 5",
                        "onsale: 10 s, buyers, 40 of 1,000 buyers done, 7 s left, 500/s, p50 1.00 p99 2.00 ms, sold 2 held 3 free 5",
                        "onsale: node 3 was killed",
                        "onsale: 11 s, audit, 1,000 of 1,000 buyers done, sold 10 held 0 free 0");
    }

    /** The library draws on a thread of its own, whose failures nobody sees: so what it drew is looked at. */
    @Test
    void onATerminalEachPhaseLeavesItsLastBar() {
        try (RehearsalScreen screen = new RehearsalScreen(err, () -> 80)) {
            screen.show(buyers(0, 0));
            screen.show(buyers(3, 500));
            screen.say("node 3 was killed");
            screen.show(buyers(6, 1_000));
            screen.show(audit(7));
        }

        String[] shown = written().split("\r\033\\[K|\\R");
        assertThat(shown)
                .contains(
                        "onsale: node 3 was killed",
                        "buyers 100 % [" + "=".repeat(20) + "] 7 s left, 500/s, p99 2.00 ms, sold 2 held 3",
                        "audit 100 % [" + "=".repeat(43) + "] sold 10 held 0 free 0");
        assertThat(shown).allSatisfy(line -> assertThat(line).hasSizeLessThan(80));
        assertThat(written()).endsWith(System.lineSeparator());
        assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(thread -> thread.getName().equals("ProgressBar"))
                .allMatch(Thread::isDaemon);
    }

    @Test
    void theWidthIsAskedForNowAndThen() {
        AtomicLong nanos = new AtomicLong();
        AtomicInteger columns = new AtomicInteger(100);
        TerminalWidth width = new TerminalWidth(nanos::get, columns::get);
        columns.set(60);

        assertThat(width.getAsInt()).isEqualTo(100);
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(ReportLimits.TERMINAL_WIDTH_SECONDS));
        assertThat(width.getAsInt()).isEqualTo(60);
    }

    @Test
    void aTerminalThatDoesNotKnowItsWidthHasTheUsualOne() {
        assertThat(TerminalWidth.read("24 132\n")).isEqualTo(132);
        assertThat(TerminalWidth.read("0 0\n")).isEqualTo(ReportLimits.TERMINAL_COLUMNS_DEFAULT);
        assertThat(TerminalWidth.read("")).isEqualTo(ReportLimits.TERMINAL_COLUMNS_DEFAULT);
        assertThat(TerminalWidth.read("24 12")).isEqualTo(ReportLimits.TERMINAL_COLUMNS_DEFAULT);
    }
}
