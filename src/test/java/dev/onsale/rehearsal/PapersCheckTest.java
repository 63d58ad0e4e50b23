package dev.onsale.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.rehearsal.report.Verdict.Check;
import dev.onsale.rehearsal.report.Verdict.Result;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Plants a fault of each kind in what was clean, and sees the law break that it is against, with its order or seat named. */
class PapersCheckTest {

    private static final String ANSWERS_KEPT = "every answer is kept";
    private static final String NO_MORE_THAN_TOLD = "nobody has what they were not told of";
    private static final String NO_SEAT_TWICE = "no seat is sold twice";
    private static final String SUMS = "free + held + paid = capacity";
    private static final String NOTHING_LEFT = "nothing is left over";
    private static final String SAME_AGAIN = "asking again gives the same order";
    private static final String SOLD_ON = "seats of expired orders are sold on";

    private static final String PREFIX = "buyer-";

    /** The rehearsal, as tests spoil it before they look at it. */
    private abstract static class Scene {

        final RehearsalPlan plan;
        final Trips trips;
        final Papers papers;
        final List<RecordedOrder> orders = new ArrayList<>();
        final List<Words.Stock> legs = new ArrayList<>();
        final Map<Integer, Integer> wanted = new HashMap<>();

        Scene(RehearsalPlan plan) {
            this.plan = plan;
            this.trips = new Trips(plan.legs());
            this.papers = new Papers(plan.buyers());
        }

        /** The buyer was told of the order, and so it is recorded. */
        final void order(int buyer, BuyerState state, Paper told, String recordedState) {
            papers.state(buyer, state);
            papers.order(buyer, told);
            record(buyer, told.in(recordedState));
        }

        final void record(int buyer, Paper paper) {
            orders.add(new RecordedOrder(PREFIX + buyer, paper));
        }

        /** Changes the recorded order with this id. */
        final void record(String id, RecordedOrder instead) {
            orders.replaceAll(order -> order.paper().order().equals(id) ? instead : order);
        }

        final RecordedOrder recorded(String id) {
            return orders.stream()
                    .filter(order -> order.paper().order().equals(id))
                    .findFirst()
                    .orElseThrow();
        }

        final Paper told(int buyer) {
            return Objects.requireNonNull(papers.order(buyer));
        }

        final List<Check> checks() {
            return new PapersCheck(plan, trips, papers, new Records(orders, legs, wanted), PREFIX).run();
        }

        final void assertClean() {
            assertThat(checks()).hasSize(7).allMatch(check -> check.result() == Result.KEPT);
        }

        final String sentence(String law) {
            return check(law).sentence();
        }

        private Check check(String law) {
            return checks().stream()
                    .filter(check -> check.law().equals(law))
                    .findFirst()
                    .orElseThrow();
        }

        /** This law is broken, and says so with these words; no other one is but those that the fault is against as well. */
        final void assertBroken(String law, List<String> words, String... alsoBroken) {
            assertThat(check(law).result()).as(law).isEqualTo(Result.BROKEN);
            assertThat(check(law).sentence()).contains(words);
            List<String> broken = new ArrayList<>(List.of(alsoBroken));
            broken.add(law);
            assertThat(checks().stream()
                            .filter(check -> check.result() == Result.BROKEN)
                            .map(Check::law))
                    .containsExactlyInAnyOrderElementsOf(broken);
        }
    }

    /**
     * Three seats. Buyers 0 and 1 have paid; 2 has let seat 3 go, which 3 has bought then; 4 was told that all is sold and is gone; 5
     * waits; 6 had no answer; 7 never came.
     */
    private static final class ConcertScene extends Scene {
        ConcertScene() {
            super(Plans.of(8, 3).patient(0.5).abandon(0.1).plan());
            order(0, BuyerState.PAID, new Paper("A", "paid", 0, List.of("1")), "paid");
            order(1, BuyerState.PAID, new Paper("B", "paid", 0, List.of("2")), "paid");
            order(2, BuyerState.ABANDONED, new Paper("C", "held", 0, List.of("3")), "expired");
            order(3, BuyerState.PAID, new Paper("D", "paid", 0, List.of("3")), "paid");
            papers.state(4, BuyerState.SOLD_OUT);
            papers.state(5, BuyerState.WAITING);
            papers.state(6, BuyerState.UNANSWERED);
            papers.doubt(6);
            legs.add(new Words.Stock(0, 0, 3));
            wanted.put(0, 0);
        }
    }

    /**
     * Two seats over three legs. Seat 1 is sold from the first stop to the second and on to the last; seat 2 is sold over the first leg,
     * and was let go over the last two, the last of which is sold again. Nobody who waits can use what is free.
     */
    private static final class TrainScene extends Scene {
        TrainScene() {
            super(Plans.of(8, 2).stops(4).patient(0.5).abandon(0.1).plan());
            order(0, BuyerState.PAID, new Paper("A", "paid", trips.of(0, 1), List.of("1")), "paid");
            order(1, BuyerState.PAID, new Paper("B", "paid", trips.of(1, 3), List.of("1")), "paid");
            order(2, BuyerState.PAID, new Paper("C", "paid", trips.of(0, 1), List.of("2")), "paid");
            order(3, BuyerState.ABANDONED, new Paper("D", "held", trips.of(1, 3), List.of("2")), "expired");
            order(4, BuyerState.PAID, new Paper("E", "paid", trips.of(2, 3), List.of("2")), "paid");
            papers.state(5, BuyerState.WAITING);
            papers.state(6, BuyerState.SOLD_OUT);
            legs.add(new Words.Stock(0, 0, 2));
            legs.add(new Words.Stock(1, 0, 1));
            legs.add(new Words.Stock(0, 0, 2));
            wanted.put(trips.of(1, 3), 0);
            wanted.put(trips.of(0, 1), 0);
        }
    }

