package dev.onsale.lab.rehearsal;

import java.util.List;
import java.util.Set;

/**
 * An order as somebody has it on paper: a buyer, or the server's records.
 *
 * @param order its id
 * @param state word of its state
 * @param trip from where to where
 * @param seats numbers, as the server writes them
 */
record Paper(String order, String state, int trip, List<String> seats) {

    /** States in which an order has seats. */
    private static final Set<String> LIVE = Set.of("held", "paid");

    /** States in which a payment came for which there was no seat. */
    private static final Set<String> TO_REFUND = Set.of("refund_due", "refunded");

    Paper {
        seats = List.copyOf(seats);
    }

    boolean isLive() {
        return LIVE.contains(state);
    }

    boolean isPaid() {
        return state.equals("paid");
    }

    boolean isToRefund() {
        return TO_REFUND.contains(state);
    }

    Paper in(String newState) {
        return new Paper(order, newState, trip, seats);
    }
}
