package dev.onsale.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.sale.Deduct;
import dev.onsale.sale.Journey;
import dev.onsale.sale.SampleSale;
import dev.onsale.sale.Status;
import org.junit.jupiter.api.Test;

/** The three deduction policies, and payments that come too late. */
interface PayingContract extends LedgerScene {

    @Test
    default void aHeldOrderIsPaidWithTheSeatsThatItHolds() {
        desk().open(SampleSale.concert("rush", 5));
        Order held = desk().place("ann", 2);
        desk().assertStock(3, 2, 0);
        desk().later(7);
        Order paid = desk().paid(held, "p1");
        assertThat(paid).isEqualTo(held.paid(held.seats(), "p1", false));
        desk().assertStock(3, 0, 2);
    }

    @Test
    default void aPaidOrderNeverExpires() {
        desk().open(SampleSale.concert("rush", 5));
        Order paid = desk().paid(desk().place("ann", 2), "p1");
        desk().at(paid.expiresAt() + 1);
        assertThat(desk().expire()).isEqualTo(new Outcome.Expired(0, false));
        assertThat(desk().known(paid)).isEqualTo(paid);
    }

    /** Expiry is a command like any other: until it came, the seats are the buyer's, and paying makes them so for good. */
    @Test
    default void anOrderPastItsDeadlineIsPaidAsLongAsItHasNotExpired() {
        desk().open(SampleSale.concert("rush", 5));
        Order held = desk().place("ann", 2);
        desk().at(held.expiresAt() + 1_000);
        assertThat(desk().paid(held, "p1")).isEqualTo(held.paid(held.seats(), "p1", false));
    }

    @Test
    default void aPausedOrClosedSaleStillTakesPayments() {
        desk().open(SampleSale.concert("rush", 5));
        Order first = desk().place("ann", 1);
        Order second = desk().place("ann", 1);
        desk().status(Status.PAUSED);
        assertThat(desk().paid(first, "p1").state()).isEqualTo(OrderState.PAID);
        desk().status(Status.CLOSED);
        assertThat(desk().paid(second, "p2").state()).isEqualTo(OrderState.PAID);
    }

    // ---- deduct: order --------------------------------------------------------------------------------------------

    @Test
    default void withDeductOrderUnpaidOrdersKeepTheirSeatsForEver() {
        desk().open(SampleSale.concert("rush", 2).deduct(Deduct.ORDER));
        Order held = desk().place("ann", 2);
        desk().at(SampleSale.OPENS_AT * 2);
        assertThat(desk().expire()).isEqualTo(new Outcome.Expired(0, false));
        assertThat(desk().refusedPlace("bob", 1)).isEqualTo(new Refusal.SoldOut()); // undersold: nobody has paid
        desk().assertStock(0, 2, 0);
        desk().released(held);
        assertThat(desk().place("bob", 1).seats()).isEqualTo(Seats.of(1));
    }

    // ---- deduct: payment ------------------------------------------------------------------------------------------

    @Test
    default void withDeductPaymentMoreOrdersThanSeatsAreTakenAndTheLatePayersAreRefunded() {
        desk().open(SampleSale.concert("rush", 3).deduct(Deduct.PAYMENT));
        Order ann = desk().place("ann", 2);
        Order bob = desk().place("bob", 2);
        Order carl = desk().place("carl", 1);
        desk().assertStock(3, 0, 0);
        assertThat(desk().paid(bob, "p1")).isEqualTo(bob.paid(Seats.of(1, 2), "p1", false));
        assertThat(desk().paid(ann, "p2")).isEqualTo(ann.refundDue("p2")); // one is left, and two were ordered
        assertThat(desk().paid(carl, "p3").seats()).isEqualTo(Seats.of(3));
        desk().assertStock(0, 0, 3);
    }

    @Test
    default void withDeductPaymentAnOrderIsRefusedOnceTheSeatsArePaidFor() {
        desk().open(SampleSale.concert("rush", 3).deduct(Deduct.PAYMENT));
        desk().paid(desk().place("ann", 2), "p1");
        assertThat(desk().refusedPlace("bob", 2)).isEqualTo(new Refusal.SoldOut());
        desk().place("bob", 1);
    }

