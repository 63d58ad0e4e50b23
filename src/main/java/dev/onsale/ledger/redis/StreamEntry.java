package dev.onsale.ledger.redis;

import dev.onsale.ledger.Event;
import dev.onsale.ledger.OrderId;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;

/**
 * One entry of a sale's stream: the events of one call. Immutable, any thread.
 *
 * @param position of the last of them in the sale's journal; it is the entry's id
 * @param events at least one
 */
record StreamEntry(long position, List<Event> events) {

    StreamEntry {
        if (events.isEmpty()) {
            throw new IllegalArgumentException("an entry without events");
        }
    }

    /**
     * The entries of an answer of {@code XRANGE}.
     *
     * @throws RedisLedgerException if something else has written to the stream; it names the entry
     */
    static List<StreamEntry> read(String sale, Response entries) {
        List<StreamEntry> read = new ArrayList<>(entries.size());
        for (Response entry : entries) {
            String id = entry.get(0).toString();
            try {
                read.add(new StreamEntry(position(id), events(sale, entry.get(1))));
            } catch (RuntimeException e) {
                throw new RedisLedgerException(
                        "The entry " + id + " of the stream {" + sale
                                + "}:events is none that this program has written.",
                        e);
            }
        }
        return read;
    }

    /** The position of the last of some entries; 0 when there are none. */
    static long lastPosition(Response entries) {
        if (entries.size() == 0) {
            return 0;
        }
        return position(entries.get(entries.size() - 1).get(0).toString());
    }

    private static long position(String id) {
        return Long.parseLong(id.substring(0, id.indexOf('-')));
    }

    /** As {@code redis/head.lua} lays it down: an event of the sale, or all that a call did to its orders. */
    private static List<Event> events(String sale, Response fields) {
        if (fields.get(0).toString().equals("sale")) {
            return List.of(Calls.event(fields.get(1).toBytes()));
        }
        return orders(sale, fields.get(1).toString(), fields.get(3).toBytes());
    }

    /**
     * What a call did to orders.
     *
     * @param ids with a space behind each
     * @param records one behind the other
     */
    static List<Event> orders(String sale, String ids, byte[] records) {
        List<OrderId> orders = new ArrayList<>(ids.length() / (OrderId.CHARS + 1));
        for (int i = 0; i < ids.length(); i += OrderId.CHARS + 1) {
            orders.add(OrderId.parse(ids.substring(i, i + OrderId.CHARS)).orElseThrow());
        }
        return OrderRecords.readAll(sale, orders, records);
    }

    /** Position of the event before the first one. */
    long before() {
        return position - events.size();
    }

    /** The events behind a position. */
    List<Event> eventsBehind(long after) {
        return after <= before() ? events : events.subList((int) (after - before()), events.size());
    }
}
