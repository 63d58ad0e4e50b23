package dev.onsale.ledger;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Who must pay next: the held orders that have a deadline, the earliest first, ties by sale and number.
 *
 * <p>A binary heap of deadlines and places in the {@link OrderTable}. Deadlines mostly come in their order, and then adding one
 * looks at a single other. An order that is paid or released stays in the heap, and is passed over once its deadline is the earliest: finding it
 * before would cost more than the twelve bytes that it takes until then.
 *
 * <p>Owned by one thread.
 */
final class Deadlines {

    private final OrderTable orders;
    private long[] deadlines = new long[256];
    private int[] places = new int[256];
    private int count;

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
        long deadline = orders.at(place).expiresAt();
        int at = count++;
        while (at > 0 && isBefore(deadline, place, (at - 1) / 2)) {
            move((at - 1) / 2, at);
            at = (at - 1) / 2;
        }
        deadlines[at] = deadline;
        places[at] = place;
    }

    /** The earliest deadline, in milliseconds since 1970, or {@link Order#NO_DEADLINE}. */
    long first() {
        while (count > 0 && !hasDeadline(orders.at(places[0]))) {
            removeFirst();
        }
        return count == 0 ? Order.NO_DEADLINE : deadlines[0];
    }

    /** The orders that are due, the earliest first, and of them the first so many. Changes nothing. */
    List<Order> due(long now, int ordersMax) {
        List<Order> due = new ArrayList<>();
        if (first() > now) {
            return due;
        }
        // Nothing in the heap is earlier than what stands above it: so the next one is always found right below those
        // that
        // were taken.
        PriorityQueue<Integer> candidates =
                new PriorityQueue<>((a, b) -> isBefore(deadlines[a], places[a], b) ? -1 : 1);
        candidates.add(0);
        while (due.size() < ordersMax && !candidates.isEmpty()) {
            int at = candidates.remove();
            Order order = orders.at(places[at]);
            if (hasDeadline(order)) {
                due.add(order);
            }
            for (int below = 2 * at + 1; below <= 2 * at + 2 && below < count; below++) {
                if (deadlines[below] <= now) {
                    candidates.add(below);
                }
            }
        }
        return due;
    }

    private void removeFirst() {
        count--;
        long deadline = deadlines[count];
        int place = places[count];
        int at = 0;
        int below = 1;
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
        deadlines[at] = deadline;
        places[at] = place;
    }

    private void move(int from, int to) {
        deadlines[to] = deadlines[from];
        places[to] = places[from];
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
