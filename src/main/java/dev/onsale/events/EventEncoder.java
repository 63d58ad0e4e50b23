package dev.onsale.events;

import dev.onsale.ledger.CommandId;
import dev.onsale.ledger.Event;
import dev.onsale.ledger.Order;
import dev.onsale.sale.Fare;
import dev.onsale.sale.Journey;
import dev.onsale.sale.Sale;
import dev.onsale.sale.Tier;
import java.util.HashMap;
import java.util.Map;

/** Writes events into frames, as {@link EventCodec} describes them. Owned by one thread, and used over and over. */
public final class EventEncoder {

    private final FrameOutput out = new FrameOutput();
    private final Map<String, Integer> words = new HashMap<>();
    private long lastAt;
    private int count;

    /** Ready for the first frame. */
    public EventEncoder() {
        begin();
    }

    private void begin() {
        out.reset();
        out.writeByte(EventCodec.VERSION);
        out.writeInt(0);
        out.writeInt(0);
        words.clear();
        lastAt = 0;
        count = 0;
    }

    /** Events of the frame so far. */
    public int count() {
        return count;
    }

    /** Bytes of the frame so far. */
    public int bytes() {
        return out.length();
    }

    /** Adds an event to the frame. */
    public void add(Event event) {
        switch (event) {
            case Event.SaleOpened(long at, Sale sale, CommandId id) -> {
                begin(id.isKeyed() ? EventCodes.SALE_OPENED_BY : EventCodes.SALE_OPENED, at);
                write(sale);
                write(id);
            }
            case Event.SaleChanged(long at, Sale sale, CommandId id) -> {
                begin(id.isKeyed() ? EventCodes.SALE_CHANGED_BY : EventCodes.SALE_CHANGED, at);
                write(sale);
                write(id);
            }
            case Event.OrderMoved(long at, Order order) -> {
                begin(EventCodes.ORDER_MOVED, at);
                write(at, order);
            }
            case Event.OrderRestored(long at, Order order) -> {
                begin(EventCodes.ORDER_RESTORED, at);
                write(at, order);
            }
        }
        count++;
    }

    /**
     * Ends the frame and begins the next one.
     *
     * @param link checksum of the frame before this one, or {@link EventCodec#NO_LINK}
     * @return the whole frame
     * @throws IllegalStateException if the frame has no events
     */
    public byte[] finish(int link) {
        if (count == 0) {
            throw new IllegalStateException("a frame without events");
        }
        out.setInt(1, link);
        out.setInt(1 + Integer.BYTES, count);
        out.writeInt(EventCodec.checksum(out.buffer(), out.length()));
        byte[] frame = out.toBytes();
        begin();
        return frame;
    }

    private void begin(int code, long at) {
        out.writeByte(code);
        out.writeSigned(at - lastAt);
        lastAt = at;
    }

    private void writeWord(String word) {
        Integer known = words.putIfAbsent(word, words.size() + 1);
        if (known == null) {
            out.writeNumber(0);
            out.writeText(word);
        } else {
            out.writeNumber(known);
        }
    }

    private void write(CommandId id) {
        if (id.isKeyed()) {
            out.writeText(id.key());
            out.writeSigned(id.asked());
        }
    }

    private void write(Sale sale) {
        writeWord(sale.id());
        out.writeText(sale.name());
        out.writeSigned(sale.opensAt());
        out.writeSigned(sale.closesAt());
        out.writeNumber(sale.holdSeconds());
        out.writeByte(EventCodes.of(sale.deduct()));
        out.writeNumber(sale.perBuyer());
        out.writeByte(sale.buyerRefunds() ? 1 : 0);
        out.writeByte(EventCodes.of(sale.status()));
        out.writeNumber(sale.stops().size());
        for (String stop : sale.stops()) {
            out.writeText(stop);
        }
        out.writeNumber(sale.tiers().size());
        for (Tier tier : sale.tiers()) {
            write(tier);
        }
    }

    private void write(Tier tier) {
        writeWord(tier.id());
        out.writeText(tier.name());
        out.writeNumber(tier.capacity());
        out.writeNumber(tier.price());
        writeWord(tier.currency());
        out.writeNumber(tier.fares().size());
        for (Fare fare : tier.fares()) {
            write(fare.journey());
            out.writeNumber(fare.price());
        }
    }

    private void write(Journey journey) {
        out.writeByte(journey.from());
        out.writeByte(journey.to());
    }

    private void write(long at, Order order) {
        out.writeLong(order.id().high());
        out.writeLong(order.id().low());
        out.writeNumber(order.number());
        writeWord(order.sale());
        out.writeText(order.buyer());
        out.writeText(order.key());
        writeWord(order.tier());
        write(order.journey());
        out.writeNumber(order.quantity());
        out.writeNumber(order.seats().count());
        for (int i = 0; i < order.seats().count(); i++) {
            out.writeNumber(order.seats().number(i));
        }
        out.writeByte(EventCodes.of(order.state()));
        out.writeNumber(order.amount().value());
        writeWord(order.amount().currency());
        out.writeSigned(at - order.placedAt());
        boolean hasDeadline = order.expiresAt() != Order.NO_DEADLINE;
        String reference = order.reference();
        out.writeByte((reference == null ? 0 : EventCodes.HAS_REFERENCE)
                | (order.recovered() ? EventCodes.IS_RECOVERED : 0)
                | (hasDeadline ? EventCodes.HAS_DEADLINE : 0));
        if (hasDeadline) {
            out.writeSigned(order.expiresAt() - order.placedAt());
        }
        if (reference != null) {
            out.writeText(reference);
        }
    }
}
