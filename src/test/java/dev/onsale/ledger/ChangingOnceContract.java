package dev.onsale.ledger;

import static dev.onsale.ledger.TicketDesk.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.sale.Sale;
import dev.onsale.sale.SampleSale;
import dev.onsale.sale.Status;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What an operator asks under a key is done once, and told as it was told the first time. */
interface ChangingOnceContract extends LedgerScene {

    private Outcome opened(String key, Sale sale) {
        return desk().ask(new Command.OpenSale(desk().now(), key, sale));
    }

    private Sale current() {
        return desk().view("rush", view -> true, () -> "no sale").sale();
    }

    private static Sale rush(int seats) {
        return SampleSale.concert("rush", seats).sale();
    }

    @Test
    default void seatsAreAddedOnceHoweverOftenTheyAreAskedFor() {
        desk().open(SampleSale.concert("rush", 10));
        assertThat(desk().change("k", SaleChange.addStock("floor", 10))).isEqualTo(new Outcome.OfSale(rush(20), false));
        desk().later(5);
        for (int i = 0; i < 3; i++) {
            assertThat(desk().change("k", SaleChange.addStock("floor", 10)))
                    .isEqualTo(new Outcome.OfSale(rush(20), true));
        }
        assertThat(desk().change("another", SaleChange.addStock("floor", 10)))
                .isEqualTo(new Outcome.OfSale(rush(30), false));
        desk().assertStock(30, 0, 0);
    }

    @Test
    default void theFirstOutcomeIsToldWhateverBecameOfTheSale() {
        desk().open(SampleSale.concert("rush", 10));
        SaleChange more = SaleChange.addStock("floor", 1);
        Outcome first = new Outcome.OfSale(rush(11), true);
        desk().change("k", more);
        desk().change("pause", SaleChange.to(Status.PAUSED));
        desk().change("more", SaleChange.addStock("floor", 5));
        assertThat(desk().change("k", more)).isEqualTo(first);
        desk().status(Status.CLOSED);
        assertThat(desk().change("k", more)).isEqualTo(first);
        assertThat(current().status()).isEqualTo(Status.CLOSED);
        desk().assertStock(16, 0, 0);
    }

    @Test
    default void whatAskedForNothingNewIsNotDoneLaterEither() {
        desk().open(SampleSale.concert("rush", 10));
        Outcome first = desk().change("k", SaleChange.to(Status.ACTIVE));
        assertThat(first).isEqualTo(new Outcome.OfSale(rush(10), true));
        desk().change("pause", SaleChange.to(Status.PAUSED));
        assertThat(desk().change("k", SaleChange.to(Status.ACTIVE))).isEqualTo(first);
        assertThat(current().status()).isEqualTo(Status.PAUSED);
    }

    @Test
    default void anotherChangeUnderTheSameKeyIsRefused() {
        desk().open(SampleSale.concert("rush", 10).andTier("other", 10));
        desk().change("k", SaleChange.addStock("floor", 10));
        long opensAt = SampleSale.OPENS_AT;
        for (SaleChange other : List.of(
                SaleChange.addStock("floor", 11),
                SaleChange.addStock("other", 10),
                SaleChange.to(Status.PAUSED),
                new SaleChange(Status.PAUSED, null, null, Map.of("floor", 10)),
                new SaleChange(null, opensAt, null, Map.of("floor", 10)),
                new SaleChange(null, null, opensAt + 1, Map.of("floor", 10)),
                new SaleChange(null, null, null, Map.of("floor", 10, "other", 10)))) {
            assertThat(refused(desk().change("k", other))).as("%s", other).isEqualTo(new Refusal.KeyReused());
        }
        desk().assertStock(20, 0, 0);
    }

    @Test
    default void aRefusedChangeLeavesItsKeyFree() {
        desk().open(SampleSale.concert("rush", 10));
        assertThat(refused(desk().change("k", SaleChange.addStock("none", 1)))).isEqualTo(new Refusal.UnknownTier());
        assertThat(desk().change("k", SaleChange.addStock("floor", 1))).isEqualTo(new Outcome.OfSale(rush(11), false));
    }

    @Test
    default void aKeyIsOfOneSale() {
        desk().open(SampleSale.concert("other", 10));
        desk().change("k", SaleChange.addStock("floor", 10));
        desk().open(SampleSale.concert("rush", 10));
        assertThat(desk().change("k", SaleChange.addStock("floor", 1))).isEqualTo(new Outcome.OfSale(rush(11), false));
    }

    @Test
    default void anOpeningIsToldAsItWasToldFirst() {
        assertThat(opened("k", rush(10))).isEqualTo(new Outcome.OfSale(rush(10), false));
        desk().about(SampleSale.concert("rush", 10));
        desk().change(SaleChange.addStock("floor", 3));
        assertThat(opened("k", rush(10))).isEqualTo(new Outcome.OfSale(rush(10), true));
        assertThat(opened("", rush(10))).as("without a key").isEqualTo(new Outcome.OfSale(rush(13), true));
        assertThat(opened("another", rush(10))).isEqualTo(new Outcome.OfSale(rush(13), true));
        assertThat(refused(opened("k", rush(11)))).isEqualTo(new Refusal.KeyReused());
        assertThat(refused(opened("another", rush(11)))).isEqualTo(new Refusal.SaleExists());
        assertThat(refused(desk().change("k", SaleChange.addStock("floor", 3)))).isEqualTo(new Refusal.KeyReused());
    }

    /** Whoever leaves the time out means the moment of the command, which is another one when it comes again. */
    @Test
    default void aSaleThatOpensNowIsTheSameSaleWhenItIsAskedForLater() {
        Sale sample = SampleSale.concert("rush", 10).sale();
        Sale asked = sample.with(sample.status(), Sale.WHEN_OPENED, sample.closesAt(), sample.tiers());
        Sale opened = asked.openedAt(desk().now());
        assertThat(opened("k", asked)).isEqualTo(new Outcome.OfSale(opened, false));
        desk().later(1_000);
        assertThat(opened("k", asked)).isEqualTo(new Outcome.OfSale(opened, true));
        assertThat(refused(opened("k", asked.openedAt(desk().now())))).isEqualTo(new Refusal.KeyReused());
    }
}
