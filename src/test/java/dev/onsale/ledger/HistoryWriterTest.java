package dev.onsale.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Whether the random histories are worth playing: the same by seed, and rich enough to meet everything that can happen. */
class HistoryWriterTest {

    @Test
    void theSameSeedWritesTheSameHistory() {
        assertThat(HistoryWriter.write(17)).isEqualTo(HistoryWriter.write(17)).isNotEqualTo(HistoryWriter.write(18));
    }

    @Test
    void historiesMeetEveryOutcomeOfALedger() {
        Set<String> met = new TreeSet<>();
        Set<OrderState> states = EnumSet.noneOf(OrderState.class);
        int accepted = 0;
        int asked = 0;
        for (long seed = 0; seed < 150; seed++) {
            NaiveLedger model = new NaiveLedger();
            for (Command command : HistoryWriter.write(seed)) {
                asked++;
                switch (model.ask(command)) {
                    case Outcome.Refused(Refusal refusal) ->
                        met.add(command.getClass().getSimpleName() + " " + refusal.code());
                    case Outcome.Expired(int orders, boolean more) ->
                        met.add(more ? "more to expire" : "no more to expire");
                    case Outcome.OfSale(var sale, boolean repeated) ->
                        met.add(command.getClass().getSimpleName() + (repeated ? " repeated" : " done"));
                    case Outcome.Unknown() -> throw new AssertionError("the model knows what it did");
                    case Outcome.OfOrder(Order order, boolean repeated) -> {
                        accepted++;
                        states.add(order.state());
                        met.add(command.getClass().getSimpleName()
                                + (repeated ? " repeated" : " done")
                                + (order.recovered() ? " recovered" : ""));
                    }
                }
            }
        }
        // An expired order is told of when its key is repeated.
        assertThat(states).containsExactlyInAnyOrder(OrderState.values());
        assertThat(accepted).as("of %d commands", asked).isGreaterThan(asked / 4);
        assertThat(met)
                .containsAll(List.of(
                        "OpenSale done",
                        "OpenSale repeated",
                        "OpenSale sale_exists",
                        "ChangeSale done",
                        "ChangeSale repeated",
                        "ChangeSale closed",
                        "ChangeSale unknown_tier",
                        "ChangeSale bad_change",
                        "PlaceOrder done",
                        "PlaceOrder repeated",
                        "PlaceOrder unknown_sale",
                        "PlaceOrder not_open",
                        "PlaceOrder paused",
                        "PlaceOrder closed",
                        "PlaceOrder unknown_tier",
                        "PlaceOrder bad_journey",
                        "PlaceOrder bad_quantity",
                        "PlaceOrder key_reused",
                        "PlaceOrder buyer_limit",
                        "PlaceOrder sold_out",
                        "PayOrder done",
                        "PayOrder repeated",
                        "PayOrder done recovered",
                        "PayOrder unknown_order",
                        "PayOrder already_paid",
                        "PayOrder already_refund_due",
                        "PayOrder already_refunded",
                        "ReleaseOrder done",
                        "ReleaseOrder repeated",
                        "ReleaseOrder unknown_order",
                        "ReleaseOrder not_yours",
                        "ReleaseOrder already_paid",
                        "ReleaseOrder already_expired",
                        "ReleaseOrder already_refund_due",
                        "ReleaseOrder already_refunded",
                        "RefundOrder done",
                        "RefundOrder repeated",
                        "RefundOrder unknown_order",
                        "RefundOrder not_yours",
                        "RefundOrder already_held",
                        "RefundOrder already_placed",
                        "RefundOrder already_paid",
                        "RefundOrder already_released",
                        "RefundOrder already_expired",
                        "RefundOrder already_refund_due",
                        "RefundOrder done recovered",
                        "more to expire",
                        "no more to expire"));
    }
}
