package dev.onsale.ledger;

import static dev.onsale.ledger.TicketDesk.accepted;
import static dev.onsale.ledger.TicketDesk.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.sale.Deduct;
import dev.onsale.sale.Journey;
import dev.onsale.sale.SampleSale;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Release, refund and expiry: who may, in which state, and that the seats are for sale again. */
interface GivingBackContract extends LedgerScene {

    Party OPERATOR = new Party.Operator();

    /** An order in each state. */
    private List<Order> oneInEachState() {
        desk().open(SampleSale.concert("paying", 20).deduct(Deduct.PAYMENT));
        Order placed = desk().place("ann", 1);
        desk().open(SampleSale.concert("rush", 20));
        Order expired = desk().expired(desk().place("ann", 1));
        Order held = desk().place("ann", 1);
        Order released = desk().released(desk().place("ann", 1));
        Order paid = desk().paid(desk().place("ann", 1), "p1");
        Order refundDue = desk().paid(desk().released(desk().place("ann", 1)), "p2");
        Order refunded = accepted(desk().refund(desk().paid(desk().place("ann", 1), "p3"), OPERATOR));
        List<Order> orders = new ArrayList<>(List.of(held, placed, paid, released, expired, refundDue, refunded));
        assertThat(orders).extracting(Order::state).containsExactly(OrderState.values());
        return orders;
    }

    @Test
    default void onlyUnpaidOrdersAreReleased() {
        for (Order order : oneInEachState()) {
            Outcome outcome = desk().release(order, new Party.Buyer("ann"));
            Outcome expected =
                    switch (order.state()) {
                        case HELD, PLACED -> new Outcome.OfOrder(order.in(OrderState.RELEASED), false);
                        case RELEASED -> new Outcome.OfOrder(order, true);
                        case PAID, EXPIRED, REFUND_DUE, REFUNDED ->
                            new Outcome.Refused(new Refusal.Already(order.state()));
                    };
            assertThat(outcome).as("%s", order.state()).isEqualTo(expected);
        }
    }

    @Test
    default void anOperatorMayReleaseAnybodysOrder() {
        desk().open(SampleSale.concert("rush", 20));
        assertThat(accepted(desk().release(desk().place("ann", 1), OPERATOR)).state())
                .isEqualTo(OrderState.RELEASED);
    }

    @Test
    default void anOperatorRefundsWhatWasPaid() {
        for (Order order : oneInEachState()) {
            Outcome expected =
                    switch (order.state()) {
                        case PAID, REFUND_DUE -> new Outcome.OfOrder(order.in(OrderState.REFUNDED), false);
                        case REFUNDED -> new Outcome.OfOrder(order, true);
                        case HELD, PLACED, RELEASED, EXPIRED -> new Outcome.Refused(new Refusal.Already(order.state()));
                    };
            assertThat(desk().refund(order, OPERATOR)).as("%s", order.state()).isEqualTo(expected);
        }
    }

    @Test
    default void aBuyerGivesBackAPaidOrderWhereTheSaleAllowsIt() {
        Party ann = new Party.Buyer("ann");
        desk().open(SampleSale.concert("strict", 5));
        Order kept = desk().paid(desk().place("ann", 1), "p1");
        assertThat(refused(desk().refund(kept, ann))).isEqualTo(new Refusal.Already(OrderState.PAID));
        desk().assertStock(4, 0, 1);
        desk().open(SampleSale.concert("lenient", 5).buyerRefunds(true));
        Order paid = desk().paid(desk().place("ann", 1), "p1");
        assertThat(accepted(desk().refund(paid, ann))).isEqualTo(paid.in(OrderState.REFUNDED));
        desk().assertStock(5, 0, 0);
    }

    /** Recording that the money went back is for whoever moved it. */
    @Test
    default void aBuyerDoesNotRecordTheirOwnRefund() {
        desk().open(SampleSale.concert("lenient", 5).buyerRefunds(true));
        Order due = desk().paid(desk().released(desk().place("ann", 1)), "p1");
        assertThat(refused(desk().refund(due, new Party.Buyer("ann"))))
                .isEqualTo(new Refusal.Already(OrderState.REFUND_DUE));
        assertThat(accepted(desk().refund(due, OPERATOR)).state()).isEqualTo(OrderState.REFUNDED);
    }

