package dev.onsale.events;

import dev.onsale.ledger.Order;
import dev.onsale.ledger.OrderId;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * What a ledger decides a sale's orders by, as it lies where the ledger keeps it, in parts of fields and values: for an audit, which holds it against the events.
 *
 * <p>Every method throws {@link EventLogException} if it cannot be read now.
 */
public interface StoredState {

    /** The kinds of parts. */
    enum Kind {
        /** What the sale is, and its counters. */
        SALE,
        /** Buyer and key, as {@link StoredState#key} writes them, and the order that they belong to. */
        KEYS,
        /** Buyer, and seats in live orders; only where the sale limits them. */
        BUYERS,
        /** Buyer, and how many orders they have made, whatever became of them. */
        MADE,
        /** Number and id of an order with a colon between them, and its deadline. */
        DEADLINES,
        /** Of a tier: {@code capacity}, {@code touched} and counts by run and leg. */
        TIER,
        /** Of a tier: the seats that have one free run of legs. */
        RUN,
        /** Of a tier: a seat, and its legs as in {@code ..xx.}; only where the sale has several. */
        SEATS
    }

    /**
     * A part.
     *
     * @param tier empty where it is of no tier
     * @param from first leg of a run, else 0
     * @param to behind the last leg of a run, else 0
     */
    record Part(Kind kind, String tier, int from, int to) {

        /** One that is of no tier. */
        public static Part of(Kind kind) {
            return new Part(kind, "", 0, 0);
        }

        /** One of a tier as a whole. */
        public static Part of(Kind kind, String tier) {
            return new Part(kind, tier, 0, 0);
        }
    }

    /**
     * Some fields of a part that are asked for.
     *
     * @param fields at least one
     */
    record Ask(Part part, List<String> fields) {

        public Ask {
            fields = List.copyOf(fields);
        }
    }

    /**
     * What was there at one moment.
     *
     * @param position of the sale's last event
     * @param orders by id; those that are not there are left out
     * @param values by part and field; those that are not there are left out
     */
    record Moment(long position, Map<OrderId, Order> orders, Map<Part, Map<String, String>> values) {}

    /** Reads all orders, page by page, of no one moment; some may come twice. */
    void orders(Consumer<Order> visitor);

    /** Reads all fields of a part, likewise. */
    void read(Part part, BiConsumer<String, String> visitor);

    /** Looks at some things as they are at one moment; few enough that nothing waits for it. */
    Moment look(List<OrderId> orders, List<Ask> asks);

    /** How a buyer and a key are written as one field. */
    static String key(String buyer, String key) {
        return buyer.length() + ":" + buyer + key;
    }
}
