package dev.onsale.lab.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.onsale.config.ReportLimits;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class ReportPageTest {

    private static final Pattern DRAWING = Pattern.compile("(?s)<svg .*?</svg>");
    private static final Pattern FIGURES =
            Pattern.compile("(?s)<script type=\"application/json\" id=\"figures\">(.*?)</script>");

    private static List<Document> drawings(String page) throws Exception {
        List<Document> drawings = new ArrayList<>();
        for (MatchResult match : DRAWING.matcher(page).results().toList()) {
            drawings.add(DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new InputSource(new StringReader(match.group()))));
        }
        return drawings;
    }

    private static JsonNode figures(String page) throws IOException {
        MatchResult match = FIGURES.matcher(page).results().findFirst().orElseThrow();
        return new ObjectMapper().readTree(match.group(1));
    }

    @Test
    void itShowsTheFiguresWithoutAnyScript() throws Exception {
        String page = ReportPage.of(SampleReport.clean());

        assertThat(page)
                .startsWith("<!DOCTYPE html>")
                .contains("<title>PASSED: rehearsal of 1,000,000 buyers for 10,000 tickets</title>")
                .contains("<h1>PASSED<span class=\"zh\" lang=\"zh\">通过</span></h1>")
                .contains("none twice, everybody answered, in 28.4\u00a0s.")
                .contains("<td>988,888</td>", "every seat sold once", "AMD EPYC 7B13", "25.0.1+8-LTS", "onsale 0.1.0")
                .contains("<div class=\"figure\">431\u00a0MiB</div>")
                .doesNotContain("NaN");
        assertThat(drawings(page)).hasSize(5);
        assertThat(figures(page)).isEqualTo(new ObjectMapper().readTree(ReportJson.forScript(SampleReport.clean())));
    }

    @Test
    void aDeathIsMarkedInEachChartOverTime() throws Exception {
        String page = ReportPage.of(SampleReport.killed());

        assertThat(page).contains("<p class=\"death\">the primary Redis, redis-1, was killed");
        assertThat(drawings(page).stream()
                        .filter(drawing ->
                                drawing.getDocumentElement().getTextContent().contains("the primary Redis killed"))
                        .count())
                .isEqualTo(3);
        assertThat(ReportPage.of(SampleReport.clean())).doesNotContain("class=\"mark\"", "class=\"death\"");
    }

    @ParameterizedTest
    @MethodSource("dev.onsale.lab.report.ReportJsonTest#reports")
    void itNeedsNothingFromElsewhere(Report report) throws Exception {
        String page = ReportPage.of(report);

        assertThat(page).contains("content=\"default-src 'none';").doesNotContain("<link", "@import", "url(");
        assertThat(Pattern.compile("<[^>]+ (src|href|action)=").matcher(page).results())
                .isEmpty();
    }

    @Test
    void textsAreShownAndNotObeyed() throws Exception {
        String page = ReportPage.of(SampleReport.hostile());

        assertThat(page).doesNotContain("<img", "<script>alert", "<!-- ", "\u001b", "\u2028");
        assertThat(Pattern.compile("<script").matcher(page).results()).hasSize(2);
        assertThat(Pattern.compile("</script>").matcher(page).results()).hasSize(2);
        assertThat(page).contains("&lt;img src");
        assertThat(figures(page).get("cutShort").asText()).isEqualTo(SampleReport.HOSTILE);
    }

    @Test
    void whatIsNotThereIsSaid() throws Exception {
        String empty = ReportPage.of(SampleReport.empty());
        assertThat(empty)
                .contains("NOT PROVEN", "未能证明", "Nothing was checked.", "Nothing was answered.", "Nobody had come yet.")
                .contains("does not answer: connection refused.")
                .doesNotContain("NaN", "Infinity");
        assertThat(drawings(empty)).hasSize(1);

        String cut = ReportPage.of(SampleReport.cutShort());
        assertThat(cut).contains("CUT SHORT", "The server did not tell its stock.", "not on this machine");
        assertThat(drawings(cut)).hasSize(4);

        assertThat(ReportPage.of(SampleReport.broken()))
                .contains(
                        "FAILED",
                        "<span class=\"result broken\">broken</span>",
                        "<span class=\"result unknown\">unknown</span>");
    }

    /** All buyers at once, nobody served: a chart that has only one second, and one kind of line. */
    @Test
    void zeroServedInOneSecond() throws Exception {
        Report.Second second = new Report.Second(0, 1_000_000, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0);
        Report report = SampleReport.with("It was stopped.", SampleReport.kept(), List.of(second));

        assertThat(drawings(ReportPage.of(report))).hasSizeGreaterThanOrEqualTo(3);
        assertThat(ReportPage.of(report)).contains("up to 1,000,000 buyers a second were due.");
    }

    @Test
    void aLongRehearsalStaysAPage() throws Exception {
        List<Report.Second> hours = IntStream.range(0, 9_001)
                .mapToObj(i -> new Report.Second(i, 10, 20, 1, 19, 1, 1_000, 2_000, 3_000 + i, 5, 3, 2))
                .toList();
        String page = ReportPage.of(SampleReport.with(null, SampleReport.kept(), hours));

        long rows = Pattern.compile("<tr><td>[\\d,]+( to [\\d,]+)?</td>")
                .matcher(page)
                .results()
                .count();
        assertThat(rows).isBetween(ReportLimits.PAGE_ROWS_MAX / 2L, (long) ReportLimits.PAGE_ROWS_MAX);
        assertThat(page).contains("<td>1 to 16</td><td>160</td><td>320</td>", "minutes since the first buyer was due");
        assertThat(figures(page).get("timeline")).hasSize(9_001);
    }
}
