package dev.onsale.ledger.redis;

import dev.onsale.ledger.Event;
import dev.onsale.ledger.Order;
import dev.onsale.ledger.OrderId;
import dev.onsale.ledger.OrderState;
import dev.onsale.ledger.Seats;
import dev.onsale.sale.Journey;
import dev.onsale.sale.Money;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the records that the functions write, and writes the part of them that never changes, as {@code redis/head.lua} lays it down. Stateless,
 * any thread.
 */
final class OrderRecords {

    /** In the order of {@code STATES} there; a state's byte is its place, from 1 on. */
    private static final List<OrderState> STATES = List.of(
            OrderState.HELD,
            OrderState.PLACED,
            OrderState.PAID,
            OrderState.RELEASED,
            OrderState.EXPIRED,
            OrderState.REFUND_DUE,
            OrderState.REFUNDED);

    private static final int RECOVERED = 1;
    private static final int RESTORED = 2;
    private static final int HAS_DEADLINE = 4;
    private static final int HAS_REFERENCE = 8;

    /** Bytes of a form without its two texts. */
    private static final int FORM_BYTES = 8 + 1 + 1 + 1 + 1 + 8 + 1;

    private static final Map<String, OrderState> STATES_BY_WORD = new HashMap<>();

    static {
        for (OrderState state : OrderState.values()) {
            STATES_BY_WORD.put(state.word(), state);
        }
    }

    private OrderRecords() {}

    // ---- writing ----------------------------------------------------------------------------------------------------

    /** A buyer's key as the hash of keys has it, which no other buyer's key is written like. */
    static byte[] keyField(String buyer, String key) {
        byte[] name = Wtf8.encode(buyer);
        byte[] length = (name.length + ":").getBytes(StandardCharsets.US_ASCII);
        byte[] rest = Wtf8.encode(key);
        return ByteBuffer.allocate(length.length + name.length + rest.length)
                .put(length)
                .put(name)
                .put(rest)
                .array();
    }

    /**
     * What never changes of an order, up to the field of its key, which stands behind it in a record.
     *
     * @param placedAt milliseconds since 1970
     */
    static byte[] form(long placedAt, Journey journey, int quantity, String tier, Money amount) {
        byte[] tierId = tier.getBytes(StandardCharsets.UTF_8);
        byte[] currency = amount.currency().getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(FORM_BYTES + tierId.length + currency.length)
                .putLong(placedAt)
                .put((byte) (journey.from() + 1))
                .put((byte) journey.to())
                .put((byte) quantity)
                .put((byte) tierId.length)
                .put(tierId)
                .putLong(amount.value())
                .put((byte) currency.length)
                .put(currency)
                .array();
    }

    // ---- reading ----------------------------------------------------------------------------------------------------

    /**
     * The order of a record, as the event by which it came into its state.
     *
     * @throws RedisLedgerException if it is no such record
     */
    static Event.OfOrder read(String sale, OrderId id, byte[] record) {
        List<Event> one = readAll(sale, List.of(id), record);
        return (Event.OfOrder) one.getFirst();
    }

    /**
     * The orders of records that stand one behind the other.
     *
     * @throws RedisLedgerException if they are not the records of just so many orders
     */
    static List<Event> readAll(String sale, List<OrderId> ids, byte[] records) {
        ByteBuffer in = ByteBuffer.wrap(records);
        List<Event> events = new ArrayList<>(ids.size());
        OrderId last = ids.getFirst();
        try {
            for (OrderId id : ids) {
                last = id;
                events.add(read(sale, id, in));
            }
            if (in.hasRemaining()) {
                throw new IllegalArgumentException(in.remaining() + " bytes are left behind it");
            }
        } catch (RuntimeException e) {
            throw new RedisLedgerException(
                    "The record of order " + last + " of sale " + sale + " cannot be read: " + e
                            + ". Something else has written to {" + sale + "}:orders or {" + sale + "}:events.",
                    e);
        }
        return events;
    }

    private static Event.OfOrder read(String sale, OrderId id, ByteBuffer in) {
        OrderState state = STATES.get(in.get() - 1);
        int flags = in.get();
        long number = in.getLong();
        long at = in.getLong();
        long expiresAt = in.getLong();
        int keyBytes = in.getShort();
        String reference = text(in, in.getShort());
        int[] seats = new int[in.getShort()];
        for (int i = 0; i < seats.length; i++) {
            seats[i] = in.getInt();
        }
        long placedAt = in.getLong();
        Journey journey = new Journey(in.get() - 1, in.get());
        int quantity = Byte.toUnsignedInt(in.get());
        String tier = text(in, Byte.toUnsignedInt(in.get()));
        Money amount = new Money(in.getLong(), text(in, Byte.toUnsignedInt(in.get())));
        int end = in.position() + keyBytes;
        int nameBytes = 0;
        for (byte digit = in.get(); digit != ':'; digit = in.get()) {
            nameBytes = nameBytes * 10 + Character.digit(digit, 10);
        }
        String buyer = text(in, nameBytes);
        String key = text(in, end - in.position());
        Order order = new Order(
                id,
                number,
                sale,
                buyer,
                key,
                tier,
                journey,
                quantity,
                Seats.of(seats),
                state,
                amount,
                placedAt,
                (flags & HAS_DEADLINE) == 0 ? Order.NO_DEADLINE : expiresAt,
                (flags & HAS_REFERENCE) == 0 ? null : reference,
                (flags & RECOVERED) != 0);
        return (flags & RESTORED) == 0 ? new Event.OrderMoved(at, order) : new Event.OrderRestored(at, order);
    }

    /** The state that a word names. */
    static OrderState state(String word) {
        OrderState state = STATES_BY_WORD.get(word);
        if (state == null) {
            throw new IllegalArgumentException("\"" + word + "\" is not a state of an order");
        }
        return state;
    }

    private static String text(ByteBuffer in, int length) {
        byte[] bytes = new byte[length];
        in.get(bytes);
        return Wtf8.decode(bytes);
    }
}
