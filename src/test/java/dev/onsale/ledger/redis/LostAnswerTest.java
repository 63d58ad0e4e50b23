package dev.onsale.ledger.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.events.EventFeed;
import dev.onsale.ledger.Command;
import dev.onsale.ledger.Event;
import dev.onsale.ledger.Order;
import dev.onsale.ledger.OrderState;
import dev.onsale.ledger.Outcome;
import dev.onsale.ledger.Party;
import dev.onsale.ledger.SaleChange;
import dev.onsale.orders.SampleOrder;
import dev.onsale.sale.Sale;
import dev.onsale.sale.SampleSale;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A command whose answer was lost is sent again by its node, is done once, and is told what it came to the first time; whatever happened in between. */
@Tag("servers")
class LostAnswerTest extends BehindACable {

    private static final Party OPERATOR = new Party.Operator();

    private static Sale rush(int seats) {
        return SampleSale.concert("rush", seats).sale();
    }

    /** Asks the ledger behind the cable, which is cut behind the call; then the other ledger is asked. */
    private Outcome askedOverACut(Command command, String word, Command meanwhile) throws Exception {
        cable.cutBehind(word, () -> Desk.asked(other, meanwhile).join());
        Outcome outcome = Desk.ask(ledger, command);
        assertThat(cable.isCut()).isTrue();
        return outcome;
    }

    private Order placed(String key) throws Exception {
        return ((Outcome.OfOrder) Desk.told(other, Desk.wish("rush", "ann", key))).order();
    }

    private static void assertFirst(Outcome outcome, OrderState state) {
        assertThat(outcome).isInstanceOfSatisfying(Outcome.OfOrder.class, yes -> {
            assertThat(yes.order().state()).isEqualTo(state);
            assertThat(yes.repeated()).isFalse();
        });
    }

    @Test
    void aPaymentThatWasRefundedMeanwhileIsToldAsPaid() throws Exception {
        Order order = placed("k");
        Outcome paid = askedOverACut(
                new Command.PayOrder(Desk.NOW + 1, order.id(), "p"),
                "paid",
                new Command.RefundOrder(Desk.NOW + 2, order.id(), OPERATOR));
        assertFirst(paid, OrderState.PAID);
        assertThat(((Outcome.OfOrder) paid).order().reference()).isEqualTo("p");
        assertThat(((Outcome.OfOrder) paid).order().seats()).isEqualTo(order.seats());
        assertThat(Desk.find(other, order.id()).orElseThrow().state()).isEqualTo(OrderState.REFUNDED);
    }

    @Test
    void aReleaseThatWasPaidLateMeanwhileIsToldAsReleased() throws Exception {
        Order order = placed("k");
        Outcome released = askedOverACut(
                new Command.ReleaseOrder(Desk.NOW + 1, order.id(), OPERATOR),
                "release",
                new Command.PayOrder(Desk.NOW + 2, order.id(), "late"));
        assertFirst(released, OrderState.RELEASED);
        assertThat(((Outcome.OfOrder) released).order().reference()).isNull();
        assertThat(Desk.find(other, order.id()).orElseThrow().state()).isEqualTo(OrderState.REFUND_DUE);
    }

    @Test
    void aRefundIsToldAsTheFirstOne() throws Exception {
        Order order = placed("k");
        Desk.ask(other, new Command.PayOrder(Desk.NOW, order.id(), "p"));
        Outcome refunded = askedOverACut(
                new Command.RefundOrder(Desk.NOW + 1, order.id(), OPERATOR), "refund", Desk.wish("rush", "bob", "k"));
        assertFirst(refunded, OrderState.REFUNDED);
    }

    @Test
    void anOrderIsPlacedOnce() throws Exception {
        Outcome placed = askedOverACut(Desk.wish("rush", "ann", "k"), "place", Desk.wish("rush", "bob", "k"));
        assertFirst(placed, OrderState.HELD);
        Desk.await("two seats are held", () -> held() == 2);
    }

    /** Put back, and over before the answer could be sent again: it is told as it was put back. */
    @Test
    void anOrderIsPutBackOnceAndToldAsItWasPutBack() throws Exception {
        Command.PlaceOrder lost = Desk.wish("rush", "ann", "lost");
        Order order = SampleOrder.of(rush(10), 1).id(lost.order()).buyer("ann").order();
        Outcome restored = askedOverACut(
                new Command.RestoreOrder(Desk.NOW, order),
                "restore",
                new Command.PayOrder(Desk.NOW + 2, order.id(), "p"));
        assertFirst(restored, OrderState.HELD);
        assertThat(((Outcome.OfOrder) restored).order().reference()).isNull();
        assertThat(Desk.find(other, order.id()).orElseThrow().state()).isEqualTo(OrderState.PAID);
        assertThat(server.tell("XLEN {rush}:events")).startsWith(":3");
    }

    private int held() {
        return other.sale("rush").tiers().getFirst().held(0);
    }

    @Test
    void seatsAreAddedOnceAndToldAsTheyWereAdded() throws Exception {
        Outcome added = askedOverACut(
                new Command.ChangeSale(Desk.NOW, "k", "rush", SaleChange.addStock("floor", 10)),
                "floor",
                new Command.ChangeSale(Desk.NOW, "k2", "rush", SaleChange.addStock("floor", 5)));
        assertThat(added).isEqualTo(new Outcome.OfSale(rush(20), false));
        assertThat(Desk.ask(other, new Command.ChangeSale(Desk.NOW, "k", "rush", SaleChange.addStock("floor", 10))))
                .as("the other node, asked with the same key")
                .isEqualTo(new Outcome.OfSale(rush(20), true));
        Desk.await("all seats are there", () -> other.sale("rush").sale().equals(rush(25)));
    }

    /** After each reconnect what was told last is held against the stream: another event there means that a server took over that had not got it. */
    @Test
    void whatWasToldOfASaleIsWhatTheStreamHas() throws Exception {
        List<String> cuts = new CopyOnWriteArrayList<>();
        other.onCommit(new EventFeed.Listener() {
            @Override
            public void committed(String journal, List<Event> events, long position) {}

            @Override
            public void cut(String journal) {
                cuts.add(journal);
            }
        });
        List<Command> commands = List.of(
                new Command.OpenSale(
                        Desk.NOW, "k", SampleSale.concert("fresh", 5).sale()),
                new Command.ChangeSale(Desk.NOW, "k2", "fresh", SaleChange.addStock("floor", 5)),
                Desk.wish("fresh", "ann", "k3"));
        for (Command command : commands) {
            assertThat(Desk.ask(other, command)).isNotInstanceOf(Outcome.Refused.class);
            server.tell("CLIENT KILL TYPE normal SKIPME yes");
            Desk.placedInTheEnd(other, "rush", "after " + command.getClass());
            // Each sale for itself; this one is asked without writing anything.
            assertThat(Desk.find(other, Desk.wish("fresh", "bob", "no").order()))
                    .isEmpty();
            assertThat(cuts).as("after %s", command).isEmpty();
        }
    }

    @Test
    void aSaleIsOpenedOnceAndToldAsItWasOpened() throws Exception {
        Sale fresh = SampleSale.concert("fresh", 5).sale();
        Outcome opened = askedOverACut(
                new Command.OpenSale(Desk.NOW, "k", fresh),
                "onsale_open",
                new Command.ChangeSale(Desk.NOW, "k2", "fresh", SaleChange.addStock("floor", 5)));
        assertThat(opened).isEqualTo(new Outcome.OfSale(fresh, false));
    }
}
