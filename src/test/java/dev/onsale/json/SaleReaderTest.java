package dev.onsale.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onsale.config.Limits;
import dev.onsale.sale.Deduct;
import dev.onsale.sale.Fare;
import dev.onsale.sale.Journey;
import dev.onsale.sale.Sale;
import dev.onsale.sale.Status;
import dev.onsale.sale.Tier;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A sale as it is written, and the value that comes of it. What may not be written is in {@code BadSaleTest}. */
class SaleReaderTest {

    private static final String TIER = "{\"id\":\"floor\",\"capacity\":2,\"price\":0,\"currency\":\"EUR\"}";

    private static Sale read(String json) throws BadInputException {
        return SaleReader.read(json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void everyFieldIsRead() throws Exception {
        Sale sale = read("""
                {"id":"g1","name":"G1 北京南 — 上海虹桥","opensAt":"2027-01-20T06:00:00Z","closesAt":"2027-01-21T06:00:00.5Z",
                 "holdSeconds":900,"deduct":"payment","perBuyer":5,"buyerRefunds":true,"stops":["北京南","济南西","上海虹桥"],
                 "tiers":[{"id":"second","name":"Second class","capacity":1000,"price":55300,"currency":"CNY",
                           "fares":[{"from":"北京南","to":"济南西","price":18450},{"from":"济南西","to":"上海虹桥","price":0}]},
                          {"id":"first","name":"First class","capacity":1,"price":1000000000000,"currency":"EUR"}]}
                """);

        assertThat(sale)
                .isEqualTo(new Sale(
                        "g1",
                        "G1 北京南 — 上海虹桥",
                        1_800_424_800_000L,
                        1_800_511_200_500L,
                        900,
                        Deduct.PAYMENT,
                        5,
                        true,
                        Status.ACTIVE,
                        List.of("北京南", "济南西", "上海虹桥"),
                        List.of(
                                new Tier(
                                        "second",
                                        "Second class",
                                        1000,
                                        55_300,
                                        "CNY",
                                        List.of(new Fare(new Journey(0, 1), 18_450), new Fare(new Journey(1, 2), 0))),
                                new Tier("first", "First class", 1, 1_000_000_000_000L, "EUR", List.of()))));
    }

    @Test
    void whatIsLeftOutIsOrdinary() throws Exception {
        Sale sale = read("{\"id\":\"c\",\"tiers\":[" + TIER + "]}");

        assertThat(sale)
                .isEqualTo(new Sale(
                        "c",
                        "c",
                        Sale.WHEN_OPENED,
                        Sale.NEVER,
                        SaleReader.HOLD_SECONDS,
                        Deduct.HOLD,
                        Sale.NO_LIMIT,
                        false,
                        Status.ACTIVE,
                        List.of(),
                        List.of(new Tier("floor", "floor", 2, 0, "EUR", List.of()))));
        assertThat(read("{\"id\":\"c\",\"closesAt\":null,\"perBuyer\":null,\"tiers\":[" + TIER + "]}"))
                .isEqualTo(sale);
    }

    @Test
    void faresMayStandBeforeTheStopsThatTheyName() throws Exception {
        Sale sale = read("""
                {"tiers":[{"fares":[{"price":7,"to":"C","from":"B"}],"currency":"EUR","price":9,"capacity":1,"id":"t"}],
                 "stops":["A","B","C"],"id":"x"}
                """);

        assertThat(sale.tiers().getFirst().fare(new Journey(1, 2)).value()).isEqualTo(7);
        assertThat(sale.tiers().getFirst().fare(new Journey(0, 2)).value()).isEqualTo(9);
    }

    /** The list is given up at its first element too many, before that is looked at. */
    @Test
    void listsEndAtTheirBound() {
        String tiers = (TIER + ",").repeat(Limits.SALE_TIERS_MAX) + "1";
        String stops = "\"A\",".repeat(Limits.SALE_STOPS_MAX) + "1";

        assertThatThrownBy(() -> read("{\"tiers\":[" + tiers + "]}"))
                .hasMessage("tiers: must hold at most 32 elements");
        assertThatThrownBy(() -> read("{\"stops\":[" + stops + "]}"))
                .hasMessage("stops: must hold at most 64 elements");
    }

    @Test
    void aFaultInAListSaysWhichSaleItIsOf() throws Exception {
        String list =
                "[{\"id\":\"c\",\"tiers\":[" + TIER + "]},{\"id\":\"d\",\"tiers\":[" + TIER.replace(":2", ":0") + "]}]";
        try (StrictJson json = StrictJson.of(list.getBytes(StandardCharsets.UTF_8))) {
            assertThatThrownBy(() -> json.array("", 2, path -> SaleReader.read(json, path)))
                    .isInstanceOfSatisfying(BadInputException.class, fault -> assertThat(fault.field())
                            .isEqualTo("[1].tiers[0].capacity"));
        }
    }

    @Test
    void whatBreaksARuleOfSalesIsNamedByItsPlaceInTheList() throws Exception {
        String list = "[{\"id\":\"c\",\"stops\":[\"A\"],\"tiers\":[" + TIER + "]}]";
        try (StrictJson json = StrictJson.of(list.getBytes(StandardCharsets.UTF_8))) {
            assertThatThrownBy(() -> json.array("", 2, path -> SaleReader.read(json, path)))
                    .isInstanceOfSatisfying(BadInputException.class, fault -> assertThat(fault.field())
                            .isEqualTo("[0].stops"));
        }
    }
}
