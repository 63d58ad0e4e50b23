package dev.onsale.ledger;

import static dev.onsale.ledger.TicketDesk.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.config.Limits;
import dev.onsale.sale.Journey;
import dev.onsale.sale.Sale;
import dev.onsale.sale.SampleSale;
import dev.onsale.sale.Status;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Opening a sale, and what an operator may change of it. */
interface SaleContract extends LedgerScene {

    private SaleChange times(Long opensAt, Long closesAt) {
        return new SaleChange(null, opensAt, closesAt, Map.of());
    }

    private Sale current(String id) {
        return desk().view(id, view -> true, () -> "no sale " + id).sale();
    }

    @Test
    default void anOpenedSaleIsShownAndAllFree() {
        desk().open(SampleSale.train("g1", 3, 7));
        desk().assertStock(new Journey(0, 3), 7, 0, 0);
        assertThat(current("g1")).isEqualTo(SampleSale.train("g1", 3, 7).sale());
        desk().open(SampleSale.concert("a", 1));
        desk().view("a", view -> true, () -> "no sale a");
        assertThat(desk().ledger().sales()).extracting(view -> view.sale().id()).containsExactly("a", "g1");
        assertThat(desk().ledger().salesAfter("a"))
                .extracting(view -> view.sale().id())
                .containsExactly("g1");
        assertThat(desk().ledger().salesAfter("b")).hasSize(1);
        assertThat(desk().ledger().salesAfter("g1")).isEmpty();
    }

    @Test
    default void theSameSaleAgainIsNoChangeEvenAfterItWasChanged() {
        SampleSale sample = SampleSale.concert("rush", 7);
        desk().open(sample);
        Command.OpenSale again = new Command.OpenSale(desk().now() + 1, sample.sale());
        assertThat(desk().ask(again)).isEqualTo(new Outcome.OfSale(sample.sale(), true));
        desk().change(SaleChange.addStock("floor", 3));
        assertThat(desk().ask(again))
                .isEqualTo(new Outcome.OfSale(SampleSale.concert("rush", 10).sale(), true));
    }

    @Test
    default void aSaleThatDoesNotSayWhenItOpensDoesSoWhenItIsOpened() {
        desk().later(17);
        Sale written = SampleSale.concert("rush", 7).opensAt(Sale.WHEN_OPENED).sale();
        Sale opened = SampleSale.concert("rush", 7).opensAt(desk().now()).sale();
        assertThat(desk().ask(new Command.OpenSale(desk().now(), written)))
                .isEqualTo(new Outcome.OfSale(opened, false));
        desk().later(60_000);
        assertThat(desk().ask(new Command.OpenSale(desk().now(), written))).isEqualTo(new Outcome.OfSale(opened, true));
        assertThat(current("rush")).isEqualTo(opened);
        desk().change(times(desk().now() + 5, null));
        assertThat(desk().ask(new Command.OpenSale(desk().now(), written)))
                .isEqualTo(new Outcome.OfSale(current("rush"), true));
    }

    @Test
    default void aSaleThatClosesBeforeTheMomentAtWhichItOpensIsRefused() {
        Sale written = SampleSale.concert("rush", 7)
                .opensAt(Sale.WHEN_OPENED)
                .closesAt(desk().now())
                .sale();
        assertThat(refused(desk().ask(new Command.OpenSale(desk().now(), written))))
                .isInstanceOfSatisfying(Refusal.BadChange.class, refusal -> assertThat(refusal.field())
                        .isEqualTo("closesAt"));
    }

    /** As from an older journal, whose names are as they were written. */
    @Test
    default void theSameSaleIsTheSameHoweverItsNamesAreWritten() {
        SampleSale sample = SampleSale.train("ring", 2, 5)
                .stops("A", StopsContract.DECOMPOSED, "B ")
                .name(" Ring");
        desk().open(sample);
        Sale plain = SampleSale.train("ring", 2, 5)
                .stops("A", StopsContract.COMPOSED, "B")
                .name("Ring")
                .sale();
        assertThat(desk().ask(new Command.OpenSale(desk().now(), plain)))
                .isEqualTo(new Outcome.OfSale(sample.sale(), true));
    }

