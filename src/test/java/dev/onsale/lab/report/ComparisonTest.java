package dev.onsale.lab.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ComparisonTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final SchemaCheck SCHEMA = new SchemaCheck("comparison");

    private static JsonNode json(Comparison comparison) throws IOException {
        StringWriter out = new StringWriter();
        ComparisonJson.write(comparison, out);
        return JSON.readTree(out.toString());
    }

    private static Comparison of(Comparison.Contender... contenders) {
        Comparison full = SampleComparison.full();
        return new Comparison(full.version(), full.startedAt(), full.machine(), full.crowd(), List.of(contenders));
    }

    @Test
    void theTextIsATableAndWhatToSeeInIt() {
        String text = ComparisonText.of(SampleComparison.full());

        assertThat(text)
                .startsWith("Only hold left no wanted ticket unsold, promised none twice, and owes nobody a refund.")
                .containsPattern("(?m)^hold +10,000 +0 +0 +0 +21,300 +0.02 +2.90 +31.0 +64.0$")
                .containsPattern("(?m)^Redis script +10,001 +1 +987 +0 +13,400 +- ")
                .containsPattern("(?m)^PostgreSQL row lock +not run +-")
                .contains("Not run: no PostgreSQL is installed on this machine.", "seed 42");
        assertThat(text.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100));
    }

    @Test
    void theHeadlineNamesWhoMadeNoMistake() {
        Comparison.Figures right = new Comparison.Figures(10, 0, 0, 0, 5, 0, 1, 1, 1);
        Comparison.Figures wrong = new Comparison.Figures(11, 1, 0, 0, 5, 0, 1, 1, 1);

        assertThat(ComparisonFacts.headline(of(
                        Comparison.Contender.run("a", "A.", right, ""),
                        Comparison.Contender.run("b", "B.", wrong, ""),
                        Comparison.Contender.run("c", "C.", right, ""))))
                .startsWith("a and c left no wanted ticket unsold, promised none twice, and owe nobody");
        assertThat(ComparisonFacts.headline(of(Comparison.Contender.run("b", "B.", wrong, ""))))
                .startsWith("None of them left");
    }

    @Test
    void theJsonIsAsTheSchemaSays() throws IOException {
        JsonNode json = json(SampleComparison.full());

        assertThat(SCHEMA.faults(json)).isEmpty();
        assertThat(SCHEMA.faults(json(of()))).isEmpty();
        assertThat(json.get("contenders")
                        .get(3)
                        .get("figures")
                        .get("writesPerTicket")
                        .isNull())
                .isTrue();
        assertThat(json.get("contenders").get(5).get("figures").isNull()).isTrue();
        assertThat(SCHEMA.findsEachFault(json)).isGreaterThan(30);
        // Neither figures nor a reason.
        ((ObjectNode) json.get("contenders").get(5)).putNull("notRun");
        assertThat(SCHEMA.faults(json)).isNotEmpty();
    }

    @Test
    void thePageHasEachFigureAsABar() {
        String page = ComparisonPage.of(SampleComparison.full());

        assertThat(Pattern.compile("<svg ").matcher(page).results()).hasSize(6);
        assertThat(page)
                .contains(
                        "Only hold left no wanted ticket unsold",
                        "<td>79,990</td>",
                        ">not run</text>",
                        ">unknown</text>")
                .doesNotContain("{{", "NaN");
        assertThat(ComparisonPage.of(of())).contains("Nobody was compared.");
    }

    @Test
    void textsAreShownAndNotObeyed() {
        String page = ComparisonPage.of(
                of(Comparison.Contender.notRun(SampleReport.HOSTILE, SampleReport.HOSTILE, SampleReport.HOSTILE)));

        assertThat(page).doesNotContain("<img", "<script>alert", "\u001b");
        assertThat(Pattern.compile("</script>").matcher(page).results()).hasSize(2);
        assertThat(ComparisonText.of(of(Comparison.Contender.notRun(SampleReport.HOSTILE, "It.", "Broken."))))
                .doesNotContain("\u001b");
    }

    @Test
    void aContenderHasEitherFiguresOrTheReason() {
        assertThatThrownBy(() -> new Comparison.Contender("x", "X.", null, null, ""))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
