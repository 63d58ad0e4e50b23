package dev.onsale.sale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.onsale.config.Limits;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Every field of a sale at its bounds and just beyond, and the name of the field that is at fault. */
class SaleRulesTest {

    private static SampleSale concert() {
        return SampleSale.concert("c", 10);
    }

    private static SampleSale train() {
        return SampleSale.train("t", 3, 10);
    }

    private static Tier tier(String id, String name, int capacity, long price, String currency, Fare... fares) {
        return new Tier(id, name, capacity, price, currency, List.of(fares));
    }

    private static void passes(SampleSale... sales) {
        for (SampleSale sale : sales) {
            assertThatNoException().isThrownBy(() -> SaleRules.check(sale.sale()));
        }
    }

    private static void fails(String field, SampleSale... sales) {
        for (SampleSale sale : sales) {
            assertThatExceptionOfType(InvalidSaleException.class)
                    .isThrownBy(() -> SaleRules.check(sale.sale()))
                    .satisfies(fault -> assertThat(fault.field()).isEqualTo(field))
                    .satisfies(
                            fault -> assertThat(fault.sentence()).isNotBlank().isEqualTo(fault.getMessage()));
        }
    }

    @Test
    void theSamplesPass() {
        passes(concert(), train(), SampleSale.train("t", 63, Limits.TIER_TRAIN_SEATS_MAX));
    }

    @Test
    void id() {
        passes(
                concert().id("a"),
                concert().id("0"),
                concert().id("a.b_c-9"),
                concert().id("a".repeat(64)));
        fails(
                "id",
                concert().id(""),
                concert().id("A"),
                concert().id("-a"),
                concert().id(".a"),
                concert().id("_a"));
        fails(
                "id",
                concert().id("a b"),
                concert().id("a/b"),
                concert().id("a\n"),
                concert().id("a{b}"),
                concert().id("é"));
        fails("id", concert().id("a".repeat(65)));
    }

    @Test
    void name() {
        passes(
                concert().name("x"),
                concert().name("G1 北京南 — 上海虹桥"),
                concert().name("🎫"),
                concert().name("n".repeat(200)));
        fails(
                "name",
                concert().name(""),
                concert().name("  "),
                concert().name("\u3000"),
                concert().name("n".repeat(201)));
        fails(
                "name",
                concert().name("a\nb"),
                concert().name("a\u0000b"),
                concert().name("a\u0085b"));
    }

    /** Half of a character cannot be written as JSON or SQL, and would come back as something else. */
    @Test
    void textIsMadeOfWholeCharacters() {
        fails(
                "name",
                concert().name("\uD83C"),
                concert().name("\uDFAB\uD83C"),
                concert().name("a\uD83Cb"));
        fails("stops[1]", train().stops("A", "\uDFAB", "C"));
    }

    @Test
    void times() {
        passes(concert().opensAt(0), concert().opensAt(Limits.INSTANT_MILLIS_MAX));
        passes(
                concert().opensAt(5).closesAt(6),
                concert().closesAt(Sale.NEVER),
                concert().closesAt(Limits.INSTANT_MILLIS_MAX));
        fails(
                "opensAt",
                concert().opensAt(-1),
                concert().opensAt(Limits.INSTANT_MILLIS_MAX + 1),
                concert().opensAt(Long.MIN_VALUE + 1));
        passes(
                concert().opensAt(Sale.WHEN_OPENED),
                concert().opensAt(Sale.WHEN_OPENED).closesAt(1));
        fails("opensAt", concert().opensAt(Sale.NEVER));
        fails(
                "closesAt",
                concert().opensAt(5).closesAt(5),
                concert().opensAt(5).closesAt(4),
                concert().closesAt(-1));
        fails(
                "closesAt",
                concert().closesAt(Limits.INSTANT_MILLIS_MAX + 1),
                concert().closesAt(Sale.NEVER - 1));
    }

    @Test
    void theLastInstantIsTheEndOfTheYear9999() {
        assertThat(Instant.ofEpochMilli(Limits.INSTANT_MILLIS_MAX)).hasToString("9999-12-31T23:59:59.999Z");
    }

    @Test
    void holdSeconds() {
        passes(concert().holdSeconds(1), concert().holdSeconds(30 * 24 * 3600));
        fails(
                "holdSeconds",
                concert().holdSeconds(0),
                concert().holdSeconds(-1),
                concert().holdSeconds(30 * 24 * 3600 + 1));
    }

    @Test
    void perBuyer() {
        passes(concert().perBuyer(0), concert().perBuyer(1), concert().perBuyer(1_000_000));
        fails("perBuyer", concert().perBuyer(-1), concert().perBuyer(1_000_001));
    }

    @Test
    void stops() {
        String[] most = IntStream.range(0, 64).mapToObj(SampleSale::stop).toArray(String[]::new);
        String[] tooMany = IntStream.range(0, 65).mapToObj(SampleSale::stop).toArray(String[]::new);
        passes(train().stops(), train().stops("A", "B"), train().stops(most));
        fails("stops", train().stops("A"), train().stops(tooMany));
        fails("stops[1]", train().stops("A", " "), train().stops("A", ""), train().stops("A", "B\t"));
        fails("stops[1]", train().stops("A", "s".repeat(201)), train().stops("A", "A"));
        passes(train().stops("A", "B", "A"), train().stops("A", "B", "C", " A "));
        fails(
                "stops[2]",
                train().stops("A", "B", "B"),
                train().stops("A", "B", "A", "C"),
                train().stops("A", "B", " B"));
        fails("stops[3]", train().stops("A", "B", "C", "B"), train().stops("Z\u00fc", "B", "C", "B"));
        fails("stops[2]", train().stops("Z\u00fc", "B", "Zu\u0308", "C"));
        passes(train().stops("A", "a"));
    }

