package dev.onsale.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.config.Limits;
import dev.onsale.ledger.Command;
import dev.onsale.ledger.Order;
import dev.onsale.ledger.OrderId;
import dev.onsale.ledger.Outcome;
import dev.onsale.ledger.Refusal;
import dev.onsale.ledger.SaleChange;
import dev.onsale.sale.Deduct;
import dev.onsale.sale.Sale;
import dev.onsale.sale.Status;
import dev.onsale.sale.Tier;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the gate may still ask the ledger for, and who waits for the answers to those before them. */
class GateStockTest extends GateScene {

    private List<Outcome> placeInOneMoment(int orders) {
        ledger.holdsBack = true;
        List<Outcome> answers = new ArrayList<>();
        for (int i = 0; i < orders; i++) {
            Outcome atOnce = gate.place(order("concert", "m" + i, null, null, 1), answers::add);
            if (atOnce != null) {
                answers.add(atOnce);
            }
        }
        return answers;
    }

    private static long sold(List<Outcome> answers) {
        return answers.stream()
                .filter(answer -> answer instanceof Outcome.OfOrder)
                .count();
    }

    @Test
    void theLedgerIsAskedForWhatCouldBeSoldAndTheOthersWait() {
        List<Outcome> answers = placeInOneMoment(5_000);
        int asked = ledger.asked;
        assertThat(asked).isBetween(Limits.GATE_BUFFER_SEATS, Limits.GATE_BUFFER_SEATS + 2);
        assertThat(answers).isEmpty();

        ledger.answerAll();

        assertThat(answers).hasSize(5_000);
        assertThat(sold(answers)).isEqualTo(2);
        assertThat(ledger.asked).as("the first refusal tells all who wait").isLessThanOrEqualTo(asked + 2);
    }

    @Test
    void aNodeWithAShareAsksForItsShare() {
        ledger.submit(
                new Command.ChangeSale(NOW, "change 4", "concert", SaleChange.addStock("seat", 3_998)), outcome -> {});
        gate = caughtUp(new LocalStockRule.Shared(() -> 0.1));
        ledger.asked = 0;
        List<Outcome> answers = placeInOneMoment(5_000);
        assertThat(ledger.asked).isBetween(Limits.GATE_BUFFER_SEATS + 300, Limits.GATE_BUFFER_SEATS + 400);

        ledger.answerAll();

        assertThat(sold(answers))
                .as("the others' shares are sold by whoever asks")
                .isEqualTo(4_000);
        assertThat(answers).hasSize(5_000);
        assertThat(ledger.asked).isLessThan(4_000 + 2 * Limits.GATE_BUFFER_SEATS);
    }

    @Test
    void aBuyerWithAnOrderDoesNotWait() {
        Order anns = placed(order("concert", "ann", null, null, 1));
        List<Outcome> answers = placeInOneMoment(1_000);
        ledger.holdsBack = false;

        assertThat(place(order("concert", "ann", null, null, 1))).isEqualTo(new Outcome.OfOrder(anns, true));
        assertThat(answers).isEmpty();
        ledger.answerAll();
        assertThat(sold(answers)).isEqualTo(1);
    }

    @Test
    void theBufferHoldsTheLargestOrderHoweverSmallTheShare() {
        gate = caughtUp(new LocalStockRule.Shared(() -> 0));
        List<String> stops = IntStream.range(0, 60).mapToObj(i -> "s" + i).toList();
        ledger.submit(new Command.OpenSale(NOW, sale("long", 0, stops, Limits.ORDER_SEATS_MAX)), outcome -> {});
        assertThat(place(order("long", "ann", null, null, Limits.ORDER_SEATS_MAX)))
                .isInstanceOf(Outcome.OfOrder.class);
        assertThat(place(order("long", "bob", null, null, 1))).isEqualTo(refused(new Refusal.SoldOut()));
    }

    @Test
    void whoeverWaitsIsNotOvertaken() {
        ledger.submit(
                new Command.ChangeSale(NOW, "change 5", "concert", SaleChange.addStock("seat", 998)), outcome -> {});
        gate = caughtUp(new LocalStockRule.Fixed(105));
        ledger.holdsBack = true;
        ledger.asked = 0;
        List<Outcome> answers = new ArrayList<>();
        gate.place(order("concert", "ann", null, null, 100), answers::add);
        gate.place(order("concert", "bob", null, null, 10), answers::add);
        gate.place(order("concert", "cid", null, null, 1), answers::add);
        assertThat(ledger.asked).as("five seats are left, and bob wants ten").isEqualTo(1);

        ledger.answerAll();

        assertThat(answers)
                .satisfiesExactly(
                        anns -> assertThat(anns).isInstanceOf(Outcome.OfOrder.class),
                        bobs -> assertThat(bobs).isEqualTo(refused(new Refusal.SoldOut())),
                        cids -> assertThat(cids).isInstanceOf(Outcome.OfOrder.class));
    }

