package dev.onsale.ledger;

import static dev.onsale.ledger.TicketDesk.accepted;
import static dev.onsale.ledger.TicketDesk.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.sale.Journey;
import dev.onsale.sale.SampleSale;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Orders that the ledger has lost and that are put back: as they were, or not at all. */
interface RestoringContract extends LedgerScene {

    private Outcome restore(Order order) {
        return desk().ask(new Command.RestoreOrder(desk().now(), order));
    }

    /** An order like this one that the ledger does not know, of another buyer and on other seats. */
    private Order lost(Order like, OrderState state, int... seats) {
        boolean isPaid = state == OrderState.PAID || state == OrderState.REFUND_DUE || state == OrderState.REFUNDED;
        return new Order(
                OrderId.mint(desk().now(), like.sale(), new Random(seats.length == 0 ? 0 : seats[0])),
                77,
                like.sale(),
                "lost buyer",
                "lost key",
                like.tier(),
                like.journey(),
                seats.length,
                Seats.of(seats),
                state,
                like.amount(),
                like.placedAt(),
                like.expiresAt(),
                isPaid ? "lost payment" : null,
                false);
    }

    @Test
    default void anOrderComesBackAsItWasInWhateverState() {
        int seat = 10;
        desk().open(SampleSale.concert("rush", 30));
        Order like = desk().place("ann", 1);
        int number = 2;
        for (OrderState state : OrderState.values()) {
            if (state == OrderState.PLACED) {
                continue; // not in a sale that takes seats at once
            }
            Order wanted = lost(like, state, seat++);
            Order one = new Order(
                    wanted.id(),
                    1,
                    wanted.sale(),
                    wanted.buyer(),
                    "key of " + state,
                    wanted.tier(),
                    wanted.journey(),
                    1,
                    wanted.seats(),
                    state,
                    wanted.amount(),
                    wanted.placedAt(),
                    wanted.expiresAt(),
                    wanted.reference(),
                    state == OrderState.PAID);

            Order back = accepted(restore(one));

            assertThat(back).isEqualTo(one.numbered(number++));
            assertThat(desk().known(back)).isEqualTo(back);
            assertThat(restore(one)).isEqualTo(new Outcome.OfOrder(back, true));
        }
        desk().assertStock(27, 2, 1);
        // Its deadline counts as before.
        desk().at(like.expiresAt());
        assertThat(desk().expire()).isEqualTo(new Outcome.Expired(2, false));
    }

    @Test
    default void itsSeatsAreItsOwnAndNoOthers() {
        desk().open(SampleSale.concert("rush", 5));
        Order like = desk().place("ann", 2);
        Order back = accepted(restore(lost(like, OrderState.HELD, 4, 3)));

        assertThat(desk().place("bob", 1).seats()).isEqualTo(Seats.of(5));
        assertThat(desk().refusedPlace("cid", 1)).isEqualTo(new Refusal.SoldOut());
        assertThat(desk().released(back).state()).isEqualTo(OrderState.RELEASED);
        assertThat(desk().place("cid", 2).seats()).isEqualTo(Seats.of(3, 4));
    }

    @Test
    default void seatsThatWereNeverSoldStayForSale() {
        desk().open(SampleSale.train("g1", 3, 6));
        Order like = desk().place("ann", "B", "C", 1);
        accepted(restore(lost(like, OrderState.PAID, 5)));

        desk().assertStock(new Journey(0, 1), 6, 0, 0);
        desk().assertStock(new Journey(1, 2), 4, 1, 1);
        // Best fit: the short runs beside the taken legs first.
        assertThat(desk().place("bob", "A", "B", 3).seats()).isEqualTo(Seats.of(1, 5, 2));
        assertThat(desk().place("bob", "B", "C", 3).seats()).isEqualTo(Seats.of(2, 3, 4));
        assertThat(desk().place("bob", "B", "C", 1).seats()).isEqualTo(Seats.of(6));
    }

    @Test
    default void whatWouldBreakALawIsRefusedAndChangesNothing() {
        desk().open(SampleSale.concert("rush", 5).perBuyer(3));
        Order ann = desk().place("ann", 3);

        Order taken = lost(ann, OrderState.HELD, 4, 3);
        assertThat(refused(restore(taken))).isEqualTo(new Refusal.SoldOut());
        assertThat(refused(restore(lost(ann, OrderState.PAID, 6)))).isEqualTo(new Refusal.SoldOut());
        assertThat(refused(restore(lost(ann, OrderState.PAID, 5, 5))))
                .isEqualTo(new Refusal.BadQuantity(dev.onsale.config.Limits.ORDER_SEATS_MAX));
        assertThat(refused(restore(ann.in(OrderState.EXPIRED)))).isEqualTo(new Refusal.Already(OrderState.HELD));
        assertThat(refused(restore(seatFive(taken.id(), ann, ann.key())))).isEqualTo(new Refusal.KeyReused());
        assertThat(refused(restore(seatFive(taken.id(), ann, "other")))).isEqualTo(new Refusal.BuyerLimit(3, 3));
        desk().assertStock(2, 3, 0);
        assertThat(desk().find(taken.id())).isEmpty();
        assertThat(desk().place("bob", 2).number()).isEqualTo(2);
    }

    /** Another order of the same buyer, for one seat that is free. */
    private static Order seatFive(OrderId id, Order other, String key) {
        return new Order(
                id,
                1,
                other.sale(),
                other.buyer(),
                key,
                other.tier(),
                other.journey(),
                1,
                Seats.of(5),
                OrderState.HELD,
                other.amount(),
                other.placedAt(),
                other.expiresAt(),
                null,
                false);
    }
}
