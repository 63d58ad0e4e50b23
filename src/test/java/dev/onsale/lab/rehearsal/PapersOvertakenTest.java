package dev.onsale.lab.rehearsal;

import static dev.onsale.lab.rehearsal.PapersScene.NO_MORE_THAN_TOLD;
import static dev.onsale.lab.rehearsal.PapersScene.SAME_AGAIN;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Orders of buyers who had no answer, and then another one: what may be, and what is a lie. */
class PapersOvertakenTest {

    private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private PapersScene scene = new PapersScene.Concert();

    @BeforeEach
    void cleanBefore() {
        scene = new PapersScene.Concert();
        scene.assertClean();
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

    /** The server's clock is an hour ahead, and orders show it: one was placed within 10 ms of the crowd's time 2 s, and one of 3 s. */
    private static final long AHEAD_MILLIS = 3_600_000;

    private void clocks() {
        for (int second = 2; second <= 3; second++) {
            long asked = second * SECOND;
            scene.papers.clock().asked(AHEAD_MILLIS + second * 1_000L + 4, asked);
            scene.papers.clock().told(AHEAD_MILLIS + second * 1_000L + 4, asked + 10 * MILLI);
        }
    }

    private void placed(int buyer, String id, long atCrowdsMillis) {
        scene.orders.add(new RecordedOrder(
                "buyer-" + buyer, new Paper(id, "expired", 0, List.of("3")), AHEAD_MILLIS + atCrowdsMillis));
    }

    /** The order was there when its buyer asked again with the same key, and was told that all is sold. */
    @Test
    void anOrderThatWasThereWhenItsBuyerWasToldSoldOutIsAFault() {
        clocks();
        scene.papers.doubt(4);
        scene.papers.toldNo(4, 5 * SECOND);
        placed(4, "X", 4_000);

        scene.assertBroken(
                NO_MORE_THAN_TOLD, List.of("buyer 4 was told no and had order X already, by an earlier request"));
    }

    @Test
    void whoWaitsAndWhoWasRefusedOtherwiseIsNoOther() {
        for (BuyerState state : List.of(BuyerState.WAITING, BuyerState.REFUSED)) {
            cleanBefore();
            clocks();
            scene.papers.state(5, state);
            scene.papers.doubt(5);
            scene.papers.toldNo(5, 5 * SECOND);
            placed(5, "X", 4_000);

            assertThat(scene.sentence(NO_MORE_THAN_TOLD)).contains("buyer 5 was told no and had order X already");
        }
    }

    /** The request that was given up reached the server after the one that was answered. */
    @Test
    void anOrderThatWasPlacedAfterwardsIsNoFault() {
        clocks();
        scene.papers.doubt(4);
        scene.papers.toldNo(4, 5 * SECOND);
        placed(4, "X", 5_001);

        scene.assertClean();
    }

    /** The last no counts: the order may have come between two of them. */
    @Test
    void anOrderThatCameBetweenTwoNosIsAFault() {
        clocks();
        scene.papers.doubt(4);
        scene.papers.toldNo(4, 5 * SECOND);
        scene.papers.toldNo(4, 7 * SECOND);
        placed(4, "X", 6_000);

        scene.assertBroken(NO_MORE_THAN_TOLD, List.of("buyer 4 was told no and had order X already"));
    }

    /** Within what is not known of the clocks nobody is blamed. */
    @Test
    void whatTheClocksDoNotTellIsNoFault() {
        clocks();
        scene.papers.doubt(4);
        scene.papers.toldNo(4, 5 * SECOND);
        placed(4, "X", 4_996);
        scene.assertClean();

        cleanBefore();
        scene.papers.doubt(4);
        scene.papers.toldNo(4, 5 * SECOND);
        placed(4, "X", 4_000);
        scene.assertClean(); // no order has told anything of the server's clock
    }

    /** After a failover another machine's clock counts, here one that is 2 s behind the first. */
    @Test
    void clocksThatDifferWidenWhatIsNotKnown() {
        clocks();
        scene.papers.clock().asked(AHEAD_MILLIS + 8_000, 10 * SECOND);
        scene.papers.clock().told(AHEAD_MILLIS + 8_000, 10 * SECOND + 10 * MILLI);
        scene.papers.doubt(4);
        scene.papers.toldNo(4, 12 * SECOND);
        placed(4, "X", 10_500);
        scene.assertClean();

        placed(4, "Y", 9_000);
        assertThat(scene.sentence(NO_MORE_THAN_TOLD))
                .contains("had order Y already")
                .doesNotContain("order X");
    }

    @Test
    void whoWasToldBusyAloneHasNoOrder() {
        scene.record(4, new Paper("X", "expired", 0, List.of("3")));

        scene.assertBroken(NO_MORE_THAN_TOLD, List.of("buyer 4 has order X and was never told of it"));
    }
}
