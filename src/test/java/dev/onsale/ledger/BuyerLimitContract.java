package dev.onsale.ledger;

import static dev.onsale.ledger.TicketDesk.accepted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.sale.Deduct;
import dev.onsale.sale.SampleSale;
import org.junit.jupiter.api.Test;

/** How many seats one buyer may have. */
interface BuyerLimitContract extends LedgerScene {

    @Test
    default void aBuyerMayReachTheLimitAndNotPassIt() {
        desk().open(SampleSale.concert("rush", 20).perBuyer(5));
        desk().place("ann", 3);
        assertThat(desk().refusedPlace("ann", 3)).isEqualTo(new Refusal.BuyerLimit(5, 3));
        desk().place("ann", 2);
        assertThat(desk().refusedPlace("ann", 1)).isEqualTo(new Refusal.BuyerLimit(5, 5));
        desk().place("bob", 5);
    }

    @Test
    default void oneOrderMayNotPassTheLimitEither() {
        desk().open(SampleSale.concert("rush", 20).perBuyer(5));
        assertThat(desk().refusedPlace("ann", 6)).isEqualTo(new Refusal.BuyerLimit(5, 0));
    }

    @Test
    default void theLimitCountsSeatsOfEveryTierAndJourneyOfTheSaleAndOfNoOther() {
        desk().open(SampleSale.train("g1", 3, 20).andTier("first", 20).perBuyer(2));
        desk().place("ann", "A", "B", 1);
        accepted(desk().ask(
                        new Command.PlaceOrder(desk().now(), "g1", desk().newId(), "ann", "k", "first", "C", "D", 1)));
        assertThat(desk().refusedPlace("ann", 1)).isEqualTo(new Refusal.BuyerLimit(2, 2));
        desk().open(SampleSale.concert("other", 20).perBuyer(2));
        desk().place("ann", 2);
    }

    @Test
    default void whatWasReleasedExpiredOrRefundedCountsNoMore() {
        desk().open(SampleSale.concert("rush", 20).perBuyer(2));
        Order released = desk().released(desk().place("ann", 2));
        Order expired = desk().expired(desk().place("ann", 2));
        Order refunded = accepted(desk().refund(desk().paid(desk().place("ann", 2), "p1"), new Party.Operator()));
        assertThat(new Order[] {released, expired, refunded})
                .extracting(Order::state)
                .containsExactly(OrderState.RELEASED, OrderState.EXPIRED, OrderState.REFUNDED);
        desk().place("ann", 2);
        assertThat(desk().refusedPlace("ann", 1)).isEqualTo(new Refusal.BuyerLimit(2, 2));
    }

    @Test
    default void paidOrdersCountAndLatePaymentsCountAgain() {
        desk().open(SampleSale.concert("rush", 20).perBuyer(3));
        Order expired = desk().expired(desk().place("ann", 2));
        desk().paid(desk().place("ann", 1), "p1");
        desk().paid(expired, "p2");
        assertThat(desk().refusedPlace("ann", 1)).isEqualTo(new Refusal.BuyerLimit(3, 3));
    }

    @Test
    default void placedOrdersCountAndPayingThemIsNotCountedTwice() {
        desk().open(SampleSale.concert("rush", 20).deduct(Deduct.PAYMENT).perBuyer(3));
        Order placed = desk().place("ann", 2);
        assertThat(desk().refusedPlace("ann", 2)).isEqualTo(new Refusal.BuyerLimit(3, 2));
        assertThat(desk().paid(placed, "p1").state()).isEqualTo(OrderState.PAID);
        assertThat(desk().paid(desk().place("ann", 1), "p2").state()).isEqualTo(OrderState.PAID);
        assertThat(desk().refusedPlace("ann", 1)).isEqualTo(new Refusal.BuyerLimit(3, 3));
    }

    @Test
    default void whoGotARefundDueMayOrderAgain() {
        desk().open(SampleSale.concert("rush", 3).deduct(Deduct.PAYMENT).perBuyer(2));
        Order placed = desk().place("ann", 2);
        desk().paid(desk().place("bob", 2), "p1");
        assertThat(desk().paid(placed, "p2").state()).isEqualTo(OrderState.REFUND_DUE);
        desk().place("ann", 1);
    }

    @Test
    default void aSaleWithoutALimitHasNone() {
        desk().open(SampleSale.concert("rush", 300));
        for (int i = 0; i < 3; i++) {
            desk().place("ann", 100);
        }
        desk().assertStock(0, 300, 0);
    }
}
