package dev.onsale.lab.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReportTextTest {

    private static final int COLUMNS = 100;

    private static List<String> lines(Report report) {
        return ReportText.of(report).lines().toList();
    }

    @Test
    void theFirstLineIsTheVerdict() {
        assertThat(lines(SampleReport.clean()).getFirst())
                .isEqualTo(
                        "PASSED: 1,000,000 buyers, 10,000 tickets: 10,000 sold, none twice, everybody answered, in 28.4 s.");
        assertThat(lines(SampleReport.train()).getFirst())
                .isEqualTo("PASSED: 1,000,000 buyers, 1,000 seats on a train: 1,722 journeys sold, none twice, "
                        + "everybody answered, in 28.4 s.");
        assertThat(lines(SampleReport.broken()).getFirst())
                .isEqualTo("FAILED: 1 of 6 checks is broken: every seat sold once.");
        assertThat(lines(SampleReport.empty()).subList(0, 2))
                .containsExactly(
                        "NOT PROVEN: nothing was checked.",
                        "Cut short: The server at http://127.0.0.1:8080/ does not answer: connection refused.");
        assertThat(lines(SampleReport.cutShort()).subList(0, 2))
                .containsExactly(
                        "CUT SHORT: what was checked is in order, but 469,935 of 1,000,000 buyers were not done.",
                        "Cut short: It was stopped by a signal (Ctrl-C).");
    }

    @Test
    void whatIsNotKnownIsNoPass() {
        Verdict verdict = new Verdict(List.of(
                new Verdict.Check("once", Verdict.Result.KEPT, "."),
                new Verdict.Check("never twice", Verdict.Result.UNKNOWN, "."),
                new Verdict.Check("conservation", Verdict.Result.UNKNOWN, ".")));

        assertThat(lines(SampleReport.with(null, verdict, SampleReport.timeline()))
                        .getFirst())
                .isEqualTo("NOT PROVEN: 2 of 3 checks could not be found out: never twice; conservation.");
    }

    @Test
    void whoeverGotNoAnswerIsInTheVerdict() {
        Report full = SampleReport.clean();
        Report silent = new Report(
                full.version(),
                full.startedAt(),
                full.seconds(),
                full.arrivalSeconds(),
                null,
                full.machine(),
                full.rush(),
                new Report.Buyers(1_000_000, 10_000, 1_112, 988_885, 0, 3, 0),
                full.requests(),
                full.latencies(),
                full.timeline(),
                full.deaths(),
                full.processes(),
                full.verdict());

        assertThat(lines(silent).getFirst()).contains("10,000 sold, none twice, 3 buyers without an answer, in");
    }

    @Test
    void aDeathInTheMiddleIsTold() {
        assertThat(ReportText.of(SampleReport.killed()).replaceAll("\\s+", " "))
                .contains("Death the primary Redis, redis-1, was killed (SIGKILL, process 4711) after 9.3 s, with 5,003"
                        + " tickets sold; the next order was placed 5.5 s later; from then on requests failed as"
                        + " follows: order busy 1,204, order unknown outcome 31, payment timed out 1, and 12"
                        + " connections broke");
        assertThat(ReportText.of(SampleReport.clean())).doesNotContain("Death");
        assertThat(ReportText.of(SampleReport.hostile())).contains("no further order was placed");
    }

    @Test
    void itTellsTheFigures() {
        String text = ReportText.of(SampleReport.clean());

        assertThat(text)
                .containsPattern("(?m)^  sold out +988,888 +98.9 %$")
                .containsPattern("(?m)^  order +11,112 +2.90 ")
                .containsPattern("(?m)^Stock +10,000 tickets; at the end 0 free, 0 held, 10,000 sold$")
                .containsPattern(
                        "(?m)^Throughput +1,010,000 answers in 28.4 s: 35,563 a second, [\\d,]+ in the busiest$")
                .containsPattern("(?m)^  server +24.9 +43.8 % +431$")
                .containsPattern("(?m)^ok +every seat sold once +10,000 seats, each in one paid order.$")
                .containsPattern("(?m)^Machine +AMD EPYC 7B13, 2 cores, 24.0 GiB, Linux 6.1.0-28-amd64$")
                .contains("onsale 0.1.0", "25.0.1+8-LTS", "2027-01-20 06:00:00 UTC", "seed 42");
        assertThat(ReportText.of(SampleReport.broken()))
                .containsPattern("(?m)^BROKEN +every seat sold once +Seat 4711 ")
                .containsPattern("(?m)^unknown +nothing left over ");
        assertThat(ReportText.of(SampleReport.cutShort()))
                .containsPattern("(?m)^Stock +10,000 tickets; the server did not tell what was left$");
        assertThat(ReportText.of(SampleReport.empty())).doesNotContain("NaN", "Infinity");
    }

    @ParameterizedTest
    @MethodSource("dev.onsale.lab.report.ReportJsonTest#reports")
    void itFitsATerminalAndIsPlain(Report report) {
        assertThat(ReportText.of(report)).matches("(?s)[^\\p{Cntrl}\u00a0]*(\\R[^\\p{Cntrl}\u00a0]*)*");
        assertThat(lines(report)).hasSizeBetween(20, 60);
        if (!report.version().equals(SampleReport.HOSTILE)) {
            assertThat(lines(report)).allSatisfy(line -> assertThat(line).matches("\\p{ASCII}*"));
            // The verdict is one line, however many laws it names.
            assertThat(lines(report).subList(1, lines(report).size()))
                    .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(COLUMNS));
        }
    }
}
