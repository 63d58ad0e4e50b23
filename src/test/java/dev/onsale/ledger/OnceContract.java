package dev.onsale.ledger;

import static dev.onsale.ledger.TicketDesk.accepted;
import static dev.onsale.ledger.TicketDesk.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.sale.Deduct;
import dev.onsale.sale.SampleSale;
import dev.onsale.sale.Status;
import org.junit.jupiter.api.Test;

/** The same buyer with the same key on the same sale means the same order, for as long as the sale lives. */
interface OnceContract extends LedgerScene {

    /** The question once more, as a retry asks it: later, and with another id, since each attempt makes one up. */
    private Command.PlaceOrder again(Command.PlaceOrder wish) {
        return new Command.PlaceOrder(
                desk().now(),
                wish.sale(),
                desk().newId(),
                wish.buyer(),
                wish.key(),
                wish.tier(),
                wish.from(),
                wish.to(),
                wish.quantity());
    }

    @Test
    default void aRepeatedOrderIsAnsweredByTheFirstOne() {
        desk().open(SampleSale.train("g1", 3, 5));
        Command.PlaceOrder wish = desk().wish("ann", "A", "C", 2);
        Order order = accepted(desk().ask(wish));
        desk().later(10);
        Command.PlaceOrder again = again(wish);
        assertThat(desk().ask(again)).isEqualTo(new Outcome.OfOrder(order, true));
        assertThat(desk().find(again.order())).isEmpty();
        assertThat(desk().place("bob", 1).number()).isEqualTo(2);
    }

    @Test
    default void theSameJourneyInOtherWordsIsTheSameOrder() {
        desk().open(SampleSale.train("g1", 3, 5));
        Command.PlaceOrder wish = desk().wish("ann", null, null, 1);
        Order order = accepted(desk().ask(wish));
        Command.PlaceOrder named =
                new Command.PlaceOrder(desk().now(), "g1", desk().newId(), "ann", wish.key(), "second", "A", "D", 1);
        assertThat(desk().ask(named)).isEqualTo(new Outcome.OfOrder(order, true));
    }

    @Test
    default void aRepeatedOrderIsAnsweredWhateverBecameOfTheSale() {
        long closesAt = SampleSale.OPENS_AT + 1_000;
        desk().open(SampleSale.concert("rush", 2).perBuyer(2).closesAt(closesAt));
        Command.PlaceOrder wish = desk().wish("ann", 2); // sold out and at the limit from now on
        Outcome repeated = new Outcome.OfOrder(accepted(desk().ask(wish)), true);
        assertThat(desk().ask(again(wish))).isEqualTo(repeated);
        desk().status(Status.PAUSED);
        assertThat(desk().ask(again(wish))).isEqualTo(repeated);
        desk().at(SampleSale.OPENS_AT - 1);
        assertThat(desk().ask(again(wish))).isEqualTo(repeated);
        desk().at(closesAt);
        assertThat(desk().ask(again(wish))).isEqualTo(repeated);
        desk().status(Status.CLOSED);
        assertThat(desk().ask(again(wish))).isEqualTo(repeated);
    }

    @Test
    default void aRepeatedOrderIsAnsweredByTheOrderAsItIsNow() {
        desk().open(SampleSale.concert("rush", 5));
        Command.PlaceOrder first = desk().wish("ann", 1);
        Order paid = desk().paid(accepted(desk().ask(first)), "p1");
        assertThat(desk().ask(again(first))).isEqualTo(new Outcome.OfOrder(paid, true));
        Command.PlaceOrder second = desk().wish("ann", 1);
        Order released = desk().released(accepted(desk().ask(second)));
        assertThat(desk().ask(again(second))).isEqualTo(new Outcome.OfOrder(released, true));
        Command.PlaceOrder third = desk().wish("ann", 1);
        Order held = accepted(desk().ask(third));
        Order expired = desk().expired(held);
        assertThat(expired.state()).isEqualTo(OrderState.EXPIRED);
        assertThat(expired.seats()).as("the seats that were answered first").isEqualTo(held.seats());
        assertThat(desk().ask(again(third))).isEqualTo(new Outcome.OfOrder(expired, true));
    }

    /** Whoever asks again is told the seats that they have now, and that these are others. */
    @Test
    default void afterALatePaymentARepeatedOrderAndARepeatedPaymentTellTheSeatsThatItTook() {
        desk().open(SampleSale.concert("rush", 5));
        Command.PlaceOrder wish = desk().wish("ann", 1);
        Order expired = desk().expired(accepted(desk().ask(wish)));
        desk().place("bob", 1);
        Order recovered = desk().paid(expired, "p1");
        assertThat(recovered).isEqualTo(expired.paid(Seats.of(2), "p1", true));
        assertThat(desk().ask(again(wish))).isEqualTo(new Outcome.OfOrder(recovered, true));
        assertThat(desk().pay(expired, "p1")).isEqualTo(new Outcome.OfOrder(recovered, true));
        assertThat(desk().ask(again(wish))).isEqualTo(new Outcome.OfOrder(recovered, true));
    }