    @Test
    default void anotherSaleUnderTheSameIdIsRefused() {
        desk().open(SampleSale.concert("rush", 7));
        Sale other = SampleSale.concert("rush", 8).sale();
        assertThat(refused(desk().ask(new Command.OpenSale(desk().now(), other))))
                .isEqualTo(new Refusal.SaleExists());
        assertThat(current("rush").tiers().getFirst().capacity()).isEqualTo(7);
    }

    @Test
    default void aSaleThatBreaksTheRulesIsRefusedAndTheFieldNamed() {
        Sale bad = SampleSale.concert("rush", 0).sale();
        assertThat(refused(desk().ask(new Command.OpenSale(desk().now(), bad))))
                .isInstanceOfSatisfying(Refusal.BadChange.class, refusal -> assertThat(refusal.field())
                        .isEqualTo("tiers[0].capacity"));
        assertThat(desk().ledger().sale("rush")).isNull();
    }

    @Test
    default void whatIsNotOnSaleCannotBeChanged() {
        assertThat(refused(desk().change(SaleChange.to(Status.PAUSED)))).isEqualTo(new Refusal.UnknownSale());
    }

    @Test
    default void addedSeatsFollowTheOthersAndAreForSaleAtOnce() {
        desk().open(SampleSale.train("g1", 3, 2).andTier("first", 1));
        desk().place("ann", 2);
        assertThat(desk().refusedPlace("bob", 1)).isEqualTo(new Refusal.SoldOut());
        Outcome outcome = desk().change(new SaleChange(null, null, null, Map.of("second", 3, "first", 1)));
        assertThat(outcome)
                .isEqualTo(new Outcome.OfSale(
                        SampleSale.train("g1", 3, 5).andTier("first", 2).sale(), false));
        assertThat(desk().place("bob", 3).seats()).isEqualTo(Seats.of(3, 4, 5));
        desk().assertStock(new Journey(0, 3), 0, 5, 0);
    }

    @Test
    default void stockIsAddedByAtLeastOneSeatAndUpToTheLimit() {
        desk().open(SampleSale.train("g1", 3, 2));
        int room = Limits.TIER_TRAIN_SEATS_MAX - 2;
        for (int seats : List.of(0, -1, Integer.MIN_VALUE, room + 1, Integer.MAX_VALUE)) {
            assertThat(refused(desk().change(SaleChange.addStock("second", seats))))
                    .as("%d seats", seats)
                    .isInstanceOfSatisfying(Refusal.BadChange.class, refusal -> assertThat(refusal.field())
                            .isEqualTo("addStock.second"));
        }
        desk().assertStock(new Journey(0, 3), 2, 0, 0);
        desk().change(SaleChange.addStock("second", room));
        desk().assertStock(new Journey(0, 3), Limits.TIER_TRAIN_SEATS_MAX, 0, 0);
    }

    @Test
    default void aChangeIsMadeAsAWholeOrNotAtAll() {
        SampleSale sample = SampleSale.train("g1", 3, 2).andTier("first", 1);
        desk().open(sample);
        SaleChange halfBad = new SaleChange(Status.PAUSED, null, null, Map.of("second", 1, "first", 0));
        assertThat(refused(desk().change(halfBad))).isInstanceOf(Refusal.BadChange.class);
        SaleChange unknown = new SaleChange(Status.PAUSED, null, null, Map.of("second", 1, "third", 1));
        assertThat(refused(desk().change(unknown))).isEqualTo(new Refusal.UnknownTier());
        assertThat(current("g1")).isEqualTo(sample.sale());
        desk().place("ann", 1);
    }

