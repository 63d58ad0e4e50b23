package dev.onsale.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.onsale.sale.Journey;
import dev.onsale.sale.Money;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OrderTableTest {

    private static Order order(OrderId id, String sale, String buyer, String key) {
        return new Order(
                id,
                1,
                sale,
                buyer,
                key,
                "floor",
                Journey.WHOLE_CONCERT,
                1,
                Seats.of(1),
                OrderState.HELD,
                new Money(1, "EUR"),
                0,
                1,
                null,
                false);
    }

    /** Past the first size of the tables, and past several doublings. */
    @Test
    void findsEveryOrderByIdAndByKeyWhileItGrows() {
        Random random = new Random(1);
        OrderTable table = new OrderTable();
        List<Order> orders = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            Order order = order(OrderId.mint(7, random), "s" + i % 3, "buyer " + i % 1_000, "key " + i);
            table.add(order);
            orders.add(order);
            assertThat(table.count()).isEqualTo(i + 1);
        }
        for (Order order : orders) {
            assertThat(table.find(order.id())).isSameAs(order);
            assertThat(table.find(order.sale(), order.buyer(), order.key())).isSameAs(order);
            assertThat(table.find(order.sale(), order.buyer(), order.key() + "x"))
                    .isNull();
        }
        assertThat(table.find(OrderId.mint(7, random))).isNull();
    }

    /** Against a map, with buyers of one order and of many, while room is made and orders move. */
    @Test
    void findsAndCountsTheOrdersOfEachBuyer() {
        long seed = Seeds.next();
        Random random = new Random(seed);
        OrderTable table = new OrderTable();
        Map<List<String>, Order> byKey = new HashMap<>();
        Map<List<String>, Integer> counts = new HashMap<>();
        for (int i = 0; i < 20_000; i++) {
            String sale = "s" + random.nextInt(2);
            String buyer = random.nextBoolean() ? "often " + random.nextInt(20) : "once " + i;
            String key = "key " + random.nextInt(2_000);
            Order order = order(OrderId.mint(7, random), sale, buyer, key);
            table.expect(order.id(), random.nextBoolean() ? sale : null, buyer);
            Order known = byKey.get(List.of(sale, buyer, key));
            assertThat(table.find(sale, buyer, key))
                    .as("seed %d, order %d", seed, i)
                    .isSameAs(known);
            if (known == null) {
                table.add(order);
                byKey.put(List.of(sale, buyer, key), order);
                counts.merge(List.of(sale, buyer), 1, Integer::sum);
            } else {
                assertThatIllegalStateException().isThrownBy(() -> table.add(order));
                Order moved = known.numbered(i);
                table.replace(table.placeOf(known.id()), moved);
                byKey.put(List.of(sale, buyer, key), moved);
            }
            if (i == 9_000) {
                table.reserve(30_000);
            }
        }
        byKey.forEach((words, order) -> assertThat(table.find(words.get(0), words.get(1), words.get(2)))
                .as("seed %d", seed)
                .isSameAs(order));
        counts.forEach((words, count) -> assertThat(table.countOf(words.get(0), words.get(1)))
                .as("seed %d", seed)
                .isEqualTo(count));
        assertThat(table.countOf("s0", "nobody")).isZero();
    }

    @Test
    void idsThatAllHashAlikeAreStillToldApart() {
        OrderTable table = new OrderTable();
        List<Order> orders = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            Order order = order(new OrderId(i, i), "s", "b", "key " + i); // high ^ low is 0 in all of them
            assertThat(order.id().hashCode()).isZero();
            table.add(order);
            orders.add(order);
        }
        assertThat(orders)
                .allSatisfy(order -> assertThat(table.find(order.id())).isSameAs(order));
        assertThat(table.find(new OrderId(3_000, 3_000))).isNull();
    }

    @Test
    void anOrderIsReplacedInItsPlaceAndFoundThereByIdAndByKey() {
        OrderTable table = new OrderTable();
        Order held = order(new OrderId(1, 2), "s", "b", "k");
        int place = table.add(held);
        Order released = held.in(OrderState.RELEASED);
        assertThat(table.placeOf(held.id())).isEqualTo(place);
        table.replace(place, released);
        assertThat(table.at(place)).isSameAs(released);
        assertThat(table.count()).isOne();
        assertThat(table.find(held.id())).isSameAs(released);
        assertThat(table.find("s", "b", "k")).isSameAs(released);
    }

    @Test
    void aSecondOrderUnderOneKeyOrOneIdIsABug() {
        OrderTable table = new OrderTable();
        table.add(order(new OrderId(1, 2), "s", "b", "k"));
        assertThatIllegalStateException()
                .isThrownBy(() -> table.add(order(new OrderId(1, 3), "s", "b", "k")))
                .withMessageContaining("two orders for one id or one key");
        assertThatIllegalStateException()
                .isThrownBy(() -> table.add(order(new OrderId(1, 2), "s", "b", "other")))
                .withMessageContaining("two orders for one id or one key");
        assertThat(table.find("s", "b", "other")).isNull();
        assertThat(table.count()).isOne();
        assertThat(table.find(new OrderId(1, 3))).isNull();
    }

    @Test
    void saleBuyerAndKeyAreThreeThings() {
        OrderTable table = new OrderTable();
        Map<Order, String[]> asked = new HashMap<>();
        int i = 0;
        for (String[] words : new String[][] {
            {"a", "b", "c"}, {"ab", "", "c"}, {"a", "bc", ""}, {"", "ab", "c"}, {"", "", "abc"}, {"abc", "", ""}
        }) {
            Order order = order(new OrderId(9, i++), words[0], words[1], words[2]);
            table.add(order);
            asked.put(order, words);
        }
        asked.forEach((order, words) ->
                assertThat(table.find(words[0], words[1], words[2])).isSameAs(order));
    }

    @Test
    void makingRoomLosesNothing() {
        OrderTable table = new OrderTable();
        Order order = order(new OrderId(1, 2), "s", "b", "k");
        table.add(order);
        for (int room : new int[] {0, 1, 2_000_000_000, 5_000}) {
            table.reserve(room);
            assertThat(table.find(order.id())).isSameAs(order);
            assertThat(table.find("s", "b", "k")).isSameAs(order);
        }
        List<Order> visited = new ArrayList<>();
        table.frozen().forEach(visited::add);
        assertThat(visited).containsExactly(order);
    }

    @Test
    void ordersAreVisitedInTheOrderInWhichTheyCame() {
        OrderTable table = new OrderTable();
        List<Order> orders = new ArrayList<>();
        Random random = new Random(5);
        for (int i = 0; i < 2_000; i++) {
            orders.add(order(OrderId.mint(i, random), "s", "b", "key " + random.nextLong()));
            assertThat(table.add(orders.getLast())).isEqualTo(i);
        }
        List<Order> visited = new ArrayList<>();
        table.frozen().forEach(visited::add);
        assertThat(visited).isEqualTo(orders);
        assertThat(table.placeOf(OrderId.mint(5, random))).isEqualTo(OrderTable.NOWHERE);
    }

    /** What was handed out stays as it was, whatever is added and replaced afterwards; also when it is handed out twice. */
    @Test
    void frozenOrdersStayAsTheyWere() {
        long seed = Seeds.next();
        Random random = new Random(seed);
        OrderTable table = new OrderTable();
        List<Order> now = new ArrayList<>();
        List<OrderTable.Frozen> frozen = new ArrayList<>();
        List<List<Order>> then = new ArrayList<>();
        for (int i = 0; i < 60_000; i++) {
            if (now.isEmpty() || random.nextInt(3) > 0) {
                Order order = order(OrderId.mint(i, random), "s", "b", "key " + i);
                table.add(order);
                now.add(order);
            } else {
                int place = random.nextInt(now.size());
                Order moved = now.get(place).numbered(i);
                table.replace(place, moved);
                now.set(place, moved);
            }
            if (i % 9_000 == 17) {
                frozen.add(table.frozen());
                then.add(List.copyOf(now));
            }
        }
        for (int i = 0; i < frozen.size(); i++) {
            List<Order> visited = new ArrayList<>();
            frozen.get(i).forEach(visited::add);
            assertThat(visited).as("seed %d, frozen %d", seed, i).isEqualTo(then.get(i));
        }
        for (int place = 0; place < now.size(); place++) {
            assertThat(table.at(place)).isSameAs(now.get(place));
        }
    }
}
