package dev.onsale.lab.rehearsal;

import static dev.onsale.lab.rehearsal.PapersScene.ANSWERS_KEPT;
import static dev.onsale.lab.rehearsal.PapersScene.NOTHING_LEFT;
import static dev.onsale.lab.rehearsal.PapersScene.NO_MORE_THAN_TOLD;
import static dev.onsale.lab.rehearsal.PapersScene.NO_SEAT_TWICE;
import static dev.onsale.lab.rehearsal.PapersScene.SAME_AGAIN;
import static dev.onsale.lab.rehearsal.PapersScene.SOLD_ON;
import static dev.onsale.lab.rehearsal.PapersScene.SUMS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Plants a fault of each kind in what was clean, and sees the law break that it is against, with its order or seat named. */
class PapersCheckTest {

    private PapersScene scene = new PapersScene.Concert();

    @BeforeEach
    void cleanBefore() {
        scene = new PapersScene.Concert();
        scene.assertClean();
    }

    @Test
    void theFiguresOfACleanOne() {
        scene.papers.repeated();

        assertThat(scene.sentence(ANSWERS_KEPT)).startsWith("all 4 orders");
        assertThat(scene.sentence(NO_MORE_THAN_TOLD)).isEqualTo("4 orders, each known to its buyer");
        assertThat(scene.sentence(NO_SEAT_TWICE)).startsWith("3 seats");
        assertThat(scene.sentence(NOTHING_LEFT)).startsWith("1 buyers wait");
        assertThat(scene.sentence(SAME_AGAIN)).startsWith("1 times");
        assertThat(scene.sentence(SOLD_ON)).startsWith("1 came back");
    }

    @Test
    void anAnsweredOrderIsMissing() {
        scene.orders.remove(scene.recorded("C"));

        scene.assertBroken(ANSWERS_KEPT, List.of("order C of buyer 2 is not there"));
    }

    @Test
    void anOrderIsRecordedForAnotherBuyer() {
        scene.record("B", new RecordedOrder("buyer-6", scene.told(1)));

        scene.assertBroken(ANSWERS_KEPT, List.of("order B of buyer 1 is recorded for buyer-6"));
    }

    @Test
    void anOrderHasOtherSeats() {
        scene.record("C", new RecordedOrder("buyer-2", new Paper("C", "expired", 0, List.of("2"))));

        scene.assertBroken(ANSWERS_KEPT, List.of("order C of buyer 2 has seats [2] instead of [3]"));
    }

    @Test
    void anOrderLostItsSeatsInTheRecords() {
        scene.record("C", new RecordedOrder("buyer-2", new Paper("C", "expired", 0, List.of())));

        scene.assertBroken(ANSWERS_KEPT, List.of("order C of buyer 2 has seats [] instead of [3]"));
    }

    @Test
    void aBuyerWasToldOfNoSeatOrOfTwo() {
        scene.papers.order(2, new Paper("C", "held", 0, List.of()));
        scene.assertBroken(ANSWERS_KEPT, List.of("order C of buyer 2 is for one seat and has []"));

        scene.papers.order(2, new Paper("C", "held", 0, List.of("3", "2")));
        scene.assertBroken(ANSWERS_KEPT, List.of("order C of buyer 2 is for one seat and has [3, 2]"));
    }

    @Test
    void aPaidOrderIsRecordedOtherwise() {
        scene.record("B", new RecordedOrder("buyer-1", scene.told(1).in("held")));
        scene.legs.set(0, new Words.Stock(0, 1, 2));

        scene.assertBroken(ANSWERS_KEPT, List.of("order B of buyer 1 was paid and is held"));
    }

    @Test
    void aPaymentWithoutASeatIsForgotten() {
        scene.papers.state(2, BuyerState.REFUSED);
        scene.papers.order(2, scene.told(2).in("refund_due"));

        scene.assertBroken(ANSWERS_KEPT, List.of("order C of buyer 2 is to be paid back and is expired"));

        scene.record("C", new RecordedOrder("buyer-2", scene.told(2).in("refunded")));
        scene.assertClean();
    }

    @Test
    void anOrderIsPaidThatNobodyPaid() {
        scene.papers.state(1, BuyerState.ABANDONED);
        scene.papers.order(1, scene.told(1).in("held"));

        scene.assertBroken(NO_MORE_THAN_TOLD, List.of("order B is recorded as paid, and buyer 1 never paid"));
    }

    @Test
    void whoPaysLateWithoutAnAnswerMayHaveAnotherSeat() {
        scene.papers.state(1, BuyerState.UNANSWERED);
        scene.papers.order(1, new Paper("B", "held", 0, List.of("3")));

        scene.assertClean();

        scene.papers.state(1, BuyerState.REFUSED);
        scene.assertBroken(ANSWERS_KEPT, List.of("order B of buyer 1 has seats [2] instead of [3]"));
    }

    @Test
    void somebodyWhoWasToldSoldOutHasAnOrder() {
        scene.record(4, new Paper("X", "expired", 0, List.of("3")));

        scene.assertBroken(NO_MORE_THAN_TOLD, List.of("buyer 4 has order X and was never told of it"));
    }

    @Test
    void somebodyWhoWaitsHasAnOrder() {
        scene.record(5, new Paper("X", "held", 0, List.of("3")));
        scene.record("D", new RecordedOrder("buyer-3", scene.told(3).in("paid")));

        scene.assertBroken(
                NO_MORE_THAN_TOLD, List.of("buyer 5 has order X and was never told of it"), NO_SEAT_TWICE, SUMS);
    }

    @Test
    void somebodyWhoNeverCameHasAnOrder() {
        scene.record(7, new Paper("X", "expired", 0, List.of("3")));
        scene.assertBroken(NO_MORE_THAN_TOLD, List.of("order X is of buyer-7, who did not come"));
    }

