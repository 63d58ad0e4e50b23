package dev.onsale.ledger;

import static dev.onsale.ledger.TicketDesk.accepted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.sale.Deduct;
import dev.onsale.sale.SampleSale;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** How many orders one buyer may make in one sale, whatever becomes of them: else whoever orders and gives back without end fills the ledger. */
interface OrderRoomContract extends LedgerScene {

    private Command.PlaceOrder order(String sale, String buyer, String key, int quantity) {
        return new Command.PlaceOrder(
                desk().now(),
                sale,
                OrderId.mint(desk().now(), sale, new Random((sale + buyer + key).hashCode())),
                buyer,
                key,
                "floor",
                null,
                null,
                quantity);
    }

    /** Places as many orders as one buyer may. */
    private List<Order> most(String sale, String buyer) {
        List<Order> orders = new ArrayList<>();
        List<Command> some = new ArrayList<>();
        for (int i = 1; i <= ordersOfBuyerMax(); i++) {
            some.add(order(sale, buyer, "k" + i, 1));
            if (i % 1_000 == 0 || i == ordersOfBuyerMax()) {
                desk().askAll(some).forEach(outcome -> orders.add(accepted(outcome)));
                some.clear();
            }
        }
        return orders;
    }

    private Refusal refusal(Command command) {
        return ((Outcome.Refused) desk().ask(command)).refusal();
    }

    @Test
    default void aBuyerWhoHasMadeTooManyOrdersMakesNoMore() {
        desk().open(SampleSale.concert("rush", 5).deduct(Deduct.PAYMENT));
        List<Order> orders = most("rush", "ann");
        Refusal tooMany = new Refusal.TooManyOrders(ordersOfBuyerMax());
        assertThat(refusal(order("rush", "ann", "one more", 1))).isEqualTo(tooMany);
        // What became of them does not matter.
        desk().released(orders.get(7));
        desk().paid(orders.get(8), "p");
        assertThat(refusal(order("rush", "ann", "one more", 1))).isEqualTo(tooMany);
        // The same question gets the same answer; other buyers, and other sales, are another matter.
        assertThat(desk().ask(order("rush", "ann", "k5", 1))).isEqualTo(new Outcome.OfOrder(orders.get(4), true));
        accepted(desk().ask(order("rush", "bob", "k1", 1)));
        desk().open(SampleSale.concert("other", 5).deduct(Deduct.PAYMENT));
        accepted(desk().ask(order("other", "ann", "k1", 1)));
        // It comes before what is gone, and behind what is wrong with the request.
        assertThat(refusal(order("rush", "ann", "one more", 6))).isEqualTo(tooMany);
        assertThat(refusal(order("rush", "bob", "six", 6))).isEqualTo(new Refusal.SoldOut());
        assertThat(refusal(order("rush", "ann", "k5", 2))).isEqualTo(new Refusal.KeyReused());
        desk().at(SampleSale.OPENS_AT - 1);
        assertThat(refusal(order("rush", "ann", "one more", 1))).isInstanceOf(Refusal.NotOpen.class);
    }
}
