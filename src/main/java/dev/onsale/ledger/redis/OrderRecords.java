package dev.onsale.ledger.redis;

import dev.onsale.ledger.Event;
import dev.onsale.ledger.Order;
import dev.onsale.ledger.OrderId;
import dev.onsale.ledger.OrderState;
import dev.onsale.ledger.Seats;
import dev.onsale.sale.Journey;
import dev.onsale.sale.Money;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessageUnpacker;

/** Reads the records that the functions write, in the order that {@code redis/head.lua} lays down. Stateless, any thread. */
final class OrderRecords {

    private static final int FIELDS = 16;

    /** Of an order that was put back there is one more, which says so; the next record of that order is without it again. */
    private static final int FIELDS_RESTORED = 17;

    private static final Map<String, OrderState> STATES = new HashMap<>();

    static {
        for (OrderState state : OrderState.values()) {
            STATES.put(state.word(), state);
        }
    }

    private OrderRecords() {}

    /**
     * The order of a record, as the event by which it came into its state.
     *
     * @throws RedisLedgerException if it is no such record
     */
    static Event.OfOrder read(String sale, OrderId id, byte[] record) {
        try (MessageUnpacker in = MessagePack.newDefaultUnpacker(record)) {
            int fields = in.unpackArrayHeader();
            if (fields != FIELDS && fields != FIELDS_RESTORED) {
                throw new IOException("it does not have " + FIELDS + " fields");
            }
            Event.OrderMoved moved = read(sale, id, in);
            return fields == FIELDS ? moved : new Event.OrderRestored(moved.at(), moved.order());
        } catch (IOException | RuntimeException e) {
            throw new RedisLedgerException(
                    "The record of order " + id + " of sale " + sale + " cannot be read: " + e.getMessage()
                            + ". Something else has written to {" + sale + "}:orders or {" + sale + "}:events.",
                    e);
        }
    }

    private static Event.OrderMoved read(String sale, OrderId id, MessageUnpacker in) throws IOException {
        long number = in.unpackLong();
        long at = in.unpackLong();
        OrderState state = state(in.unpackString());
        String tier = in.unpackString();
        Journey journey = new Journey(in.unpackInt(), in.unpackInt());
        int quantity = in.unpackInt();
        int[] seats = new int[in.unpackArrayHeader()];
        for (int i = 0; i < seats.length; i++) {
            seats[i] = in.unpackInt();
        }
        Money amount = new Money(in.unpackLong(), in.unpackString());
        long placedAt = in.unpackLong();
        long expiresAt = skipsFalse(in) ? Order.NO_DEADLINE : in.unpackLong();
        String buyer = text(in);
        String key = text(in);
        @Nullable String reference = skipsFalse(in) ? null : text(in);
        boolean recovered = in.unpackBoolean();
        return new Event.OrderMoved(
                at,
                new Order(
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
                        expiresAt,
                        reference,
                        recovered));
    }

    /** The state that a word names. */
    static OrderState state(String word) {
        OrderState state = STATES.get(word);
        if (state == null) {
            throw new IllegalArgumentException("\"" + word + "\" is not a state of an order");
        }
        return state;
    }

    /** A Lua table has no null in its middle; what is not there is false. */
    private static boolean skipsFalse(MessageUnpacker in) throws IOException {
        if (!in.getNextFormat().getValueType().isBooleanType()) {
            return false;
        }
        in.unpackBoolean();
        return true;
    }

    private static String text(MessageUnpacker in) throws IOException {
        return Wtf8.decode(in.readPayload(in.unpackRawStringHeader()));
    }
}
