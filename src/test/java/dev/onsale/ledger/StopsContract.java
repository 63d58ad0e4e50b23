package dev.onsale.ledger;

import static dev.onsale.ledger.TicketDesk.accepted;
import static dev.onsale.ledger.TicketDesk.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.sale.Fare;
import dev.onsale.sale.Journey;
import dev.onsale.sale.Money;
import dev.onsale.sale.SampleSale;
import org.junit.jupiter.api.Test;

/** Names of stops, and the journeys that they mean. */
interface StopsContract extends LedgerScene {

    /** Zürich as most keyboards write it, and put together from a u and its dots. */
    String COMPOSED = "Z\u00fcrich";

    String DECOMPOSED = "Zu\u0308rich";

    private void openLoop(int seats) {
        desk().open(SampleSale.train("ring", 3, seats).stops("A", "B", "C", "A"));
    }

    private Order ride(String buyer, String from, String to) {
        return accepted(desk().ask(desk().wish(buyer, from, to, 1)));
    }

    private Refusal notRidden(String from, String to) {
        return refused(desk().ask(desk().wish("ann", from, to, 1)));
    }

    @Test
    default void aLoopsFirstStopIsItsLastWhereAJourneyEnds() {
        openLoop(1);

        assertThat(ride("ann", "A", "B").journey()).isEqualTo(new Journey(0, 1));
        assertThat(ride("bob", "C", "A").journey()).isEqualTo(new Journey(2, 3));
        assertThat(ride("eve", "B", "C").journey()).isEqualTo(new Journey(1, 2));
        assertThat(notRidden("A", "B")).isEqualTo(new Refusal.SoldOut());
    }

    @Test
    default void aLoopIsRiddenAllTheWayRoundFromTheStopToItself() {
        openLoop(3);

        assertThat(ride("ann", "A", "A").journey()).isEqualTo(new Journey(0, 3));
        assertThat(ride("bob", "A", null).journey()).isEqualTo(new Journey(0, 3));
        assertThat(ride("eve", null, "A").journey()).isEqualTo(new Journey(0, 3));
        desk().assertStock(new Journey(0, 3), 0, 3, 0);
        assertThat(notRidden("B", "B")).isInstanceOf(Refusal.BadJourney.class);
    }

    @Test
    default void aLoopHasAFareForEachOfItsJourneys() {
        desk().open(SampleSale.train("ring", 3, 5)
                .stops("A", "B", "C", "A")
                .fares(new Fare(new Journey(0, 1), 100), new Fare(new Journey(2, 3), 200)));

        assertThat(ride("ann", "A", "B").amount()).isEqualTo(new Money(100, "CNY"));
        assertThat(ride("ann", "C", "A").amount()).isEqualTo(new Money(200, "CNY"));
        assertThat(ride("ann", "A", "A").amount()).isEqualTo(new Money(55_300, "CNY"));
    }

    @Test
    default void aStopIsTheSameHoweverItIsWritten() {
        desk().open(SampleSale.train("ring", 2, 5).stops("A", COMPOSED, "B"));

        assertThat(ride("ann", "A", COMPOSED).journey()).isEqualTo(new Journey(0, 1));
        assertThat(ride("ann", "A", DECOMPOSED).journey()).isEqualTo(new Journey(0, 1));
        assertThat(ride("ann", "\u3000A ", "\u00a0" + DECOMPOSED + "\t").journey())
                .isEqualTo(new Journey(0, 1));
        assertThat(ride("ann", DECOMPOSED, " B").journey()).isEqualTo(new Journey(1, 2));
        assertThat(notRidden("A", "Zurich")).isInstanceOf(Refusal.BadJourney.class);
        assertThat(notRidden("a", "B")).isInstanceOf(Refusal.BadJourney.class);
    }

    /** A repeat that spells its stop otherwise is the same order, and no second one. */
    @Test
    default void theSameKeyIsTheSameOrderHoweverItsStopsAreWritten() {
        desk().open(SampleSale.train("ring", 2, 5).stops("A", COMPOSED, "B"));
        Command.PlaceOrder wish = desk().wish("ann", "A", COMPOSED, 1);
        Order order = accepted(desk().ask(wish));

        Outcome again = desk().ask(new Command.PlaceOrder(
                wish.now(),
                wish.sale(),
                desk().newId(),
                wish.buyer(),
                wish.key(),
                wish.tier(),
                " A",
                DECOMPOSED,
                wish.quantity()));

        assertThat(again).isEqualTo(new Outcome.OfOrder(order, true));
    }
}
