package dev.onsale.http.routes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.onsale.sale.SampleSale;
import java.util.Collections;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sales and changes of sales that are not as they should be: each gets a problem that names the field, and changes nothing. */
class BadSaleTest {

    private static TestNode node;
    private static final String SALE =
            "{\"id\":\"n\",\"name\":\"N\",\"stops\":[\"A\",\"B\",\"C\"],\"tiers\":[{\"id\":\"second\",\"capacity\":5,"
                    + "\"price\":1,\"currency\":\"CNY\",\"fares\":[{\"from\":\"A\",\"to\":\"B\",\"price\":1}]}]}";

    private static final String TIER = "{\"id\":\"x\",\"capacity\":1,\"price\":1,\"currency\":\"EUR\"}";

    @BeforeAll
    static void open() {
        node = new TestNode().with(SampleSale.concert("c", 10)).with(SampleSale.train("t", 2, 10));
    }

    @AfterAll
    static void close() {
        node.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "body               | {}",
                "body               | {\"status\":\"paused\"",
                "status             | {\"status\":\"open\"}",
                "status             | {\"status\":\"PAUSED\"}",
                "status             | {\"status\":null}",
                "status             | {\"status\":true}",
                "opensAt            | {\"opensAt\":null}",
                "opensAt            | {\"opensAt\":\"tomorrow\"}",
                "opensAt            | {\"opensAt\":\"2027-01-20\"}",
                "opensAt            | {\"opensAt\":1}",
                "opensAt            | {\"opensAt\":\"+1000000000-12-31T23:59:59Z\"}",
                "opensAt            | {\"opensAt\":\"1969-12-31T23:59:59Z\"}",
                "closesAt           | {\"closesAt\":\"\"}",
                "addStock           | {\"addStock\":5}",
                "addStock           | {\"addStock\":null}",
                "addStock.floor     | {\"addStock\":{\"floor\":0}}",
                "addStock.floor     | {\"addStock\":{\"floor\":-1}}",
                "addStock.floor     | {\"addStock\":{\"floor\":1.5}}",
                "addStock.floor     | {\"addStock\":{\"floor\":1,\"floor\":1}}",
                "name               | {\"name\":\"another\"}",
            })
    void aChange(String field, String json) {
        JsonNode problem =
                node.refused(node.ask("PATCH", "/v1/sales/c").json(json).operator(), 400, "bad_input");

        assertThat(problem.path("field").asText()).isEqualTo(field);
    }

    @Test
    void aChangeOfTooManyTiers() {
        StringBuilder json = new StringBuilder("{\"addStock\":{\"t0\":1");
        for (int i = 1; i <= 32; i++) {
            json.append(",\"t").append(i).append("\":1");
        }

        JsonNode problem = node.refused(
                node.ask("PATCH", "/v1/sales/c")
                        .json(json.append("}}").toString())
                        .operator(),
                400,
                "bad_input");

        assertThat(problem.path("field").asText()).isEqualTo("addStock");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "id                         | \"id\":\"n\" | \"id\":\"N\"",
                "id                         | \"id\":\"n\" | \"id\":\"\"",
                "id                         | \"id\":\"n\" | \"id\":\"a/b\"",
                "id                         | \"id\":\"n\", | ",
                "name                       | \"name\":\"N\" | \"name\":\"  \"",
                "name                       | \"name\":\"N\" | \"name\":\"a\\tb\"",
                "name                       | \"name\":\"N\" | \"name\":null",
                "opensAt                    | \"name\":\"N\" | \"opensAt\":null",
                "opensAt                    | \"name\":\"N\" | \"opensAt\":\"2027-02-30T00:00:00Z\"",
                "opensAt                    | \"name\":\"N\" | \"opensAt\":\"10000-01-01T00:00:00Z\"",
                "closesAt                   | \"name\":\"N\" | \"opensAt\":\"2027-01-02T00:00:00Z\",\"closesAt\":\"2027-01-01T00:00:00Z\"",
                "holdSeconds                | \"name\":\"N\" | \"holdSeconds\":0",
                "holdSeconds                | \"name\":\"N\" | \"holdSeconds\":2592001",
                "holdSeconds                | \"name\":\"N\" | \"holdSeconds\":null",
                "deduct                     | \"name\":\"N\" | \"deduct\":\"Hold\"",
                "perBuyer                   | \"name\":\"N\" | \"perBuyer\":0",
                "perBuyer                   | \"name\":\"N\" | \"perBuyer\":-1",
                "buyerRefunds               | \"name\":\"N\" | \"buyerRefunds\":\"true\"",
                "status                     | \"name\":\"N\" | \"status\":\"active\"",
                "stops                      | [\"A\",\"B\",\"C\"] | \"A,B,C\"",
                "stops[1]                   | [\"A\",\"B\",\"C\"] | [\"A\",1,\"C\"]",
                "stops[1]                   | [\"A\",\"B\",\"C\"] | [\"A\",\"A\",\"C\",\"B\"]",
                "tiers[0].id                | \"id\":\"second\", | ",
                "tiers[0].id                | \"id\":\"second\" | \"id\":\"Second\"",
                "tiers[0].capacity          | \"capacity\":5 | \"capacity\":0",
                "tiers[0].capacity          | \"capacity\":5 | \"capacity\":10001",
                "tiers[0].capacity          | \"capacity\":5 | \"capacity\":5000000000",
                "tiers[0].capacity          | \"capacity\":5, | ",
                "tiers[0].price             | \"price\":1,\"currency\" | \"price\":-1,\"currency\"",
                "tiers[0].price             | \"price\":1,\"currency\" | \"price\":1.0,\"currency\"",
                "tiers[0].price             | \"price\":1,\"currency\" | \"currency\"",
                "tiers[0].currency          | CNY | cny",
                "tiers[0].currency          | CNY | XQZ",
                "tiers[0].currency          | CNY | CNYY",
                "tiers[0].fares[0].from     | \"from\":\"A\", | ",
                "tiers[0].fares[0].from     | \"from\":\"A\" | \"from\":\"X\"",
                "tiers[0].fares[0].to       | \"to\":\"B\" | \"to\":\"X\"",
                "tiers[0].fares[0].to       | \"to\":\"B\" | \"to\":\"A\"",
                "tiers[0].fares[0].price    | ,\"price\":1} | }",
                "tiers[0].fares[0].seats    | ,\"price\":1} | ,\"seats\":1}",
                "tiers[0].fares             | \"fares\":[{ | \"fares\":1,\"x\":[{",
                "tiers[0].seats             | \"capacity\" | \"seats\"",
            })
    void aSale(String field, String part, String instead) {
        assertThat(SALE).contains(part.strip());
        String json = SALE.replace(part.strip(), instead == null ? "" : instead.strip());

        JsonNode problem = node.refused(node.post("/v1/sales", json).operator(), 400, "bad_input");

        assertThat(problem.path("field").asText()).isEqualTo(field);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "tiers           | {\"id\":\"n\"}",
                "tiers           | {\"id\":\"n\",\"tiers\":null}",
                "tiers           | {\"id\":\"n\",\"tiers\":[]}",
                "tiers[0]        | {\"id\":\"n\",\"tiers\":[1]}",
                "tiers[0].id     | {\"id\":\"n\",\"tiers\":[{}]}",
                "stops           | {\"id\":\"n\",\"stops\":[\"A\"],\"tiers\":[TIER]}",
                "tiers[1].id     | {\"id\":\"n\",\"tiers\":[TIER,TIER]}",
            })
    void aSmallSale(String field, String json) {
        node.refused(node.post("/v1/sales", json.replace("TIER", TIER)).operator(), 400, "bad_input", field);
    }

    @Test
    void listsThatAreTooLong() {
        String tiers = String.join(",", Collections.nCopies(33, TIER));
        String stops = IntStream.range(0, 65).mapToObj(i -> "\"" + i + "\"").collect(Collectors.joining(","));

        node.refused(
                node.post("/v1/sales", "{\"id\":\"n\",\"tiers\":[" + tiers + "]}")
                        .operator(),
                400,
                "bad_input",
                "tiers");
        node.refused(
                node.post("/v1/sales", "{\"id\":\"n\",\"stops\":[" + stops + "],\"tiers\":[" + TIER + "]}")
                        .operator(),
                400,
                "bad_input",
                "stops");
    }
}
