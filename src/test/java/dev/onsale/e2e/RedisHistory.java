package dev.onsale.e2e;

import dev.onsale.events.EventLog;
import dev.onsale.events.Journals;
import dev.onsale.ledger.Event;
import dev.onsale.ledger.Order;
import dev.onsale.ledger.redis.RedisJournals;
import dev.onsale.ledger.redis.RedisSettings;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the journal of a sale on Redis says in the end. */
final class RedisHistory {

    private static final int PAGE_EVENTS = 10_000;

    private RedisHistory() {}

    /** Every order of a sale as it is after the last event, by its id. */
    static Map<String, Order> orders(String url, String sale) {
        Map<String, Order> orders = new LinkedHashMap<>();
        try (Journals journals = RedisJournals.open(RedisSettings.of(url))) {
            EventLog log = journals.journal(sale);
            long end = log.end();
            long position = 0;
            while (position < end) {
                EventLog.Page page = log.read(position, PAGE_EVENTS);
                for (Event event : page.events()) {
                    if (event instanceof Event.OfOrder of) {
                        orders.put(of.order().id().toString(), of.order());
                    }
                }
                position = page.position();
            }
        }
        return orders;
    }
}