    @Test
    default void seatsThatAreGivenBackAreForSaleAgain() {
        desk().open(SampleSale.train("g1", 3, 1));
        Journey way = new Journey(0, 3);
        Order first = desk().place("ann", 1);
        assertThat(desk().refusedPlace("bob", 1)).isEqualTo(new Refusal.SoldOut());
        desk().released(first);
        desk().assertStock(way, 1, 0, 0);
        Order second = desk().place("bob", 1);
        desk().expired(second);
        desk().assertStock(way, 1, 0, 0);
        Order third = desk().paid(desk().place("carl", 1), "p1");
        desk().assertStock(way, 0, 0, 1);
        accepted(desk().refund(third, OPERATOR));
        desk().assertStock(way, 1, 0, 0);
        assertThat(desk().place("dora", 1).seats()).isEqualTo(Seats.of(1));
    }

    // ---- expiry ---------------------------------------------------------------------------------------------------

    @Test
    default void aHoldLastsToItsDeadlineToTheMillisecond() {
        desk().open(SampleSale.concert("rush", 5));
        Order held = desk().place("ann", 2);
        desk().at(held.expiresAt() - 1);
        assertThat(desk().expire()).isEqualTo(new Outcome.Expired(0, false));
        assertThat(desk().known(held)).isEqualTo(held);
        desk().at(held.expiresAt());
        assertThat(desk().expire()).isEqualTo(new Outcome.Expired(1, false));
        assertThat(desk().known(held)).isEqualTo(held.in(OrderState.EXPIRED));
        assertThat(desk().expire()).isEqualTo(new Outcome.Expired(0, false));
    }

    @Test
    default void theEarliestDeadlineExpiresFirstAndNoMoreThanAskedFor() {
        desk().open(SampleSale.concert("rush", 10));
        desk().later(2);
        Order last = desk().place("ann", 1);
        desk().later(-1);
        Order middle = desk().place("ann", 1);
        desk().later(-1);
        Order first = desk().place("ann", 1);
        desk().at(last.expiresAt());
        assertThat(desk().expire(1)).isEqualTo(new Outcome.Expired(1, true));
        assertThat(statesOf(first, middle, last)).containsExactly(OrderState.EXPIRED, OrderState.HELD, OrderState.HELD);
        assertThat(desk().expire(2)).isEqualTo(new Outcome.Expired(2, false));
        assertThat(statesOf(first, middle, last)).containsOnly(OrderState.EXPIRED);
    }

    @Test
    default void equalDeadlinesExpireBySaleAndThenByNumber() {
        desk().open(SampleSale.concert("b", 10));
        Order thirdToGo = desk().place("ann", 1);
        Order fourthToGo = desk().place("ann", 1);
        desk().open(SampleSale.concert("a", 10));
        Order firstToGo = desk().place("ann", 1);
        Order secondToGo = desk().place("ann", 1);
        desk().at(firstToGo.expiresAt());
        for (Order order : List.of(firstToGo, secondToGo, thirdToGo, fourthToGo)) {
            assertThat(desk().known(order).state()).isEqualTo(OrderState.HELD);
            desk().expire(1);
            assertThat(desk().known(order).state()).isEqualTo(OrderState.EXPIRED);
        }
    }

    @Test
    default void aReleasedOrderDoesNotExpireAsWell() {
        desk().open(SampleSale.concert("rush", 5));
        Order released = desk().released(desk().place("ann", 2));
        desk().at(released.expiresAt());
        assertThat(desk().expire()).isEqualTo(new Outcome.Expired(0, false));
        assertThat(desk().known(released).state()).isEqualTo(OrderState.RELEASED);
    }

    @Test
    default void ordersExpireInAClosedSaleToo() {
        desk().open(SampleSale.concert("rush", 5));
        Order held = desk().place("ann", 2);
        desk().status(dev.onsale.sale.Status.CLOSED);
        assertThat(desk().expired(held).state()).isEqualTo(OrderState.EXPIRED);
        desk().assertStock(5, 0, 0);
    }

    private List<OrderState> statesOf(Order... orders) {
        return List.of(orders).stream()
                .map(order -> desk().known(order).state())
                .toList();
    }
}
