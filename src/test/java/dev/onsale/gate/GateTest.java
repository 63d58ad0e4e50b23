package dev.onsale.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.config.Limits;
import dev.onsale.events.Journals;
import dev.onsale.ledger.Command;
import dev.onsale.ledger.Event;
import dev.onsale.ledger.Order;
import dev.onsale.ledger.Outcome;
import dev.onsale.ledger.Refusal;
import dev.onsale.ledger.SaleChange;
import dev.onsale.sale.Status;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the gate remembers of the ledger, and answers by itself. */
class GateTest extends GateScene {

    @Test
    void soldOutIsAskedOnceAndThenKnown() {
        placed(order("concert", "ann", null, null, 2));
        assertThat(place(order("concert", "bob", null, null, 1))).isEqualTo(refused(new Refusal.SoldOut()));
        assertThat(ledger.asked).isEqualTo(2);
        for (int i = 0; i < 100; i++) {
            assertThat(place(order("concert", "late-" + i, null, null, 1))).isEqualTo(refused(new Refusal.SoldOut()));
        }
        assertThat(ledger.asked).as("the ledger was spared").isEqualTo(2);
    }

    @Test
    void fewerSeatsThanWereRefusedAreStillAskedFor() {
        placed(order("concert", "ann", null, null, 1));
        assertThat(place(order("concert", "bob", null, null, 2))).isEqualTo(refused(new Refusal.SoldOut()));
        assertThat(place(order("concert", "cid", null, null, 1))).isInstanceOf(Outcome.OfOrder.class);
    }

    @Test
    void reopensWhenAnOrderIsReleased() {
        Order anns = placed(order("concert", "ann", null, null, 2));
        place(order("concert", "bob", null, null, 1));
        ledger.submit(new Command.ReleaseOrder(NOW, anns.id(), OPERATOR), outcome -> {});
        assertThat(place(order("concert", "cid", null, null, 2))).isInstanceOf(Outcome.OfOrder.class);
    }

    @Test
    void reopensWhenAnOrderExpiresOrIsRefundedOrStockIsAdded() {
        Order anns = placed(order("concert", "ann", null, null, 1));
        placed(order("concert", "bob", null, null, 1));
        ledger.submit(new Command.PayOrder(NOW, anns.id(), "r"), outcome -> {});
        place(order("concert", "x", null, null, 1));
        ledger.submit(new Command.ExpireOrders(NOW + 60_000, 10), outcome -> {});
        assertThat(place(order("concert", "cid", null, null, 1))).isInstanceOf(Outcome.OfOrder.class);
        place(order("concert", "y", null, null, 1));
        ledger.submit(new Command.RefundOrder(NOW, anns.id(), OPERATOR), outcome -> {});
        assertThat(place(order("concert", "dan", null, null, 1))).isInstanceOf(Outcome.OfOrder.class);
        place(order("concert", "z", null, null, 1));
        ledger.submit(
                new Command.ChangeSale(NOW, "change 1", "concert", SaleChange.addStock("seat", 1)), outcome -> {});
        assertThat(place(order("concert", "eve", null, null, 1))).isInstanceOf(Outcome.OfOrder.class);
    }

    @Test
    void reopensOnlyJourneysThatShareAFreedLeg() {
        Order first = placed(order("train", "ann", "a", "b", 1));
        placed(order("train", "bob", "b", "d", 1));
        place(order("train", "x", "a", "b", 1));
        place(order("train", "y", "c", "d", 1));
        ledger.submit(new Command.ReleaseOrder(NOW, first.id(), OPERATOR), outcome -> {});
        ledger.asked = 0;
        assertThat(place(order("train", "cid", "c", "d", 1))).isEqualTo(refused(new Refusal.SoldOut()));
        assertThat(ledger.asked).as("nothing was freed on c → d").isZero();
        assertThat(place(order("train", "dan", "a", "b", 1))).isInstanceOf(Outcome.OfOrder.class);
    }

    @Test
    void aRefusalThatIsOlderThanTheReturnOfStockIsNotRemembered() {
        Order anns = placed(order("concert", "ann", null, null, 2));
        ledger.holdsBack = true;
        List<Outcome> bobs = new ArrayList<>();
        gate.place(order("concert", "bob", null, null, 1), bobs::add);
        ledger.holdsBack = false;
        ledger.submit(new Command.ReleaseOrder(NOW, anns.id(), OPERATOR), outcome -> {});
        ledger.heldBack.remove().run();
        assertThat(bobs).containsExactly(refused(new Refusal.SoldOut()));
        assertThat(place(order("concert", "cid", null, null, 1)))
                .as("seats came back after bob was refused and before he was told")
                .isInstanceOf(Outcome.OfOrder.class);
    }

    @Test
    void whoHasAnOrderGetsItAgainAlthoughAllIsSoldOut() {
        Command.PlaceOrder anns = order("concert", "ann", null, null, 2);
        Order first = placed(anns);
        place(order("concert", "bob", null, null, 1));
        Command.PlaceOrder again = order("concert", "ann", null, null, 2);
        assertThat(place(again)).isEqualTo(new Outcome.OfOrder(first, true));
        assertThat(place(order("concert", "ann", null, null, 1))).isEqualTo(refused(new Refusal.KeyReused()));
    }

    @Test
    void whoIsAtTheLimitIsToldSoAlthoughAllIsSoldOut() {
        placed(order("limited", "ann", null, null, 1));
        placed(order("limited", "bob", null, null, 1));
        place(order("limited", "cid", null, null, 1));
        Command.PlaceOrder anns = order("limited", "ann", null, null, 1);
        Command.PlaceOrder otherKey = new Command.PlaceOrder(
                NOW, anns.sale(), anns.order(), anns.buyer(), "another", anns.tier(), null, null, 1);
        assertThat(place(otherKey)).isEqualTo(refused(new Refusal.BuyerLimit(1, 1)));
    }

