package dev.onsale.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.sale.Journey;
import dev.onsale.sale.Money;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The heap of deadlines against a sorted list, with orders that are paid or released in between. */
class DeadlinesTest {

    private static Order held(int number, String sale, long deadline) {
        return new Order(
                new OrderId(1, number),
                number,
                sale,
                "ann",
                "key " + number,
                "floor",
                Journey.WHOLE_CONCERT,
                1,
                Seats.of(number),
                OrderState.HELD,
                new Money(1, "EUR"),
                0,
                deadline,
                null,
                false);
    }

    @Test
    void isTheSameAsASortedList() {
        for (long seed : Seeds.some(50)) {
            Random random = new Random(seed);
            OrderTable orders = new OrderTable();
            Deadlines deadlines = new Deadlines(orders);
            List<Order> model = new ArrayList<>();
            int range = 1 + random.nextInt(300); // few different deadlines make many ties
            for (int step = 1; step <= 400; step++) {
                if (random.nextInt(3) > 0 || model.isEmpty()) {
                    Order order = held(step, "s" + random.nextInt(3), random.nextInt(range));
                    deadlines.add(orders.add(order));
                    model.add(order);
                } else {
                    Order paid = model.remove(random.nextInt(model.size()));
                    orders.replace(orders.placeOf(paid.id()), paid.in(OrderState.PAID));
                    deadlines.remove(orders.placeOf(paid.id()));
                }
                // What is paid is gone at once: nobody has to pass over it when its time has come.
                assertThat(deadlines.count()).as("seed %d, step %d", seed, step).isEqualTo(model.size());
                model.sort(Comparator.comparingLong(Order::expiresAt)
                        .thenComparing(Order::sale)
                        .thenComparingLong(Order::number));
                long now = random.nextInt(range + 2) - 1L;
                int ordersMax = 1 + random.nextInt(20);
                assertThat(deadlines.due(now, ordersMax))
                        .as("seed %d, step %d", seed, step)
                        .isEqualTo(model.stream()
                                .filter(order -> order.expiresAt() <= now)
                                .limit(ordersMax)
                                .toList());
                assertThat(deadlines.first())
                        .as("seed %d, step %d", seed, step)
                        .isEqualTo(
                                model.isEmpty()
                                        ? Order.NO_DEADLINE
                                        : model.getFirst().expiresAt());
            }
        }
    }

    @Test
    void onlyHeldOrdersHaveOneAndNotAllOfThem() {
        Order held = held(1, "s", 5);
        assertThat(Deadlines.hasDeadline(held)).isTrue();
        assertThat(Deadlines.hasDeadline(held(1, "s", Order.NO_DEADLINE))).isFalse();
        for (OrderState state : OrderState.values()) {
            assertThat(Deadlines.hasDeadline(held.in(state))).as("%s", state).isEqualTo(state == OrderState.HELD);
        }
    }
}