    @Test
    void answersInsideOfTheCallDoNotPileUp() {
        ledger.submit(
                new Command.ChangeSale(NOW, "change 6", "concert", SaleChange.addStock("seat", 29_998)), outcome -> {});
        gate = caughtUp(new LocalStockRule.Shared(() -> 0));
        List<Outcome> answers = placeInOneMoment(30_000);
        assertThat(answers).isEmpty();
        ledger.holdsBack = false;

        ledger.answerAll();

        assertThat(sold(answers)).isEqualTo(30_000);
    }

    @Test
    void aFixedLocalStockIsAllThatTheNodeSells() {
        ledger.submit(
                new Command.ChangeSale(NOW, "change 7", "concert", SaleChange.addStock("seat", 98)), outcome -> {});
        gate = caughtUp(new LocalStockRule.Fixed(3));
        ledger.asked = 0;
        List<Outcome> answers = placeInOneMoment(50);
        assertThat(ledger.asked).isEqualTo(3);
        assertThat(answers).as("one of the three may be refused yet").isEmpty();
        ledger.answerAll();
        assertThat(answers).hasSize(50);
        assertThat(sold(answers)).isEqualTo(3);
        ledger.holdsBack = false;

        assertThat(place(order("concert", "late", null, null, 1))).isEqualTo(refused(new Refusal.SoldOut()));
        assertThat(ledger.asked).isEqualTo(3);
        assertThat(gate.localStock(10).stream()
                        .filter(stock -> stock.sale().equals("concert"))
                        .map(Gate.LocalStockFigures::seatLegs))
                .containsExactly(0L);

        OrderId first = answers.stream()
                .filter(answer -> answer instanceof Outcome.OfOrder)
                .map(answer -> ((Outcome.OfOrder) answer).order().id())
                .findFirst()
                .orElseThrow();
        ledger.submit(new Command.ReleaseOrder(NOW, first, OPERATOR), outcome -> {});
        assertThat(place(order("concert", "again", null, null, 1))).isInstanceOf(Outcome.OfOrder.class);
        assertThat(place(order("concert", "later", null, null, 1))).isEqualTo(refused(new Refusal.SoldOut()));
    }

    @Test
    void whatOtherNodesGiveBackDoesNotFillAFixedLocalStock() {
        Order others = placed(order("concert", "ann", null, null, 1));
        gate = caughtUp(new LocalStockRule.Fixed(1));
        placed(order("concert", "bob", null, null, 1));
        ledger.submit(new Command.ReleaseOrder(NOW, others.id(), OPERATOR), outcome -> {});
        assertThat(place(order("concert", "cid", null, null, 1))).isEqualTo(refused(new Refusal.SoldOut()));
    }

    @Test
    void aRefusedOrderTakesNothingOfAFixedLocalStock() {
        gate = caughtUp(new LocalStockRule.Fixed(1));
        Command.PlaceOrder limited = order("limited", "ann", null, null, 1);
        ledger.submit(limited, outcome -> {}); // by another node
        Command.PlaceOrder second = new Command.PlaceOrder(
                NOW, "limited", OrderId.mint(NOW, random), "ann", "another", "seat", null, null, 1);
        assertThat(place(second)).isEqualTo(refused(new Refusal.BuyerLimit(1, 1)));
        assertThat(place(order("limited", "bob", null, null, 1))).isInstanceOf(Outcome.OfOrder.class);
    }

    @Test
    void ordersThatTakeNoSeatsDoNotWait() {
        ledger.submit(
                new Command.OpenSale(
                        NOW,
                        new Sale(
                                "lottery",
                                "lottery",
                                OPENS,
                                Sale.NEVER,
                                60,
                                Deduct.PAYMENT,
                                0,
                                false,
                                Status.ACTIVE,
                                List.of(),
                                List.of(new Tier("seat", "Seat", 1, 100, "CNY", List.of())))),
                outcome -> {});
        gate = caughtUp(new LocalStockRule.Fixed(1));
        for (int i = 0; i < 10; i++) {
            assertThat(place(order("lottery", "b" + i, null, null, 1))).isInstanceOf(Outcome.OfOrder.class);
        }
    }
}
