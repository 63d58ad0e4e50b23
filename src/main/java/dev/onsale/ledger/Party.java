package dev.onsale.ledger;

/** Who asks something of an order. */
public sealed interface Party {

    /** Whoever runs the sale: every order is theirs to handle. */
    record Operator() implements Party {}

    /**
     * A buyer: their own orders only.
     *
     * @param name as the shop names them
     */
    record Buyer(String name) implements Party {}

    /** Whether {@code order} is theirs to handle. */
    default boolean mayHandle(Order order) {
        return switch (this) {
            case Operator() -> true;
            case Buyer(String name) -> name.equals(order.buyer());
        };
    }
}
