package dev.onsale.audit;

import dev.onsale.ledger.Order;
import dev.onsale.ledger.OrderState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An order of which the order book knows something that the ledger has lost.
 *
 * @param order as it is in the book
 * @param inLedger its state in the ledger, or null where the ledger does not know it
 * @param isPaidOtherwise whether the ledger has another payment for it than the book
 */
public record LostOrder(Order order, @Nullable OrderState inLedger, boolean isPaidOtherwise) {

    /** One for which the ledger has no other payment. */
    public LostOrder(Order order, @Nullable OrderState inLedger) {
        this(order, inLedger, false);
    }

    /** What the ledger has to be told to know again what the book knows. */
    public enum Step {
        /** The order itself, as it is in the book. */
        RESTORE,
        /** Its payment. */
        PAY,
        /** That it was given back. */
        RELEASE,
        /** That it was refunded. */
        REFUND
    }

    /**
     * What is lost of an order that is in one state in the book and in another, or nowhere, in the ledger. Nothing, if the ledger's state can
     * follow upon the book's, or if the ledger comes to it by itself, as an expiry.
     */
    static List<Step> steps(OrderState inBook, @Nullable OrderState inLedger) {
        if (inLedger == null) {
            return List.of(Step.RESTORE);
        }
        boolean unpaid =
                switch (inLedger) {
                    case HELD, PLACED, EXPIRED, RELEASED -> true;
                    case PAID, REFUND_DUE, REFUNDED -> false;
                };
        return switch (inBook) {
            case HELD, PLACED, EXPIRED -> List.of();
            case RELEASED ->
                inLedger == OrderState.HELD || inLedger == OrderState.PLACED ? List.of(Step.RELEASE) : List.of();
            case PAID, REFUND_DUE -> unpaid ? List.of(Step.PAY) : List.of();
            case REFUNDED -> {
                if (unpaid) {
                    yield List.of(Step.PAY, Step.REFUND);
                }
                yield inLedger == OrderState.REFUNDED ? List.of() : List.of(Step.REFUND);
            }
        };
    }

    /** What the ledger has to be told, in this order. A payment beside another one will be refused: it is due back, and has to be named. */
    public List<Step> steps() {
        if (isPaidOtherwise) {
            return order.state() == OrderState.REFUNDED ? List.of() : List.of(Step.PAY);
        }
        return steps(order.state(), inLedger);
    }

    /** For people: which order it is, and how the two differ. */
    public String sentence() {
        return "order " + order.id() + " of sale " + order.sale() + ", tier " + order.tier() + ", "
                + (order.seats().count() == 0 ? "no seats" : "seats " + order.seats()) + ", buyer \"" + order.buyer()
                + "\": " + order.state().word() + " in the order book, "
                + (inLedger == null ? "unknown to the ledger" : inLedger.word() + " in the ledger")
                + (isPaidOtherwise ? " with another payment than " + order.reference() : "");
    }
}
