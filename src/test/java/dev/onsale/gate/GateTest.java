package dev.onsale.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.config.Limits;
import dev.onsale.events.Journals;
import dev.onsale.ledger.Command;
import dev.onsale.ledger.Event;
import dev.onsale.ledger.MemoryLedger;
import dev.onsale.ledger.Order;
import dev.onsale.ledger.OrderId;
import dev.onsale.ledger.Outcome;
import dev.onsale.ledger.Party;
import dev.onsale.ledger.Refusal;
import dev.onsale.ledger.SaleChange;
import dev.onsale.sale.Deduct;
import dev.onsale.sale.Sale;
import dev.onsale.sale.Status;
import dev.onsale.sale.Tier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GateTest {

    private static final long OPENS = 1_000_000;
    private static final long NOW = OPENS + 1;
    private static final Party OPERATOR = new Party.Operator();

    /** A ledger that counts who comes through, and holds back its answers when told to. */
    private static final class WatchedLedger extends MemoryLedger {
        int asked;
        boolean holdsBack;
        final Queue<Runnable> heldBack = new ArrayDeque<>();

        @Override
        public synchronized void submit(Command command, Consumer<Outcome> answer) {
            asked++;
            if (holdsBack) {
                super.submit(command, outcome -> heldBack.add(() -> answer.accept(outcome)));
            } else {
                super.submit(command, answer);
            }
        }
    }

    private final RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
    private final WatchedLedger ledger = new WatchedLedger();
    private Gate gate = new Gate(ledger);

    @BeforeEach
    void open() {
        ledger.submit(new Command.OpenSale(NOW, sale("concert", 0, List.of(), 2)), outcome -> {});
        ledger.submit(new Command.OpenSale(NOW, sale("limited", 1, List.of(), 2)), outcome -> {});
        ledger.submit(new Command.OpenSale(NOW, sale("train", 0, List.of("a", "b", "c", "d"), 1)), outcome -> {});
        gate = caughtUp();
        ledger.asked = 0;
    }

    private Gate caughtUp() {
        return caughtUp(LocalStockRule.alone());
    }

    private Gate caughtUp(LocalStockRule rule) {
        Gate fresh = new Gate(ledger, rule);
        ledger.onCommit(fresh);
        fresh.catchUp(Journals.sole(ledger));
        return fresh;
    }

    private static Sale sale(String id, int perBuyer, List<String> stops, int capacity) {
        return new Sale(
                id,
                id,
                OPENS,
                Sale.NEVER,
                60,
                Deduct.HOLD,
                perBuyer,
                false,
                Status.ACTIVE,
                stops,
                List.of(new Tier("seat", "Seat", capacity, 100, "CNY", List.of())));
    }

    private Command.PlaceOrder order(String sale, String buyer, @Nullable String from, @Nullable String to, int seats) {
        return new Command.PlaceOrder(
                NOW, sale, OrderId.mint(NOW, random), buyer, "key-" + buyer, "seat", from, to, seats);
    }

    private Outcome place(Command.PlaceOrder command) {
        List<Outcome> answers = new ArrayList<>();
        Outcome atOnce = gate.place(command, answers::add);
        if (atOnce != null) {
            assertThat(answers)
                    .as("an outcome that is returned is not told again")
                    .isEmpty();
            return atOnce;
        }
        assertThat(answers).hasSize(1);
        return answers.getFirst();
    }

    private Order placed(Command.PlaceOrder command) {
        return ((Outcome.OfOrder) place(command)).order();
    }

    private static Outcome refused(Refusal refusal) {
        return new Outcome.Refused(refusal);
    }

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
        answerAll();
        assertThat(answers).hasSize(Limits.GATE_ORDERS_IN_FLIGHT_MAX);
        assertThat(gate.inFlight()).isZero();
    }

    /** Answers those who wait, and those who are asked for then. */
    private void answerAll() {
        for (Runnable answer = ledger.heldBack.poll(); answer != null; answer = ledger.heldBack.poll()) {
            answer.run();
        }
    }

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

        answerAll();

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

        answerAll();

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
        answerAll();
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

        answerAll();

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

        answerAll();

        assertThat(sold(answers)).isEqualTo(30_000);
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

    @Test
    void aFixedLocalStockIsAllThatTheNodeSells() {
        ledger.submit(
                new Command.ChangeSale(NOW, "change 7", "concert", SaleChange.addStock("seat", 98)), outcome -> {});
        gate = caughtUp(new LocalStockRule.Fixed(3));
        ledger.asked = 0;
        List<Outcome> answers = placeInOneMoment(50);
        assertThat(ledger.asked).isEqualTo(3);
        assertThat(answers).as("one of the three may be refused yet").isEmpty();
        answerAll();
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
