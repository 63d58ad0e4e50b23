package dev.onsale.lab.rehearsal;

import static dev.onsale.lab.rehearsal.PapersScene.ANSWERS_KEPT;
import static dev.onsale.lab.rehearsal.PapersScene.NOTHING_LEFT;
import static dev.onsale.lab.rehearsal.PapersScene.NO_SEAT_TWICE;
import static dev.onsale.lab.rehearsal.PapersScene.SOLD_ON;
import static dev.onsale.lab.rehearsal.PapersScene.SUMS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The same on a train, whose seats are sold leg by leg. */
class PapersCheckTrainTest {

    private PapersScene scene = new PapersScene.Train();

    @BeforeEach
    void cleanBefore() {
        scene = new PapersScene.Train();
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