    /** Whatever the order in which a map of added seats happens to be walked through. */
    @Test
    default void ofSeveralFaultyTiersTheUnknownOneAndThenTheSalesFirstIsNamed() {
        SampleSale sample = SampleSale.concert("rush", 2);
        Map<String, Integer> faulty = new HashMap<>();
        for (String tier : List.of("h", "b", "g", "a", "f", "c", "e", "d")) {
            sample.andTier(tier, 1);
            faulty.put(tier, 0);
        }
        desk().open(sample);
        assertThat(refused(desk().change(new SaleChange(null, null, null, faulty))))
                .isInstanceOfSatisfying(Refusal.BadChange.class, refusal -> assertThat(refusal.field())
                        .isEqualTo("addStock.h"));
        faulty.put("unknown", 1);
        assertThat(refused(desk().change(new SaleChange(null, -1L, null, faulty))))
                .isEqualTo(new Refusal.UnknownTier());
    }

    @Test
    default void theTimesOfASaleMayMove() {
        desk().open(SampleSale.concert("rush", 9));
        long opensAt = SampleSale.OPENS_AT;
        desk().change(times(opensAt + 10, opensAt + 20));
        assertThat(desk().refusedPlace("ann", 1)).isEqualTo(new Refusal.NotOpen(opensAt + 10));
        desk().at(opensAt + 20);
        assertThat(desk().refusedPlace("ann", 1)).isEqualTo(new Refusal.Closed());
        desk().change(times(null, Sale.NEVER));
        desk().place("ann", 1);
        desk().change(times(opensAt + 30, null));
        assertThat(desk().refusedPlace("ann", 1)).isEqualTo(new Refusal.NotOpen(opensAt + 30));
    }

    @Test
    default void timesThatMakeNoSenseAreRefused() {
        desk().open(SampleSale.concert("rush", 9));
        long opensAt = SampleSale.OPENS_AT;
        Map<SaleChange, String> faults = Map.of(
                times(-1L, null), "opensAt",
                times(Limits.INSTANT_MILLIS_MAX + 1, null), "opensAt",
                times(null, opensAt), "closesAt",
                times(opensAt + 5, opensAt + 4), "closesAt",
                times(null, Limits.INSTANT_MILLIS_MAX + 1), "closesAt");
        faults.forEach((change, field) -> assertThat(refused(desk().change(change)))
                .isInstanceOfSatisfying(Refusal.BadChange.class, refusal -> assertThat(refusal.field())
                        .isEqualTo(field)));
        assertThat(current("rush")).isEqualTo(SampleSale.concert("rush", 9).sale());
    }

    @Test
    default void aChangeThatChangesNothingIsARepetition() {
        desk().open(SampleSale.concert("rush", 9));
        Sale sale = SampleSale.concert("rush", 9).sale();
        assertThat(desk().change(SaleChange.to(Status.ACTIVE))).isEqualTo(new Outcome.OfSale(sale, true));
        assertThat(desk().change(times(sale.opensAt(), sale.closesAt()))).isEqualTo(new Outcome.OfSale(sale, true));
        assertThat(desk().change(times(null, null))).isEqualTo(new Outcome.OfSale(sale, true));
    }

    @Test
    default void aClosedSaleStaysAsItIs() {
        desk().open(SampleSale.concert("rush", 9));
        desk().status(Status.CLOSED);
        Sale closed = SampleSale.concert("rush", 9).status(Status.CLOSED).sale();
        assertThat(desk().change(SaleChange.to(Status.CLOSED))).isEqualTo(new Outcome.OfSale(closed, true));
        for (SaleChange change : List.of(
                SaleChange.to(Status.ACTIVE),
                SaleChange.to(Status.PAUSED),
                SaleChange.addStock("floor", 1),
                SaleChange.addStock("unknown", 1),
                times(SampleSale.OPENS_AT, null),
                times(null, Sale.NEVER))) {
            assertThat(refused(desk().change(change))).as("%s", change).isEqualTo(new Refusal.Closed());
        }
        assertThat(current("rush")).isEqualTo(closed);
    }

    @Test
    default void aViewGetsAnotherVersionWhenItChanges() {
        desk().open(SampleSale.concert("rush", 9));
        desk().assertStock(9, 0, 0);
        long before = desk().view("rush", view -> true, () -> "no sale").version();
        desk().place("ann", 1);
        desk().assertStock(8, 1, 0);
        assertThat(desk().view("rush", view -> true, () -> "no sale").version()).isGreaterThan(before);
    }
}
