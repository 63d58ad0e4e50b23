package dev.onsale.lab.shop;

import dev.onsale.http.server.Problem;

/** What a shop answers. */
public sealed interface Said {

    /**
     * An order, as its buyer is told of it.
     *
     * @param state as on Onsale: {@code held} or {@code paid}
     */
    record Order(String id, State state) implements Said {}

    /** What the buyer was told of an order. */
    enum State {
        /** It was accepted, now or before. */
        HELD,
        /** It is paid. */
        PAID
    }

    /**
     * A sale's one tier.
     *
     * @param capacity tickets
     * @param free that nobody has; 0 where more were sold than there are
     * @param held in unpaid orders
     * @param paid sold for good
     */
    record Stock(String sale, String tier, int capacity, int free, int held, int paid) implements Said {}

    /** No. */
    record No(Problem problem) implements Said {}
}
