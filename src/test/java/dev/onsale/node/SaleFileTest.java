package dev.onsale.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.onsale.config.Limits;
import dev.onsale.sale.Deduct;
import dev.onsale.sale.Journey;
import dev.onsale.sale.Sale;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SaleFileTest {

    private static final String NIGHT = """
            id: night
            name: A night
            tiers:
              - id: hall
                capacity: 500
                price: 4000
                currency: EUR
            """;

    private static List<WrittenSale> parse(String name, String text) throws StartException {
        return SaleFile.parse(name, text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aSaleMayBeYamlOrJson() throws StartException {
        String json = """
                {"id":"night","name":"A night","tiers":[{"id":"hall","capacity":500,"price":4000,"currency":"EUR"}]}
                """;

        assertThat(parse("night.json", json).getFirst().sale())
                .isEqualTo(parse("night.yaml", NIGHT).getFirst().sale());
    }

    @Test
    void aSaleThatDoesNotSayWhenItOpensOpensWhenItIsPutOnSale() throws StartException {
        assertThat(parse("night.yaml", NIGHT).getFirst().sale().opensAt()).isEqualTo(Sale.WHEN_OPENED);
    }

    @Test
    void aFileMayHoldAListOfSales() throws StartException {
        String list = "- " + NIGHT.indent(2).substring(2) + "- "
                + NIGHT.replace("night", "gala").indent(2).substring(2);

        assertThat(parse("list.yaml", list))
                .extracting(written -> written.sale().id())
                .containsExactly("night", "gala");
    }

    @Test
    void theDemoIsARushAndATrain() {
        List<Sale> demo = DemoSales.read().stream().map(WrittenSale::sale).toList();

        assertThat(demo).extracting(Sale::id).containsExactly("rush", "g1").hasSize(DemoSales.COUNT);
        Sale rush = demo.get(0);
        assertThat(rush.deduct()).isEqualTo(Deduct.ORDER);
        assertThat(rush.perBuyer()).isEqualTo(Sale.NO_LIMIT);
        assertThat(rush.legs()).isEqualTo(1);
        assertThat(rush.tiers()).singleElement().satisfies(tier -> {
            assertThat(tier.id()).isEqualTo("ticket");
            assertThat(tier.capacity()).isEqualTo(10_000);
        });
        Sale g1 = demo.get(1);
        assertThat(g1.deduct()).isEqualTo(Deduct.HOLD);
        assertThat(g1.holdSeconds()).isEqualTo(600);
        assertThat(g1.perBuyer()).isEqualTo(5);
        assertThat(g1.stops()).containsExactly("北京南", "济南西", "南京南", "上海虹桥");
        assertThat(g1.tiers()).extracting(tier -> tier.id()).containsExactly("second", "first", "business");
        assertThat(g1.tiers()).extracting(tier -> tier.fares().size()).containsOnly(5);
        assertThat(g1.tiers().getFirst().fare(g1.wholeWay()).value()).isEqualTo(55_300);
        assertThat(g1.tiers().getFirst().fare(new Journey(0, 1)).value()).isEqualTo(18_450);
    }

    private record Bad(String name, String file, String text, String message) {}

    @TestFactory
    Stream<DynamicTest> aBadFileIsRefusedWithFileLineAndField() {
        return Stream.of(
                        new Bad("nothing", "a.yaml", "", "a.yaml: holds no sale"),
                        new Bad("only a comment", "a.yaml", "# soon\n", "a.yaml: holds no sale"),
                        new Bad(
                                "no sale",
                                "a.yaml",
                                "just text",
                                "a.yaml, line 1: the file must be fields and their values.*"),
                        new Bad(
                                "a name that YAML takes for a number",
                                "a.yaml",
                                "id: night\nname: 2046\n",
                                "a.yaml, line 2: name must be text: put it in quotes, as in \"2046\""),
                        new Bad(
                                "a name that YAML takes for a truth value",
                                "a.yaml",
                                "id: true\n",
                                "a.yaml, line 1: id must be text: put it in quotes, as in \"true\""),
                        new Bad(
                                "a name left out",
                                "a.yaml",
                                "id: night\nname:\n",
                                "a.yaml, line 2: name must be 1 to .*"),
                        new Bad("a list for text", "a.yaml", "id: [night]\n", "a.yaml, line 1: id must be text"),
                        new Bad(
                                "text for a list",
                                "a.yaml",
                                "id: night\nstops: A, B\n",
                                "a.yaml, line 2: stops must be a list: .*"),
                        new Bad(
                                "text for a tier",
                                "a.yaml",
                                "id: night\ntiers: [floor]\n",
                                "a.yaml, line 2: tiers\\[0\\] must be fields and their values.*"),
                        new Bad(
                                "a number for a name, in JSON",
                                "a.json",
                                "{\"id\": 1}",
                                "a.json, line 1: id must be a JSON string"),
                        new Bad("broken YAML", "a.yaml", "id: [1\nname: x\n", "a.yaml, line 2: is not well-formed: .*"),
                        new Bad("broken JSON", "a.json", "{\n\"id\" 1}", "a.json, line 2: is not well-formed: .*"),
                        new Bad(
                                "unknown field",
                                "a.yaml",
                                NIGHT + "colour: red\n",
                                "a.yaml, line 8: colour is not a known field"),
                        new Bad(
                                "field twice",
                                "a.yaml",
                                NIGHT + "id: other\n",
                                "a.yaml, line \\d: (id stands twice|is not well-formed: .*)"),
                        new Bad(
                                "wrong type",
                                "a.yaml",
                                NIGHT.replace("500", "many"),
                                "a.yaml, line 5: tiers\\[0\\].capacity must be a whole number from 1 to 1000000, in plain digits .*"),
                        new Bad(
                                "out of range",
                                "a.yaml",
                                NIGHT.replace("500", "-5"),
                                "a.yaml, line 5: tiers\\[0\\].capacity must be .*"),
                        new Bad(
                                "missing field, on the line of what lacks it",
                                "a.yaml",
                                NIGHT.replace("    currency: EUR\n", ""),
                                "a.yaml, line 4: tiers\\[0\\].currency is missing"),
                        new Bad("missing tiers", "a.yaml", "id: night\nname: x\n", "a.yaml, line 1: tiers is missing"),
                        new Bad(
                                "unknown currency",
                                "a.yaml",
                                NIGHT.replace("EUR", "XYZ"),
                                "a.yaml, line 7: tiers\\[0\\].currency must be a currency of ISO 4217.*"),
                        new Bad(
                                "bad time",
                                "a.yaml",
                                NIGHT + "opensAt: tomorrow\n",
                                "a.yaml, line 8: opensAt must be a time of RFC 3339.*"),
                        new Bad(
                                "reversed fare",
                                "a.yaml",
                                "stops: [A, B, C]\n" + NIGHT + "    fares: [{from: C, to: A, price: 1}]\n",
                                "a.yaml, line 9: tiers\\[0\\].fares\\[0\\].to must come after \"from\""),
                        new Bad(
                                "second of a list",
                                "a.yaml",
                                "- " + NIGHT.indent(2).substring(2) + "- id: B\n",
                                "a.yaml, line 8: \\[1\\].*"),
                        new Bad(
                                "reference",
                                "a.yaml",
                                "name: &n x\nid: *n\n",
                                "a.yaml, line 2: refers to another place \\(\\*n\\).*"),
                        new Bad(
                                "two documents",
                                "a.yaml",
                                NIGHT + "---\n" + NIGHT,
                                "a.yaml(, line \\d+)?: the file holds something after its end: write several sales as one list"))
                .map(bad -> dynamicTest(bad.name(), () -> assertThatThrownBy(() -> parse(bad.file(), bad.text()))
                        .isInstanceOf(StartException.class)
                        .message()
                        .matches(bad.message())));
    }

    /** YAML has many ways to write a number, and some mean another one than they look like: 010 is eight, and 1:30 is ninety. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "010",
                "0o17",
                "0x10",
                "0b11",
                "1_000",
                "1e3",
                "1E3",
                "1.0",
                "500.",
                ".5",
                "+500",
                "1:30",
                "190:20:30",
                ".inf",
                "-.inf",
                ".NaN",
                "\"500\"",
                "'500'",
                "!!str 500",
                "!!int \"0x10\"",
                "!!int 010",
                "!!int 1_000",
                "!!float 500",
                "٥٠٠",
                "５００",
                "500 seats",
                "-0",
                "00",
                "0",
                "99999999999999999999",
                "~",
                "null",
                "true",
                "yes",
                "",
                "[500]",
                "{a: 1}",
                "2027-01-20",
                "!seats 500"
            })
    void aNumberIsAPlainDecimalOrRefused(String number) {
        assertThatThrownBy(() -> parse("a.yaml", NIGHT.replace("500", number)))
                .isInstanceOf(StartException.class)
                .message()
                .isEqualTo("a.yaml, line 5: tiers[0].capacity must be a whole number from 1 to 1000000,"
                        + " in plain digits without quotes, as in 500");
    }

    @Test
    void aPlainDecimalIsRead() throws StartException {
        assertThat(parse("a.yaml", NIGHT.replace("500", "1000000 # seats"))
                        .getFirst()
                        .sale()
                        .tiers()
                        .getFirst()
                        .capacity())
                .isEqualTo(1_000_000);
        assertThat(parse("a.yaml", NIGHT.replace("4000", "0"))
                        .getFirst()
                        .sale()
                        .tiers()
                        .getFirst()
                        .price())
                .isZero();
        assertThat(parse("a.yaml", NIGHT.replace("500", "!!int 500"))
                        .getFirst()
                        .sale()
                        .tiers()
                        .getFirst()
                        .capacity())
                .isEqualTo(500);
    }

    @Test
    void namesThatLookLikeSomethingElseAreTextInQuotesAlone() throws StartException {
        for (String text : List.of("010", "1_000", "0x10", "1e3", "1.0", "true", "5")) {
            assertThatThrownBy(() -> parse("a.yaml", NIGHT.replace("A night", text)))
                    .as(text)
                    .isInstanceOf(StartException.class)
                    .hasMessage("a.yaml, line 2: name must be text: put it in quotes, as in \"" + text + "\"");
            assertThat(parse("a.yaml", NIGHT.replace("A night", "'" + text + "'"))
                            .getFirst()
                            .sale()
                            .name())
                    .isEqualTo(text);
        }
    }

    @Test
    void otherEncodingsAreRefused() {
        assertThatThrownBy(() -> SaleFile.parse("a.yaml", "name: Café".getBytes(StandardCharsets.ISO_8859_1)))
                .isInstanceOf(StartException.class)
                .hasMessage("a.yaml: is not valid UTF-8: save it in that encoding");
    }

    @Test
    void aFileOverTheLimitIsRefused(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("long.yaml");
        Files.writeString(file, NIGHT + "#".repeat(Limits.SALE_BODY_BYTES_MAX));

        assertThatThrownBy(() -> SaleFile.readAll(List.of(file)))
                .isInstanceOf(StartException.class)
                .hasMessageStartingWith(file + ": is larger than 4194304 bytes");
    }

    @Test
    void aMissingFileIsNamed(@TempDir Path folder) {
        Path file = folder.resolve("none.yaml");

        assertThatThrownBy(() -> SaleFile.readAll(List.of(file)))
                .isInstanceOf(StartException.class)
                .hasMessageStartingWith(file + ": cannot be read (no such file or folder)");
    }

    @Test
    void oneIdInTwoFilesIsRefused(@TempDir Path folder) throws Exception {
        Path one = Files.writeString(folder.resolve("one.yaml"), NIGHT);
        Path two = Files.writeString(folder.resolve("two.yaml"), NIGHT);

        assertThatThrownBy(() -> SaleFile.readAll(List.of(one, two)))
                .isInstanceOf(StartException.class)
                .hasMessage(two + ": a sale \"night\" stands in " + one + " already: give one of them another id");
    }
}
