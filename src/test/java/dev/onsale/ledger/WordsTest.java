package dev.onsale.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.sale.Journey;
import dev.onsale.sale.Money;
import dev.onsale.sale.SampleSale;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The words of the domain as others read them: in JSON, metrics, SQL and the journal. Whoever changes one breaks a client. */
class WordsTest {

    @Test
    void refusals() {
        List<Refusal> inOrder = List.of(
                new Refusal.UnknownSale(),
                new Refusal.NotOpen(1),
                new Refusal.Paused(),
                new Refusal.Closed(),
                new Refusal.UnknownTier(),
                new Refusal.BadJourney("why"),
                new Refusal.BadQuantity(1),
                new Refusal.KeyReused(),
                new Refusal.BuyerLimit(1, 1),
                new Refusal.TooManyOrders(1),
                new Refusal.SoldOut(),
                new Refusal.LedgerFull(),
                new Refusal.UnknownOrder(),
                new Refusal.NotYours(),
                new Refusal.Already(OrderState.PAID),
                new Refusal.SaleExists(),
                new Refusal.BadChange("field", "why"),
                new Refusal.NotAdmitted(),
                new Refusal.Busy(1));
        assertThat(inOrder)
                .extracting(Refusal::code)
                .containsExactly(
                        "unknown_sale",
                        "not_open",
                        "paused",
                        "closed",
                        "unknown_tier",
                        "bad_journey",
                        "bad_quantity",
                        "key_reused",
                        "buyer_limit",
                        "too_many_orders",
                        "sold_out",
                        "ledger_full",
                        "unknown_order",
                        "not_yours",
                        "already_paid",
                        "sale_exists",
                        "bad_change",
                        "not_admitted",
                        "busy");
        assertThat(inOrder.stream().map(Object::getClass).distinct())
                .containsExactlyInAnyOrder(Refusal.class.getPermittedSubclasses());
    }

    @Test
    void statesOfAnOrder() {
        assertThat(OrderState.values())
                .extracting(OrderState::word)
                .containsExactly("held", "placed", "paid", "released", "expired", "refund_due", "refunded");
        assertThat(Arrays.stream(OrderState.values()).filter(OrderState::occupiesSeats))
                .containsExactly(OrderState.HELD, OrderState.PAID);
        assertThat(Arrays.stream(OrderState.values()).filter(OrderState::countsForBuyer))
                .containsExactly(OrderState.HELD, OrderState.PLACED, OrderState.PAID);
    }

    @Test
    void events() {
        Order order = new Order(
                new OrderId(1, 1),
                1,
                "rush",
                "ann",
                "k",
                "floor",
                Journey.WHOLE_CONCERT,
                1,
                Seats.of(1),
                OrderState.HELD,
                new Money(1, "EUR"),
                1,
                2,
                null,
                false);
        Map<Event, String> types = Map.of(
                new Event.SaleOpened(1, SampleSale.concert("rush", 1).sale()), "sale.opened",
                new Event.SaleChanged(1, SampleSale.concert("rush", 1).sale()), "sale.changed",
                new Event.OrderMoved(1, order), "order.held",
                new Event.OrderMoved(1, order.refundDue("p")), "order.refund_due");
        types.forEach((event, type) -> {
            assertThat(event.type()).isEqualTo(type);
            assertThat(event.saleId()).isEqualTo("rush");
        });
    }

    @Test
    void seatsAreAValue() {
        int[] numbers = {3, 1};
        Seats seats = Seats.of(numbers);
        numbers[0] = 9;
        assertThat(seats)
                .isEqualTo(Seats.of(3, 1))
                .hasSameHashCodeAs(Seats.of(3, 1))
                .isNotEqualTo(Seats.of(1, 3));
        assertThat(seats.count()).isEqualTo(2);
        assertThat(seats.number(0)).isEqualTo(3);
        assertThat(seats.stream()).containsExactly(3, 1);
        assertThat(Seats.of()).isSameAs(Seats.NONE);
        assertThat(Seats.NONE.count()).isZero();
    }
}