    @Test
    void aStrangerIsToldWhatMemoryKnowsAndNothingElse() {
        assertThat(gate.refusalToStranger(order("concert", "x", null, null, 1))).isNull();
        assertThat(gate.refusalToStranger(order("nowhere", "x", null, null, 1))).isNull();
        Order anns = placed(order("concert", "ann", null, null, 2));
        place(order("concert", "bob", null, null, 1));
        assertThat(gate.refusalToStranger(order("concert", "x", null, null, 1)))
                .isEqualTo(refused(new Refusal.SoldOut()));
        assertThat(new Gate(ledger).refusalToStranger(order("concert", "x", null, null, 1)))
                .as("before it has caught up")
                .isNull();
        ledger.submit(new Command.ReleaseOrder(NOW, anns.id(), OPERATOR), outcome -> {});
        assertThat(gate.refusalToStranger(order("concert", "x", null, null, 1))).isNull();
    }

    @Test
    void aGateThatStartsLaterLearnsWhoHasOrders() {
        Order first = placed(order("concert", "ann", null, null, 2));
        gate = caughtUp();
        assertThat(place(order("concert", "bob", null, null, 1))).isEqualTo(refused(new Refusal.SoldOut()));
        assertThat(place(order("concert", "ann", null, null, 2))).isEqualTo(new Outcome.OfOrder(first, true));
    }

    @Test
    void beforeItHasCaughtUpItAsksTheLedgerEverything() {
        placed(order("concert", "ann", null, null, 2));
        gate = new Gate(ledger);
        ledger.onCommit(gate);
        ledger.asked = 0;
        place(order("concert", "bob", null, null, 1));
        place(order("concert", "cid", null, null, 1));
        assertThat(ledger.asked).isEqualTo(2);
        assertThat(gate.isCaughtUp()).isFalse();
    }

    @Test
    void termsAreAnsweredFromMemory() {
        ledger.submit(new Command.ChangeSale(NOW, "change 2", "concert", SaleChange.to(Status.PAUSED)), outcome -> {});
        ledger.asked = 0;
        assertThat(place(order("concert", "ann", null, null, 1))).isEqualTo(refused(new Refusal.Paused()));
        assertThat(place(order("train", "ann", "d", "a", 1)))
                .isEqualTo(refused(new Refusal.BadJourney("\"to\" must come after \"from\"")));
        assertThat(place(order("train", "ann", "a", "b", 0)))
                .isEqualTo(refused(new Refusal.BadQuantity(Limits.ORDER_SEATS_MAX)));
        assertThat(ledger.asked).isZero();
        ledger.submit(new Command.ChangeSale(NOW, "change 3", "concert", SaleChange.to(Status.ACTIVE)), outcome -> {});
        assertThat(place(order("concert", "ann", null, null, 1))).isInstanceOf(Outcome.OfOrder.class);
    }

    @Test
    void tooManyInFlightAreBusyAndRoomComesBack() {
        ledger.holdsBack = true;
        List<Outcome> answers = new ArrayList<>();
        for (int i = 0; i < Limits.GATE_ORDERS_IN_FLIGHT_MAX; i++) {
            assertThat(gate.place(order("concert", "b" + i, null, null, 1), answers::add))
                    .isNull();
        }
        assertThat(gate.place(order("concert", "late", null, null, 1), answers::add))
                .isEqualTo(refused(new Refusal.Busy(Limits.BUSY_RETRY_SECONDS)));
        assertThat(gate.inFlight()).isEqualTo(Limits.GATE_ORDERS_IN_FLIGHT_MAX);
        ledger.answerAll();
        assertThat(answers).hasSize(Limits.GATE_ORDERS_IN_FLIGHT_MAX);
        assertThat(gate.inFlight()).isZero();
    }

    @Test
    void afterAGapItAsksTheLedgerEverythingUntilItHasReadTheJournal() {
        Order anns = placed(order("concert", "ann", null, null, 2));
        place(order("concert", "bob", null, null, 1));
        gate.committed(Journals.SOLE, List.of(new Event.OrderMoved(NOW, anns)), ledger.end() + 5);
        ledger.asked = 0;

        assertThat(gate.isMissingEvents()).isTrue();
        place(order("concert", "cid", null, null, 1));
        place(order("concert", "dan", null, null, 1));

        assertThat(ledger.asked).isEqualTo(2);
    }

    /** Another server has taken over that had not got the last orders: their seats are free again, though nobody released them. */
    @Test
    void whatWasLearntOfAJournalThatWasCutIsForgottenAndReadAnew() {
        place(order("concert", "ann", null, null, 2));
        place(order("concert", "bob", null, null, 1));
        int asked = ledger.asked;
        assertThat(place(order("concert", "cid", null, null, 1))).isEqualTo(new Outcome.Refused(new Refusal.SoldOut()));
        assertThat(ledger.asked).as("from memory").isEqualTo(asked);

        gate.cut(Journals.SOLE);

        assertThat(gate.isMissingEvents()).isTrue();
        place(order("concert", "dan", null, null, 1));
        assertThat(ledger.asked).as("the ledger is asked").isEqualTo(asked + 1);

        gate.catchUp(Journals.sole(ledger));
        assertThat(gate.isMissingEvents()).isFalse();
        place(order("concert", "eve", null, null, 1));
        assertThat(ledger.asked).as("what is gone is learnt again").isEqualTo(asked + 2);
        place(order("concert", "fay", null, null, 1));
        assertThat(ledger.asked).isEqualTo(asked + 2);
    }
}
