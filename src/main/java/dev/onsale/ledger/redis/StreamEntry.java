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

    /**
     * The entries of an answer of {@code XRANGE}.
     *
     * @throws RuntimeException if something else has written to the stream
     */
    static List<StreamEntry> read(String sale, Response entries) {
        List<StreamEntry> read = new ArrayList<>(entries.size());
        for (Response entry : entries) {
            String id = entry.get(0).toString();
            Response fields = entry.get(1);
            List<Event> events = new ArrayList<>(fields.size() / 2);
            for (int i = 0; i < fields.size(); i += 2) {
                events.add(
                        event(sale, fields.get(i).toString(), fields.get(i + 1).toBytes()));
            }
            read.add(new StreamEntry(Long.parseLong(id.substring(0, id.indexOf('-'))), events));
        }
        return read;
    }

    private static Event event(String sale, String field, byte[] value) {
        return field.equals("sale")
                ? Calls.event(value)
                : OrderRecords.read(sale, OrderId.parse(field).orElseThrow(), value);
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