    @Nested
    class Concert {

        private Scene scene = new ConcertScene();

        @BeforeEach
        void cleanBefore() {
            scene = new ConcertScene();
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

        /** One of the requests had no answer and may have come to the server after the one that was told no. */
        @Test
        void anOrderThatWasOvertakenAndHasEndedIsNoFault() {
            scene.record(4, new Paper("X", "expired", 0, List.of("3")));
            scene.papers.doubt(4);

            scene.assertClean();
            assertThat(scene.sentence(NO_MORE_THAN_TOLD)).contains("but for 1 of buyers who had no answer");
        }

        @Test
        void anOrderThatWasOvertakenAndIsPaidIsAFault() {
            scene.papers.state(3, BuyerState.SOLD_OUT);
            scene.papers.doubt(3);
            scene.papers.order(3, new Paper("Y", "expired", 0, List.of()));
            scene.record(3, new Paper("Y", "expired", 0, List.of()));

            scene.assertBroken(NO_MORE_THAN_TOLD, List.of("buyer 3 has order D and was never told of it"), SAME_AGAIN);
        }

        @Test
        void whoHeardNothingMayHaveAnOrder() {
            scene.record(6, new Paper("X", "expired", 0, List.of("3")));

            scene.assertClean();
            assertThat(scene.sentence(NO_MORE_THAN_TOLD)).contains("5 orders", "but for 1 of buyers who had no answer");
        }

        @Test
        void somebodyWhoNeverCameHasAnOrder() {
            scene.record(7, new Paper("X", "expired", 0, List.of("3")));
            scene.assertBroken(NO_MORE_THAN_TOLD, List.of("order X is of buyer-7, who did not come"));
        }

        @Test
        void somebodyWhoIsNoBuyerHasAnOrder() {
            for (String stranger : List.of("buyer-8", "buyer-", "buyer--1", "buyer-1x", "robot-1", "")) {
                scene = new ConcertScene();
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
                scene = new ConcertScene();
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

            scene.assertBroken(
                    SOLD_ON, List.of("seat 3 of expired order C was not sold on", "seat 3 of expired order D"));
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
                scene = new ConcertScene();
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

    @Nested
    class Train {

        private Scene scene = new TrainScene();

        @BeforeEach
        void cleanBefore() {
            scene = new TrainScene();
            scene.assertClean();
        }

        @Test
        void theSameSeatOnOtherLegsIsAnotherOne() {
            assertThat(scene.sentence(NO_SEAT_TWICE)).startsWith("5 seats on their legs");
            assertThat(scene.sentence(SUMS)).contains("each of 3 legs");
        }

        @Test
        void aSeatIsInTwoOrdersWhereLegsOverlap() {
            scene.papers.order(2, new Paper("C", "paid", scene.trips.of(0, 2), List.of("1")));
            scene.record("C", new RecordedOrder("buyer-2", scene.told(2)));
            scene.legs.set(1, new Words.Stock(0, 0, 2));

            scene.assertBroken(
                    NO_SEAT_TWICE,
                    List.of("seat 1 on leg 1 is in order C", "seat 1 on leg 2 is in order C", "by the records"));
        }

        @Test
        void anOrderHasAnotherTrip() {
            scene.record("C", new RecordedOrder("buyer-2", new Paper("C", "paid", scene.trips.of(1, 2), List.of("2"))));
            scene.legs.set(0, new Words.Stock(1, 0, 1));
            scene.legs.set(1, new Words.Stock(0, 0, 2));

            scene.assertBroken(
                    ANSWERS_KEPT,
                    List.of("order C of buyer 2 goes from stop 2 to stop 3 instead of from stop 1 to stop 2"));
        }

        @Test
        void oneLegDoesNotAddUp() {
            scene.legs.set(2, new Words.Stock(1, 0, 2));
            scene.assertBroken(SUMS, List.of("leg 3 has 1 free, 0 held and 2 paid of 2"));
        }

        @Test
        void theStockOfOneLegIsUnlikeTheOrders() {
            scene.legs.set(1, new Words.Stock(0, 1, 1));
            scene.assertBroken(SUMS, List.of("leg 2 has 1 held and 1 paid, and the orders 0 and 1"));
        }

        @Test
        void aPartOfTheWayIsFreeForSomebodyWhoWaits() {
            scene.wanted.put(scene.trips.of(1, 2), 1);

            // Seat 2 was let go over this leg, so it was not sold on either.
            scene.assertBroken(NOTHING_LEFT, List.of("1 seats are free from stop 2 to stop 3"), SOLD_ON);
        }

        @Test
        void anExpiredSeatIsNotSoldOnToWhoWantsAPartOfItsWay() {
            scene.wanted.put(scene.trips.of(1, 2), 0);

            scene.assertBroken(SOLD_ON, List.of("seat 2 of expired order D was not sold on"));
        }

        @Test
        void anExpiredSeatIsOfNoUseToWhoGoesElsewhere() {
            // From the second stop to the last one, and over the first leg: of these the seat is free on a part, or on
            // none.
            scene.wanted.clear();
            scene.wanted.put(scene.trips.of(0, 3), 0);
            scene.assertClean();
        }
    }
}
