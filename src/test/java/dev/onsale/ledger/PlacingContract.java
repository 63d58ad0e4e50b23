package dev.onsale.ledger;

import static dev.onsale.ledger.TicketDesk.accepted;
import static dev.onsale.ledger.TicketDesk.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.config.Limits;
import dev.onsale.sale.Deduct;
import dev.onsale.sale.Fare;
import dev.onsale.sale.Journey;
import dev.onsale.sale.Money;
import dev.onsale.sale.SampleSale;
import dev.onsale.sale.Status;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What placing an order gives, and each reason why it may not. {@link PrecedenceContract} has their order. */
interface PlacingContract extends LedgerScene {

    @Test
    default void anOrderHoldsItsSeatsAndSaysWhatItIs() {
        desk().open(SampleSale.train("g1", 4, 10));
        desk().later(5);
        Command.PlaceOrder wish = desk().wish("ann", "B", "D", 3);
        assertThat(desk().ask(wish))
                .isEqualTo(new Outcome.OfOrder(
                        new Order(
                                wish.order(),
                                1,
                                "g1",
                                "ann",
                                wish.key(),
                                "second",
                                new Journey(1, 3),
                                3,
                                Seats.of(1, 2, 3),
                                OrderState.HELD,
                                new Money(165_900, "CNY"),
                                SampleSale.OPENS_AT + 5,
                                SampleSale.OPENS_AT + 5 + 600_000,
                                null,
                                false),
                        false));
        desk().assertStock(new Journey(1, 3), 7, 3, 0);
        desk().assertStock(new Journey(0, 1), 10, 0, 0);
        desk().assertStock(new Journey(3, 4), 10, 0, 0);
    }

    @Test
    default void anAcceptedOrderCanBeFound() {
        desk().open(SampleSale.concert("rush", 10));
        Order order = desk().place("ann", 2);
        assertThat(desk().find(order.id())).contains(order);
        assertThat(desk().find(desk().newId())).isEmpty();
    }

    @Test
    default void stopsThatAreNotNamedAreTheFirstAndTheLast() {
        desk().open(SampleSale.train("g1", 4, 10));
        assertThat(desk().place("ann", 1).journey()).isEqualTo(new Journey(0, 4));
        assertThat(desk().place("ann", "C", null, 1).journey()).isEqualTo(new Journey(2, 4));
        assertThat(desk().place("ann", null, "C", 1).journey()).isEqualTo(new Journey(0, 2));
        assertThat(desk().place("ann", "A", "E", 1).journey()).isEqualTo(new Journey(0, 4));
    }

    @Test
    default void aFareIsChargedForItsJourneyAlone() {
        desk().open(SampleSale.train("g1", 3, 10)
                .fares(new Fare(new Journey(0, 1), 100), new Fare(new Journey(1, 3), 0)));
        assertThat(desk().place("ann", "A", "B", 2).amount()).isEqualTo(new Money(200, "CNY"));
        assertThat(desk().place("ann", "B", "D", 2).amount()).isEqualTo(new Money(0, "CNY"));
        assertThat(desk().place("ann", "A", "D", 2).amount()).isEqualTo(new Money(110_600, "CNY"));
    }

    @Test
    default void ordersOfASaleAreCountedFromOne() {
        desk().open(SampleSale.concert("rush", 3));
        assertThat(desk().place("ann", 1).number()).isEqualTo(1);
        desk().refusedPlace("bob", 4);
        assertThat(desk().place("bob", 1).number()).isEqualTo(2);
        desk().open(SampleSale.concert("other", 3));
        assertThat(desk().place("ann", 1).number()).isEqualTo(1);
    }

    @Test
    default void eachTierHasSeatsOfItsOwn() {
        SampleSale sale = SampleSale.concert("rush", 1).andTier("balcony", 1);
        desk().open(sale);
        Command.PlaceOrder floor = desk().wish("ann", 1);
        Command.PlaceOrder balcony =
                new Command.PlaceOrder(desk().now(), "rush", desk().newId(), "bob", "k", "balcony", null, null, 1);
        assertThat(accepted(desk().ask(floor)).seats()).isEqualTo(Seats.of(1));
        assertThat(accepted(desk().ask(balcony)).seats()).isEqualTo(Seats.of(1));
        assertThat(desk().refusedPlace("carl", 1)).isEqualTo(new Refusal.SoldOut());
    }

    @Test
    default void aSaleThatNobodyOpenedIsUnknown() {
        assertThat(desk().refusedPlace("ann", 1)).isEqualTo(new Refusal.UnknownSale());
        assertThat(desk().ledger().sale("none")).isNull();
    }

    @Test
    default void aSaleOpensAtItsTimeToTheMillisecond() {
        desk().open(SampleSale.concert("rush", 10));
        desk().at(SampleSale.OPENS_AT - 1);
        assertThat(desk().refusedPlace("ann", 1)).isEqualTo(new Refusal.NotOpen(SampleSale.OPENS_AT));
        desk().at(SampleSale.OPENS_AT);
        desk().place("ann", 1);
    }

