package dev.onsale.ledger;

import java.util.List;

/**
 * What a command comes to: the outcome, and the events that have to be applied and made durable before it may be told.
 *
 * @param outcome for whoever asked
 * @param events none when nothing changes, as with every refusal
 */
public record Decision(Outcome outcome, List<Event> events) {

    static Decision refuse(Refusal refusal) {
        return new Decision(new Outcome.Refused(refusal), List.of());
    }

    static Decision repeat(Order order) {
        return new Decision(new Outcome.OfOrder(order, true), List.of());
    }

    static Decision move(long now, Order order) {
        return new Decision(new Outcome.OfOrder(order, false), List.of(new Event.OrderMoved(now, order)));
    }
}