    @Test
    void tiers() {
        Tier[] most = IntStream.range(0, 32)
                .mapToObj(i -> tier("t" + i, "T", 1, 1, "EUR"))
                .toArray(Tier[]::new);
        Tier[] tooMany = IntStream.range(0, 33)
                .mapToObj(i -> tier("t" + i, "T", 1, 1, "EUR"))
                .toArray(Tier[]::new);
        passes(concert().tiers(most));
        fails("tiers", concert().tiers(), concert().tiers(tooMany));
        fails("tiers[1].id", concert().andTier("floor", 1));
    }

    @Test
    void idAndNameOfATier() {
        fails(
                "tiers[0].id",
                concert().tiers(tier("A", "T", 1, 1, "EUR")),
                concert().tiers(tier("", "T", 1, 1, "EUR")));
        fails("tiers[0].name", concert().tiers(tier("a", " ", 1, 1, "EUR")));
        fails("tiers[1].name", concert().tiers(tier("a", "T", 1, 1, "EUR"), tier("b", "\u0007", 1, 1, "EUR")));
    }

    @Test
    void capacity() {
        passes(SampleSale.concert("c", 1), SampleSale.concert("c", 1_000_000), SampleSale.train("t", 1, 1_000_000));
        passes(SampleSale.train("t", 2, 10_000));
        fails(
                "tiers[0].capacity",
                SampleSale.concert("c", 0),
                SampleSale.concert("c", -1),
                SampleSale.concert("c", 1_000_001));
        fails("tiers[0].capacity", SampleSale.train("t", 2, 10_001), SampleSale.train("t", 1, 1_000_001));
        assertThat(SaleRules.capacityMax(1)).isEqualTo(1_000_000);
        assertThat(SaleRules.capacityMax(2)).isEqualTo(10_000);
    }

    @Test
    void priceAndCurrency() {
        passes(
                concert().tiers(tier("a", "T", 1, 0, "CNY")),
                concert().tiers(tier("a", "T", 1, 1_000_000_000_000L, "JPY")));
        fails("tiers[0].price", concert().tiers(tier("a", "T", 1, -1, "CNY")));
        fails("tiers[0].price", concert().tiers(tier("a", "T", 1, 1_000_000_000_001L, "CNY")));
        for (String currency : List.of("", "cny", "XYZ", "CN", "CNYY", "¥", " CNY")) {
            fails("tiers[0].currency", concert().tiers(tier("a", "T", 1, 1, currency)));
        }
    }

    @Test
    void fares() {
        Fare whole = new Fare(new Journey(0, 3), 1);
        Fare last = new Fare(new Journey(2, 3), Limits.PRICE_MINOR_UNITS_MAX);
        passes(train().fares(whole, last), concert().fares(new Fare(Journey.WHOLE_CONCERT, 0)));
        fails("tiers[0].fares[1]", train().fares(whole, new Fare(new Journey(3, 4), 1)));
        fails("tiers[0].fares[1]", train().fares(whole, whole), train().fares(whole, new Fare(new Journey(0, 3), 2)));
        fails("tiers[0].fares[0]", concert().fares(new Fare(new Journey(1, 2), 1)));
        fails("tiers[0].fares[0].price", train().fares(new Fare(new Journey(0, 1), -1)));
        fails("tiers[0].fares[0].price", train().fares(new Fare(new Journey(0, 1), Limits.PRICE_MINOR_UNITS_MAX + 1)));
    }

    @Test
    void theFirstFaultInTheOrderOfTheFieldsIsNamed() {
        SampleSale bad =
                SampleSale.concert("C", 0).name("").opensAt(-1).holdSeconds(0).perBuyer(-1);
        fails("id", bad);
        fails("name", bad.id("c"));
        fails("opensAt", bad.name("C"));
        fails("holdSeconds", bad.opensAt(1));
        fails("perBuyer", bad.holdSeconds(1));
        fails("stops", bad.perBuyer(0).stops("A"));
        fails("tiers[0].capacity", bad.stops());
    }

    @Test
    void theSentenceNamesTheBoundAndTheValue() {
        assertThatExceptionOfType(InvalidSaleException.class)
                .isThrownBy(() -> SaleRules.check(concert().holdSeconds(-7).sale()))
                .withMessage("must be 1 to 2592000, but is -7");
    }

    @Test
    void theLongestTrainMayHaveAFareForEachOfItsJourneys() {
        Fare[] all = IntStream.range(0, 63)
                .boxed()
                .flatMap(from -> IntStream.rangeClosed(from + 1, 63).mapToObj(to -> new Fare(new Journey(from, to), 1)))
                .toArray(Fare[]::new);
        assertThat(all).hasSize(2_016);
        passes(SampleSale.train("t", 63, 10).fares(all));
    }
}