    @Test
    default void aSaleClosesAtItsTimeToTheMillisecond() {
        desk().open(SampleSale.concert("rush", 10).closesAt(SampleSale.OPENS_AT + 1_000));
        desk().at(SampleSale.OPENS_AT + 999);
        desk().place("ann", 1);
        desk().at(SampleSale.OPENS_AT + 1_000);
        assertThat(desk().refusedPlace("ann", 1)).isEqualTo(new Refusal.Closed());
    }

    @Test
    default void aPausedSaleTakesNoOrdersUntilItIsResumed() {
        desk().open(SampleSale.concert("rush", 10));
        desk().status(Status.PAUSED);
        assertThat(desk().refusedPlace("ann", 1)).isEqualTo(new Refusal.Paused());
        desk().status(Status.ACTIVE);
        desk().place("ann", 1);
    }

    @Test
    default void aClosedSaleTakesNoOrders() {
        desk().open(SampleSale.concert("rush", 10));
        desk().status(Status.CLOSED);
        assertThat(desk().refusedPlace("ann", 1)).isEqualTo(new Refusal.Closed());
    }

    @Test
    default void aTierThatTheSaleDoesNotHaveIsUnknown() {
        desk().open(SampleSale.concert("rush", 10));
        Command.PlaceOrder wish =
                new Command.PlaceOrder(desk().now(), "rush", desk().newId(), "ann", "k", "Floor", null, null, 1);
        assertThat(refused(desk().ask(wish))).isEqualTo(new Refusal.UnknownTier());
    }

    @Test
    default void stopsThatMakeNoJourneyAreRefused() {
        desk().open(SampleSale.train("g1", 3, 10));
        for (List<String> stops : List.of(
                List.of("B", "B"),
                List.of("C", "B"),
                List.of("D", "A"),
                List.of("Z", "B"),
                List.of("A", "Z"),
                List.of("", "B"))) {
            assertThat(refused(desk().ask(desk().wish("ann", stops.get(0), stops.get(1), 1))))
                    .as("%s", stops)
                    .isInstanceOf(Refusal.BadJourney.class);
        }
        assertThat(refused(desk().ask(desk().wish("ann", "D", null, 1)))).isInstanceOf(Refusal.BadJourney.class);
        assertThat(refused(desk().ask(desk().wish("ann", null, "A", 1)))).isInstanceOf(Refusal.BadJourney.class);
    }

    @Test
    default void aConcertHasNoStopsToName() {
        desk().open(SampleSale.concert("rush", 10));
        assertThat(refused(desk().ask(desk().wish("ann", "A", null, 1)))).isInstanceOf(Refusal.BadJourney.class);
        assertThat(refused(desk().ask(desk().wish("ann", null, "B", 1)))).isInstanceOf(Refusal.BadJourney.class);
    }

    @Test
    default void anOrderIsOfOneToAHundredSeats() {
        desk().open(SampleSale.concert("rush", 1_000));
        Refusal bad = new Refusal.BadQuantity(Limits.ORDER_SEATS_MAX);
        for (int quantity : List.of(0, -1, Integer.MIN_VALUE, Limits.ORDER_SEATS_MAX + 1, Integer.MAX_VALUE)) {
            assertThat(desk().refusedPlace("ann", quantity))
                    .as("%d seats", quantity)
                    .isEqualTo(bad);
        }
        assertThat(desk().place("ann", 1).seats().count()).isOne();
        assertThat(desk().place("ann", Limits.ORDER_SEATS_MAX).seats().count()).isEqualTo(Limits.ORDER_SEATS_MAX);
    }

    @Test
    default void aRefusalChangesNothingAndBindsNobody() {
        desk().open(SampleSale.concert("rush", 3));
        Command.PlaceOrder wish = desk().wish("ann", 3);
        Order first = desk().place("bob", 1);
        assertThat(refused(desk().ask(wish))).isEqualTo(new Refusal.SoldOut());
        desk().assertStock(2, 1, 0);
        assertThat(desk().find(wish.order())).isEmpty();
        desk().released(first);
        assertThat(accepted(desk().ask(wish)).seats()).isEqualTo(Seats.of(1, 2, 3));
    }

    @Test
    default void ordersAreGivenAllTheirSeatsOrNone() {
        desk().open(SampleSale.concert("rush", 5));
        desk().place("ann", 3);
        assertThat(desk().refusedPlace("bob", 3)).isEqualTo(new Refusal.SoldOut());
        assertThat(desk().place("bob", 2).seats()).isEqualTo(Seats.of(4, 5));
        assertThat(desk().refusedPlace("carl", 1)).isEqualTo(new Refusal.SoldOut());
        desk().assertStock(0, 5, 0);
    }

    @Test
    default void onlyAHoldHasADeadline() {
        desk().open(SampleSale.concert("kept", 5).deduct(Deduct.ORDER));
        Order kept = desk().place("ann", 1);
        desk().open(SampleSale.concert("paid", 5).deduct(Deduct.PAYMENT));
        Order placed = desk().place("ann", 1);
        assertThat(List.of(kept.expiresAt(), placed.expiresAt())).containsOnly(Order.NO_DEADLINE);
        assertThat(List.of(kept.state(), placed.state())).containsExactly(OrderState.HELD, OrderState.PLACED);
        assertThat(placed.seats()).isEqualTo(Seats.NONE);
        desk().at(Long.MAX_VALUE - 1);
        assertThat(desk().expire()).isEqualTo(new Outcome.Expired(0, false));
    }
}