    @Test
    default void withDeductPaymentSeatsAreChosenByPaying() {
        desk().open(SampleSale.train("g1", 4, 2).deduct(Deduct.PAYMENT));
        Order first = desk().place("ann", "B", "C", 1);
        Order second = desk().place("bob", "A", "B", 1);
        Order third = desk().place("carl", "B", "E", 1);
        assertThat(desk().paid(third, "p3").seats()).isEqualTo(Seats.of(1));
        assertThat(desk().paid(second, "p2").seats()).isEqualTo(Seats.of(1)); // the gap before it fits best
        assertThat(desk().paid(first, "p1").seats()).isEqualTo(Seats.of(2));
        desk().assertStock(new Journey(1, 2), 0, 0, 2);
    }

    // ---- too late -------------------------------------------------------------------------------------------------

    @Test
    default void aLatePaymentGetsTheSeatsBackIfTheyAreFree() {
        desk().open(SampleSale.concert("rush", 3));
        Order expired = desk().expired(desk().place("ann", 2));
        desk().assertStock(3, 0, 0);
        assertThat(desk().paid(expired, "p1")).isEqualTo(expired.paid(Seats.of(1, 2), "p1", true));
        desk().assertStock(1, 0, 2);
    }

    @Test
    default void aLatePaymentGetsOtherSeatsOfTheSameKind() {
        desk().open(SampleSale.concert("rush", 5));
        Order expired = desk().expired(desk().place("ann", 2));
        desk().place("bob", 1);
        assertThat(desk().paid(expired, "p1")).isEqualTo(expired.paid(Seats.of(2, 3), "p1", true));
        desk().assertStock(2, 1, 2);
    }

    @Test
    default void aLatePaymentForSeatsThatAreGoneMustGoBack() {
        desk().open(SampleSale.concert("rush", 3));
        Order expired = desk().expired(desk().place("ann", 2));
        desk().place("bob", 2);
        assertThat(desk().paid(expired, "p1")).isEqualTo(expired.refundDue("p1"));
        desk().assertStock(1, 2, 0);
    }

    @Test
    default void aLatePaymentTakesNobodyPastTheLimit() {
        desk().open(SampleSale.concert("rush", 9).perBuyer(3));
        Order expired = desk().expired(desk().place("ann", 2));
        desk().place("ann", 2);
        assertThat(desk().paid(expired, "p1")).isEqualTo(expired.refundDue("p1"));
        desk().assertStock(7, 2, 0);
        assertThat(desk().place("ann", 1).state()).isEqualTo(OrderState.HELD);
    }

    @Test
    default void aLatePaymentMayReachTheLimit() {
        desk().open(SampleSale.concert("rush", 9).perBuyer(4));
        Order expired = desk().expired(desk().place("ann", 2));
        desk().place("ann", 2);
        assertThat(desk().paid(expired, "p1").state()).isEqualTo(OrderState.PAID);
        assertThat(desk().refusedPlace("ann", 1)).isEqualTo(new Refusal.BuyerLimit(4, 4));
    }

    @Test
    default void aPaymentForAReleasedOrderMustGoBackEvenIfSeatsAreFree() {
        desk().open(SampleSale.concert("rush", 3));
        Order released = desk().released(desk().place("ann", 2));
        assertThat(desk().paid(released, "p1")).isEqualTo(released.refundDue("p1"));
        desk().assertStock(3, 0, 0);
    }

    @Test
    default void aPaymentForAReleasedOrderMustGoBackWhereSeatsAreTakenByPaying() {
        desk().open(SampleSale.concert("rush", 3).deduct(Deduct.PAYMENT));
        Order released = desk().released(desk().place("ann", 2));
        assertThat(desk().paid(released, "p1")).isEqualTo(released.refundDue("p1"));
        desk().assertStock(3, 0, 0);
    }
}
