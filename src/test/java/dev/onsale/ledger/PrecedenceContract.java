package dev.onsale.ledger;

import static dev.onsale.ledger.TicketDesk.accepted;
import static dev.onsale.ledger.TicketDesk.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.sale.SampleSale;
import dev.onsale.sale.Status;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** When several reasons speak against an order, the first one is given, in the order in which {@link Reason} has them. */
interface PrecedenceContract extends LedgerScene {

    /** A reason to refuse an order, in order of precedence. */
    enum Reason {
        UNKNOWN_SALE,
        NOT_OPEN,
        PAUSED,
        CLOSED,
        UNKNOWN_TIER,
        BAD_JOURNEY,
        BAD_QUANTITY,
        KEY_REUSED,
        BUYER_LIMIT,
        SOLD_OUT
    }

    @Test
    default void eachReasonAloneIsGiven() {
        for (Reason reason : Reason.values()) {
            assertThat(codeOf(Set.of(reason))).isEqualTo(word(reason));
        }
    }

    @Test
    default void ofEachTwoReasonsTheFirstIsGiven() {
        for (Reason first : Reason.values()) {
            for (Reason second : EnumSet.range(first, Reason.SOLD_OUT)) {
                assertThat(codeOf(Set.copyOf(EnumSet.of(first, second))))
                        .as("%s and %s", first, second)
                        .isEqualTo(word(first));
            }
        }
    }

    private static String word(Reason reason) {
        return reason.name().toLowerCase(Locale.ROOT);
    }

    /** What is answered to an order against which exactly these reasons speak. */
    private String codeOf(Set<Reason> reasons) {
        TicketDesk desk = desk();
        long opensAt = SampleSale.OPENS_AT;
        long orderAt = reasons.contains(Reason.NOT_OPEN) ? opensAt - 1 : opensAt + 2_000;
        // Before its opening, a sale can only be closed by an operator; otherwise its time has come, which can be while
        // it is
        // paused too.
        boolean closedByOperator = reasons.contains(Reason.CLOSED) && reasons.contains(Reason.NOT_OPEN);
        boolean closedByTime = reasons.contains(Reason.CLOSED) && !closedByOperator;
        SampleSale sale = SampleSale.train(
                        "sale-"
                                + String.join(
                                        "-",
                                        reasons.stream()
                                                .map(PrecedenceContract::word)
                                                .sorted()
                                                .toList()),
                        3,
                        4)
                .perBuyer(reasons.contains(Reason.BUYER_LIMIT) ? 2 : 100)
                .closesAt(closedByTime ? opensAt + 2_000 : opensAt + 9_000);

        desk.at(opensAt);
        desk.open(sale);
        accepted(desk.ask(order(sale, opensAt, "ann", "first key", "second", "C", 1)));
        if (reasons.contains(Reason.SOLD_OUT)) {
            accepted(desk.ask(order(sale, opensAt, "bob", "k", "second", "C", 2)));
        }
        if (reasons.contains(Reason.PAUSED)) {
            desk.status(Status.PAUSED);
        }
        if (closedByOperator) {
            desk.status(Status.CLOSED);
        }
        Command.PlaceOrder wish = order(
                reasons.contains(Reason.UNKNOWN_SALE) ? SampleSale.concert("nowhere", 1) : sale,
                orderAt,
                "ann",
                reasons.contains(Reason.KEY_REUSED) ? "first key" : "second key",
                reasons.contains(Reason.UNKNOWN_TIER) ? "third" : "second",
                reasons.contains(Reason.BAD_JOURNEY) ? "A" : "B",
                reasons.contains(Reason.BAD_QUANTITY) ? 101 : 2);
        return refused(desk.ask(wish)).code();
    }

    private Command.PlaceOrder order(
            SampleSale sale, long now, String buyer, String key, String tier, String to, int quantity) {
        String id = sale.sale().id();
        return new Command.PlaceOrder(now, id, desk().newId(id), buyer, key, tier, "A", to, quantity);
    }

    @Test
    default void anOrderThatIsUnknownIsNobodys() {
        desk().open(SampleSale.concert("rush", 3));
        desk().place("ann", 1);
        assertThat(refused(desk().ask(new Command.PayOrder(desk().now(), desk().newId(), "p1"))))
                .isEqualTo(new Refusal.UnknownOrder());
        assertThat(refused(desk().ask(new Command.ReleaseOrder(desk().now(), desk().newId(), new Party.Operator()))))
                .isEqualTo(new Refusal.UnknownOrder());
        assertThat(refused(desk().ask(new Command.RefundOrder(desk().now(), desk().newId(), new Party.Operator()))))
                .isEqualTo(new Refusal.UnknownOrder());
    }

    @Test
    default void somebodyElsesOrderIsNotYoursWhateverItsState() {
        desk().open(SampleSale.concert("rush", 9).buyerRefunds(true));
        Party bob = new Party.Buyer("bob");
        Order held = desk().place("ann", 1);
        Order paid = desk().paid(desk().place("ann", 1), "p1");
        Order released = desk().released(desk().place("ann", 1));
        for (Order order : new Order[] {held, paid, released}) {
            assertThat(refused(desk().release(order, bob))).isEqualTo(new Refusal.NotYours());
            assertThat(refused(desk().refund(order, bob))).isEqualTo(new Refusal.NotYours());
            assertThat(desk().known(order)).isEqualTo(order);
        }
    }
}