    @Test
    default void anotherRequestUnderTheSameKeyIsRefused() {
        desk().open(SampleSale.train("g1", 3, 50).andTier("first", 50));
        Command.PlaceOrder wish = desk().wish("ann", "A", "C", 2);
        Order order = accepted(desk().ask(wish));
        assertThat(refused(desk().ask(other(wish, "first", "C", 2)))).isEqualTo(new Refusal.KeyReused());
        assertThat(refused(desk().ask(other(wish, "second", "B", 2)))).isEqualTo(new Refusal.KeyReused());
        assertThat(refused(desk().ask(other(wish, "second", "C", 1)))).isEqualTo(new Refusal.KeyReused());
        desk().released(order);
        assertThat(refused(desk().ask(other(wish, "second", "C", 1)))).isEqualTo(new Refusal.KeyReused());
        assertThat(desk().ask(again(wish))).isInstanceOf(Outcome.OfOrder.class);
    }

    private Command.PlaceOrder other(Command.PlaceOrder wish, String tier, String to, int quantity) {
        return new Command.PlaceOrder(
                desk().now(), wish.sale(), desk().newId(), wish.buyer(), wish.key(), tier, wish.from(), to, quantity);
    }

    @Test
    default void aKeyIsOneBuyersOnOneSale() {
        desk().open(SampleSale.concert("one", 5));
        Command.PlaceOrder wish = desk().wish("ann", 1);
        Order anns = accepted(desk().ask(wish));
        desk().open(SampleSale.concert("two", 5));
        Order bobs = accepted(desk().ask(sameKey(wish, "one", "bob")));
        Order elsewhere = accepted(desk().ask(sameKey(wish, "two", "ann")));
        assertThat(anns.seats()).isEqualTo(Seats.of(1));
        assertThat(bobs.seats()).isEqualTo(Seats.of(2));
        assertThat(elsewhere.seats()).isEqualTo(Seats.of(1));
    }

    private Command.PlaceOrder sameKey(Command.PlaceOrder wish, String sale, String buyer) {
        return new Command.PlaceOrder(
                desk().now(), sale, desk().newId(sale), buyer, wish.key(), wish.tier(), null, null, wish.quantity());
    }

    @Test
    default void buyersAndKeysAreNotRunTogether() {
        desk().open(SampleSale.concert("rush", 5));
        Command.PlaceOrder wish = desk().wish("ann", 1);
        for (String[] buyerAndKey : new String[][] {{"ab", "c"}, {"a", "bc"}, {"", "abc"}, {"abc", ""}}) {
            Command.PlaceOrder one = new Command.PlaceOrder(
                    desk().now(), "rush", desk().newId(), buyerAndKey[0], buyerAndKey[1], wish.tier(), null, null, 1);
            accepted(desk().ask(one));
        }
    }

    @Test
    default void payingTwiceWithOneReferenceIsOnePayment() {
        for (Deduct deduct : Deduct.values()) {
            desk().open(SampleSale.concert(deduct.word(), 5).deduct(deduct));
            Order paid = desk().paid(desk().place("ann", 2), "p1");
            assertThat(desk().pay(paid, "p1")).isEqualTo(new Outcome.OfOrder(paid, true));
            assertThat(refused(desk().pay(paid, "p2"))).isEqualTo(new Refusal.Already(OrderState.PAID));
            Order refunded = accepted(desk().refund(paid, new Party.Operator()));
            assertThat(desk().pay(refunded, "p1")).isEqualTo(new Outcome.OfOrder(refunded, true));
            assertThat(refused(desk().pay(refunded, "p2"))).isEqualTo(new Refusal.Already(OrderState.REFUNDED));
            desk().assertStock(5, 0, 0);
        }
    }

    @Test
    default void payingTwiceWithOneReferenceIsOnePaymentEvenIfTheMoneyMustGoBack() {
        desk().open(SampleSale.concert("rush", 5));
        Order due = desk().paid(desk().released(desk().place("ann", 2)), "p1");
        assertThat(due.state()).isEqualTo(OrderState.REFUND_DUE);
        assertThat(desk().pay(due, "p1")).isEqualTo(new Outcome.OfOrder(due, true));
        assertThat(refused(desk().pay(due, "p2"))).isEqualTo(new Refusal.Already(OrderState.REFUND_DUE));
    }

    @Test
    default void givingBackTwiceIsGivingBackOnce() {
        desk().open(SampleSale.concert("rush", 5).buyerRefunds(true));
        Party ann = new Party.Buyer("ann");
        Order released = desk().released(desk().place("ann", 1));
        assertThat(desk().release(released, ann)).isEqualTo(new Outcome.OfOrder(released, true));
        Order refunded = accepted(desk().refund(desk().paid(desk().place("ann", 1), "p1"), ann));
        assertThat(desk().refund(refunded, ann)).isEqualTo(new Outcome.OfOrder(refunded, true));
        desk().assertStock(5, 0, 0);
    }
}
