package dev.onsale.e2e;

import dev.onsale.events.EventLog;
import dev.onsale.ledger.Event;
import dev.onsale.ledger.Order;
import dev.onsale.node.Node;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a journal says in the end. */
final class Journals {

    private static final int PAGE_EVENTS = 10_000;

    private Journals() {}

    /** Every order of a data folder as it is after the last event, by its id. */
    static Map<String, Order> orders(Path data) {
        Map<String, Order> orders = new LinkedHashMap<>();
        try (dev.onsale.events.Journals journals = Node.openJournal(data)) {
            EventLog log = journals.journal(dev.onsale.events.Journals.SOLE);
            long end = log.end();
            long position = 0;
            while (position < end) {
                EventLog.Page page = log.read(position, PAGE_EVENTS);
                for (Event event : page.events()) {
                    if (event instanceof Event.OrderMoved(long at, Order order)) {
                        orders.put(order.id().toString(), order);
                    }
                }
                position = page.position();
            }
        }
        return orders;
    }

    /** The seats of an order as the HTTP interface writes them. */
    static String seats(Order order) {
        StringBuilder seats = new StringBuilder("[");
        for (int i = 0; i < order.seats().count(); i++) {
            seats.append(i == 0 ? "" : ",")
                    .append('"')
                    .append(order.seats().number(i))
                    .append('"');
        }
        return seats.append(']').toString();
    }
}
