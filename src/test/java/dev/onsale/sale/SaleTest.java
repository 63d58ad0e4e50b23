package dev.onsale.sale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SaleTest {

    @Test
    void aConcertHasOneLegAndATrainOneLessThanItHasStops() {
        assertThat(SampleSale.concert("c", 1).sale().legs()).isOne();
        assertThat(SampleSale.concert("c", 1).sale().wholeWay()).isEqualTo(Journey.WHOLE_CONCERT);
        assertThat(SampleSale.train("t", 1, 1).sale().legs()).isOne();
        assertThat(SampleSale.train("t", 63, 1).sale().legs()).isEqualTo(63);
        assertThat(SampleSale.train("t", 63, 1).sale().wholeWay()).isEqualTo(new Journey(0, 63));
    }

    @Test
    void tiersAreFoundByTheirIds() {
        Sale sale = SampleSale.concert("c", 1).andTier("balcony", 2).sale();
        assertThat(sale.tierIndex("floor")).isZero();
        assertThat(sale.tierIndex("balcony")).isOne();
        assertThat(sale.tierIndex("Floor")).isEqualTo(-1);
    }

    @Test
    void aSaleKeepsNothingThatOthersMayChange() {
        List<String> stops = new ArrayList<>(List.of("A", "B"));
        List<Fare> fares = new ArrayList<>();
        Tier tier = new Tier("t", "T", 1, 1, "EUR", fares);
        List<Tier> tiers = new ArrayList<>(List.of(tier));
        Sale sale = new Sale("s", "S", 0, 1, 1, Deduct.HOLD, 0, false, Status.ACTIVE, stops, tiers);
        stops.clear();
        tiers.clear();
        fares.add(new Fare(new Journey(0, 1), 5));
        assertThat(sale.stops()).containsExactly("A", "B");
        assertThat(sale.tiers()).containsExactly(tier);
        assertThat(tier.fares()).isEmpty();
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> sale.stops().clear());
    }

    @Test
    void aChangedSaleDiffersInWhatWasChangedAlone() {
        Sale sale = SampleSale.train("t", 3, 5)
                .perBuyer(4)
                .buyerRefunds(true)
                .deduct(Deduct.ORDER)
                .holdSeconds(7)
                .sale();
        List<Tier> tiers = List.of(sale.tiers().getFirst().withCapacity(6));
        assertThat(sale.with(Status.PAUSED, 1, 2, tiers))
                .isEqualTo(SampleSale.train("t", 3, 6)
                        .perBuyer(4)
                        .buyerRefunds(true)
                        .deduct(Deduct.ORDER)
                        .holdSeconds(7)
                        .status(Status.PAUSED)
                        .opensAt(1)
                        .closesAt(2)
                        .sale());
    }

    @Test
    void aJourneyCostsItsFareOrElseThePriceOfTheWholeWay() {
        Tier tier = new Tier(
                "t", "T", 1, 500, "EUR", List.of(new Fare(new Journey(1, 2), 90), new Fare(new Journey(0, 2), 0)));
        assertThat(tier.fare(new Journey(1, 2))).isEqualTo(new Money(90, "EUR"));
        assertThat(tier.fare(new Journey(0, 2))).isEqualTo(new Money(0, "EUR"));
        assertThat(tier.fare(new Journey(0, 1))).isEqualTo(new Money(500, "EUR"));
        assertThat(tier.withCapacity(9).fare(new Journey(1, 2))).isEqualTo(new Money(90, "EUR"));
    }

    @Test
    void policiesAreWrittenInLowerCase() {
        assertThat(Deduct.values()).extracting(Deduct::word).containsExactly("hold", "order", "payment");
    }
}