    @Test
    void somebodyWhoIsNoBuyerHasAnOrder() {
        for (String stranger : List.of("buyer-8", "buyer-", "buyer--1", "buyer-1x", "robot-1", "")) {
            scene = new PapersScene.Concert();
            scene.orders.add(new RecordedOrder(stranger, new Paper("X", "expired", 0, List.of("3"))));
            scene.assertBroken(NO_MORE_THAN_TOLD, List.of("order X is of " + stranger + ", who did not come"));
        }
    }

    @Test
    void aSeatIsInTwoRecordedOrders() {
        // Told and recorded alike, so that only the seat is wrong.
        scene.papers.order(2, new Paper("C", "held", 0, List.of("2")));
        scene.record("C", new RecordedOrder("buyer-2", scene.told(2)));

        scene.assertBroken(NO_SEAT_TWICE, List.of("seat 2 on leg 1 is in order C", "by the records"), SUMS);
    }

    @Test
    void twoBuyersHaveTicketsForOneSeat() {
        scene.papers.order(1, new Paper("B", "paid", 0, List.of("1")));

        scene.assertBroken(
                NO_SEAT_TWICE, List.of("seat 1 on leg 1 is in order", "by the buyers' tickets"), ANSWERS_KEPT);
    }

    @Test
    void aSeatIsSoldThatThereIsNot() {
        for (String seat : List.of("4", "0", "-1", "99999999999", "balcony", "")) {
            scene = new PapersScene.Concert();
            scene.papers.order(1, new Paper("B", "paid", 0, List.of(seat)));
            scene.record("B", new RecordedOrder("buyer-1", scene.told(1)));

            scene.assertBroken(NO_SEAT_TWICE, List.of("order B has seat " + seat + ", which there is not"));
        }
    }

    @Test
    void freeHeldAndPaidAreNotWhatThereIs() {
        scene.legs.set(0, new Words.Stock(1, 0, 3));
        scene.assertBroken(SUMS, List.of("leg 1 has 1 free, 0 held and 3 paid of 3"));

        scene.legs.set(0, new Words.Stock(0, 0, 2));
        scene.assertBroken(SUMS, List.of("leg 1 has 0 free, 0 held and 2 paid of 3"));
    }

    @Test
    void theStockIsUnlikeTheOrders() {
        scene.legs.set(0, new Words.Stock(0, 1, 2));
        scene.assertBroken(SUMS, List.of("leg 1 has 1 held and 2 paid, and the orders 0 and 3"));

        scene.legs.set(0, new Words.Stock(1, 0, 2));
        scene.assertBroken(SUMS, List.of("leg 1 has 0 held and 2 paid, and the orders 0 and 3"));
    }

    @Test
    void somethingIsFreeWhileSomebodyWaits() {
        scene.wanted.put(0, 1);

        scene.assertBroken(NOTHING_LEFT, List.of("1 seats are free from stop 1 to stop 2"));
    }

    @Test
    void askingAgainGaveSomethingElse() {
        scene.papers.contradicted("buyer 1 got order B and then X");

        scene.assertBroken(SAME_AGAIN, List.of("buyer 1 got order B and then X"));
    }

    @Test
    void anotherOrderForTheSameKey() {
        scene.record(6, new Paper("X", "expired", 0, List.of("3")));
        scene.assertClean();
        scene.record(6, new Paper("Y", "expired", 0, List.of("3")));

        scene.assertBroken(SAME_AGAIN, List.of("buyer-6 has two orders for one key, X and Y"));
    }

    @Test
    void anotherOrderForTheSameKeyOfSomebodyWhoHasOne() {
        scene.record(1, new Paper("X", "expired", 0, List.of("3")));

        scene.assertBroken(SAME_AGAIN, List.of("buyer-1 has two orders for one key, B and X"), NO_MORE_THAN_TOLD);
    }

    @Test
    void anExpiredSeatIsNotSoldOn() {
        scene.orders.remove(scene.recorded("D"));
        scene.papers.order(3, new Paper("D", "held", 0, List.of("3")));
        scene.papers.state(3, BuyerState.ABANDONED);
        scene.record(3, scene.told(3).in("expired"));
        // The stock agrees, and so does what is said to those who wait: only the seats themselves tell.
        scene.legs.set(0, new Words.Stock(1, 0, 2));

        scene.assertBroken(SOLD_ON, List.of("seat 3 of expired order C was not sold on", "seat 3 of expired order D"));
    }

    @Test
    void anExpiredSeatThatNobodyWantsMayStay() {
        anExpiredSeatIsNotSoldOn();
        scene.papers.state(5, BuyerState.SOLD_OUT);
        scene.wanted.clear();

        scene.assertClean();
    }

    @Test
    void anExpiredSeatThatThereIsNot() {
        for (String seat : List.of("4", "-5", "x", "99999999999")) {
            scene = new PapersScene.Concert();
            scene.papers.order(2, new Paper("C", "held", 0, List.of(seat)));
            scene.record("C", new RecordedOrder("buyer-2", scene.told(2).in("expired")));

            scene.assertBroken(SOLD_ON, List.of("expired order C had seat " + seat + ", which there is not"));
        }
    }

    @Test
    void ofManyFaultsAFewAreNamedAndAllAreCounted() {
        for (int i = 0; i < 10; i++) {
            scene.orders.add(new RecordedOrder("robot-" + i, new Paper("X" + i, "expired", 0, List.of("3"))));
        }

        scene.assertBroken(NO_MORE_THAN_TOLD, List.of("X0", "X1", "X2", "and 7 more"));
    }
}
