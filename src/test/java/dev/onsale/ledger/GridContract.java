package dev.onsale.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.sale.Journey;
import dev.onsale.sale.SampleSale;
import org.junit.jupiter.api.Test;

/** Which seat an order gets on a train. */
interface GridContract extends LedgerScene {

    @Test
    default void journeysThatDoNotOverlapShareASeatAndOverlappingOnesNever() {
        desk().open(SampleSale.train("g1", 4, 2));
        desk().place("ann", 1); // the whole way, so that one seat is left
        Order early = desk().place("bob", "A", "C", 1);
        assertThat(desk().refusedPlace("carl", 1)).isEqualTo(new Refusal.SoldOut());
        assertThat(TicketDesk.refused(desk().ask(desk().wish("carl", "B", "D", 1))))
                .isEqualTo(new Refusal.SoldOut());
        Order late = desk().place("dora", "C", "E", 1);
        assertThat(late.seats()).isEqualTo(early.seats()).isEqualTo(Seats.of(2));
        desk().assertStock(new Journey(0, 4), 0, 2, 0);
    }

    @Test
    default void theSeatWithTheShortestFreeRunIsGivenFirst() {
        desk().open(SampleSale.train("g1", 5, 3));
        desk().place("ann", 1); // seat 1, the whole way: to be given back below
        assertThat(desk().place("bob", "A", "B", 1).seats()).isEqualTo(Seats.of(2)); // leaves a run of four legs
        assertThat(desk().place("carl", "D", "E", 1).seats()).isEqualTo(Seats.of(2)); // leaves runs of two legs and one
        assertThat(desk().place("dora", "E", "F", 1).seats()).isEqualTo(Seats.of(2));
        assertThat(desk().place("emil", "C", "D", 1).seats()).isEqualTo(Seats.of(2));
        assertThat(desk().place("fred", "A", "F", 1).seats()).isEqualTo(Seats.of(3));
    }

    @Test
    default void ofEqualRunsTheLowestNumberIsGiven() {
        desk().open(SampleSale.train("g1", 3, 4));
        Order one = desk().place("ann", 1);
        Order two = desk().place("ann", 1);
        Order three = desk().place("ann", 1);
        desk().released(three);
        desk().released(one);
        assertThat(desk().place("bob", "B", "C", 1).seats()).isEqualTo(Seats.of(1));
        desk().released(two);
        // Seat 1 has runs of one leg at both ends; seats 2, 3 and 4 are free all the way.
        assertThat(desk().place("bob", "A", "B", 3).seats()).isEqualTo(Seats.of(1, 2, 3));
    }

    @Test
    default void runsOfEqualLengthAreEqualWhereverTheyBegin() {
        desk().open(SampleSale.train("g1", 4, 3));
        desk().place("ann", 1);
        desk().place("bob", "A", "B", 1); // seat 2: free from B to E
        desk().place("carl", "D", "E", 1); // seat 2 again, leaving B to D
        Order whole = desk().place("dora", 1); // seat 3
        assertThat(whole.seats()).isEqualTo(Seats.of(3));
        desk().released(whole);
        desk().place("emil", "D", "E", 1); // seat 3, the only one: free from A to D
        assertThat(desk().place("fred", "B", "C", 2).seats()).isEqualTo(Seats.of(2, 3));
    }

    @Test
    default void severalSeatsAreTheBestOnesInTheirOrder() {
        desk().open(SampleSale.train("g1", 3, 4));
        Order one = desk().place("ann", 1);
        desk().place("ann", 1);
        desk().place("bob", "A", "B", 1); // seat 3: free from B to D
        desk().released(one);
        assertThat(desk().place("carl", "C", "D", 3).seats()).isEqualTo(Seats.of(3, 1, 4));
    }

    @Test
    default void aFreedStretchJoinsWhatIsFreeAroundIt() {
        desk().open(SampleSale.train("g1", 3, 1));
        Order first = desk().place("ann", "A", "B", 1);
        Order middle = desk().place("bob", "B", "C", 1);
        Order last = desk().place("carl", "C", "D", 1);
        desk().released(first);
        desk().released(last);
        assertThat(desk().refusedPlace("dora", 1)).isEqualTo(new Refusal.SoldOut());
        desk().released(middle);
        assertThat(desk().place("dora", 1).seats()).isEqualTo(Seats.of(1));
    }

    @Test
    default void theLongestTrainSellsItsFirstAndItsLastLeg() {
        desk().open(SampleSale.train("g1", 63, 2));
        desk().place("ann", SampleSale.stop(0), SampleSale.stop(60), 1);
        assertThat(desk().place("bob", SampleSale.stop(60), SampleSale.stop(63), 2)
                        .seats())
                .isEqualTo(Seats.of(1, 2));
        assertThat(desk().place("carl", SampleSale.stop(0), SampleSale.stop(60), 1)
                        .seats())
                .isEqualTo(Seats.of(2));
        desk().assertStock(new Journey(0, 63), 0, 2, 0);
    }

    @Test
    default void availabilityIsCountedForEachJourney() {
        desk().open(SampleSale.train("g1", 3, 5));
        desk().place("ann", "A", "B", 2);
        desk().place("bob", "C", "D", 1);
        desk().view(
                        "g1",
                        view -> {
                            SaleView.TierView stock = view.tiers().getFirst();
                            return stock.free(new Journey(0, 1)) == 3
                                    && stock.free(new Journey(1, 2)) == 5
                                    && stock.free(new Journey(2, 3)) == 4
                                    && stock.free(new Journey(0, 2)) == 3
                                    && stock.free(new Journey(1, 3)) == 4
                                    && stock.free(new Journey(0, 3)) == 3;
                        },
                        () -> "expected 3, 5 and 4 free seats; seat 1 serves both");
    }
}
