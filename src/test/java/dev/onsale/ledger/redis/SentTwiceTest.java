package dev.onsale.ledger.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.ledger.Command;
import dev.onsale.ledger.Order;
import dev.onsale.ledger.OrderState;
import dev.onsale.ledger.Outcome;
import dev.onsale.ledger.Refusal;
import dev.onsale.orders.SampleOrder;
import dev.onsale.sale.SampleSale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What has no id of its own, expiring and putting back, does nothing a second time when its answer was lost and it is sent again. */
@Tag("servers")
class SentTwiceTest extends BehindACable {

    private static final int ORDERS = 5;

    private Order asSold(String key) {
        return SampleOrder.of(SampleSale.concert("rush", 10).sale(), 1)
                .id(Desk.wish("rush", "ann", key).order())
                .buyer("ann")
                .key(key)
                .order();
    }

    private Outcome restoredOverACut(Order order, Runnable meanwhile) throws Exception {
        cable.cutBehind("restore", meanwhile);
        Outcome outcome = Desk.ask(ledger, new Command.RestoreOrder(Desk.NOW, order));
        assertThat(cable.isCut()).isTrue();
        return outcome;
    }

    @Test
    void anOrderIsPutBackOnce() throws Exception {
        Order order = asSold("k");
        Outcome restored = restoredOverACut(order, () -> {});
        assertThat(restored).isInstanceOfSatisfying(Outcome.OfOrder.class, yes -> assertThat(
                        yes.order().state())
                .isEqualTo(OrderState.HELD));
        assertThat(server.tell("XLEN {rush}:events")).startsWith(":2");
        Desk.await(
                "one seat is held", () -> other.sale("rush").tiers().getFirst().held(0) == 1);
    }

    /** It was paid before it could be sent again: nothing is done a second time, and the payment stays. */
    @Test
    void anOrderThatWentOnMeanwhileIsNotPutBackOverThat() throws Exception {
        Order order = asSold("k");
        Outcome restored =
                restoredOverACut(order, () -> Desk.asked(other, new Command.PayOrder(Desk.NOW, order.id(), "p"))
                        .join());
        assertThat(restored)
                .satisfiesAnyOf(
                        said -> assertThat(said).isEqualTo(new Outcome.Refused(new Refusal.Already(OrderState.PAID))),
                        said -> assertThat(said).isInstanceOf(Outcome.OfOrder.class));
        assertThat(server.tell("XLEN {rush}:events")).startsWith(":3");
        Order now = Desk.find(other, order.id()).orElseThrow();
        assertThat(now.state()).isEqualTo(OrderState.PAID);
        assertThat(now.reference()).isEqualTo("p");
    }

    @Test
    void holdsEndOnce() throws Exception {
        for (int i = 0; i < ORDERS; i++) {
            assertThat(Desk.ask(other, Desk.wish("rush", "ann", "k" + i))).isInstanceOf(Outcome.OfOrder.class);
        }
        Desk.await(
                "the node behind the cable knows of all",
                () -> ledger.sale("rush") != null
                        && ledger.sale("rush").tiers().getFirst().held(0) == ORDERS);
        long late = Desk.NOW + SampleSale.HOLD_SECONDS * 1000L;
        cable.cutBehind("onsale_expire", () -> {});
        Outcome expired = Desk.ask(ledger, new Command.ExpireOrders(late, 100));
        assertThat(cable.isCut()).isTrue();
        assertThat(expired).isInstanceOf(Outcome.Expired.class);
        assertThat(server.tell("ZCARD {rush}:deadlines")).startsWith(":0");
        // The sale, its orders, and one entry for all that expired.
        assertThat(server.tell("XLEN {rush}:events")).startsWith(":" + (1 + ORDERS + 1));
        assertThat(server.tell("HGET {rush}:sale position")).contains("\r\n" + (1 + 2 * ORDERS) + "\r\n");
        Desk.await(
                "all seats are free",
                () -> other.sale("rush").tiers().getFirst().held(0) == 0);
        for (int i = 0; i < 10; i++) {
            assertThat(Desk.ask(other, Desk.wish("rush", "bob", "k" + i))).isInstanceOf(Outcome.OfOrder.class);
        }
        assertThat(Desk.ask(other, Desk.wish("rush", "bob", "more")))
                .isEqualTo(new Outcome.Refused(new Refusal.SoldOut()));
    }
}
