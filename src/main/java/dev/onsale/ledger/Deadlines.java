package dev.onsale.ledger;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Who must pay next: the held orders that have a deadline, the earliest first, ties by sale and number.
 *
 * <p>A binary heap of deadlines and places in the {@link OrderTable}. Deadlines mostly come in their order, and then adding one
 * looks at a single other. An order that is paid or released leaves the heap at once, in as many steps as the heap is high: were it left until its deadline, a
 * million orders that were paid would all have to be passed over in the moment in which the next unpaid one is due, and nothing would be answered meanwhile.
 *
 * <p>Owned by one thread.
 */
final class Deadlines {

    private final OrderTable orders;
    private long[] deadlines = new long[256];
    private int[] places = new int[256];
    private int count;

    /** By the place of an order: where it is in the heap, from 1 on, or 0. */
    private int[] slots = new int[256];

    Deadlines(OrderTable orders) {
        this.orders = orders;
    }

    /** Whether an order must be paid by a time. */
    static boolean hasDeadline(Order order) {
        return order.state() == OrderState.HELD && order.expiresAt() != Order.NO_DEADLINE;
    }

    /** Adds the order at a place. An order comes here once: it is held only in the beginning, and its deadline does not move. */
    void add(int place) {
        if (count == places.length) {
            deadlines = Arrays.copyOf(deadlines, count * 2);
            places = Arrays.copyOf(places, count * 2);
        }
        if (place >= slots.length) {
            slots = Arrays.copyOf(slots, Math.max(place + 1, slots.length * 2));
        }
        rise(count++, orders.at(place).expiresAt(), place);
    }

    /** The order at a place need not be paid any more. */
    void remove(int place) {
        int at = place < slots.length ? slots[place] - 1 : -1;
        if (at < 0) {
            return;
        }
        slots[place] = 0;
        count--;
        if (at == count) {
            return;
        }
        // The last one takes its place, and goes up or down from there.
        long deadline = deadlines[count];
        int last = places[count];
        if (at > 0 && isBefore(deadline, last, (at - 1) / 2)) {
            rise(at, deadline, last);
        } else {
            sink(at, deadline, last);
        }
    }

    /** How many there are. */
    int count() {
        return count;
    }

    /** The earliest deadline, in milliseconds since 1970, or {@link Order#NO_DEADLINE}. */
    long first() {
        return count == 0 ? Order.NO_DEADLINE : deadlines[0];
    }

    /** The orders that are due, the earliest first, and of them the first so many. Changes nothing. */
    List<Order> due(long now, int ordersMax) {
        List<Order> due = new ArrayList<>();
        if (first() > now) {
            return due;
        }
        // Nothing in the heap is earlier than what stands above it: so the next one is always found right below those
        // that were taken.
        PriorityQueue<Integer> candidates =
                new PriorityQueue<>((a, b) -> isBefore(deadlines[a], places[a], b) ? -1 : 1);
        candidates.add(0);
        while (due.size() < ordersMax && !candidates.isEmpty()) {
            int at = candidates.remove();
            due.add(orders.at(places[at]));
            for (int below = 2 * at + 1; below <= 2 * at + 2 && below < count; below++) {
                if (deadlines[below] <= now) {
                    candidates.add(below);
                }
            }
        }
        return due;
    }

    private void rise(int from, long deadline, int place) {
        int at = from;
        while (at > 0 && isBefore(deadline, place, (at - 1) / 2)) {
            move((at - 1) / 2, at);
            at = (at - 1) / 2;
        }
        put(at, deadline, place);
    }

    private void sink(int from, long deadline, int place) {
        int at = from;
        int below = 2 * at + 1;
        while (below < count) {
            if (below + 1 < count && isBefore(deadlines[below + 1], places[below + 1], below)) {
                below++;
            }
            if (isBefore(deadline, place, below)) {
                break;
            }
            move(below, at);
            at = below;
            below = 2 * at + 1;
        }
        put(at, deadline, place);
    }

    private void move(int from, int to) {
        put(to, deadlines[from], places[from]);
    }

    private void put(int at, long deadline, int place) {
        deadlines[at] = deadline;
        places[at] = place;
        slots[place] = at + 1;
    }

    private boolean isBefore(long deadline, int place, int other) {
        if (deadline != deadlines[other]) {
            return deadline < deadlines[other];
        }
        Order one = orders.at(place);
        Order two = orders.at(places[other]);
        int bySale = one.sale().compareTo(two.sale());
        return bySale != 0 ? bySale < 0 : one.number() < two.number();
    }
}
