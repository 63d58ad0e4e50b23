package dev.onsale.events;

import dev.onsale.ledger.CommandId;
import dev.onsale.ledger.Event;
import dev.onsale.ledger.Order;
import dev.onsale.ledger.OrderId;
import dev.onsale.ledger.Seats;
import dev.onsale.sale.Fare;
import dev.onsale.sale.Journey;
import dev.onsale.sale.Money;
import dev.onsale.sale.Sale;
import dev.onsale.sale.Tier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the frames of {@link EventEncoder}. What many orders have in common (ids of sales and tiers, currencies, journeys,
 * amounts) comes out as the same object each time, so that a million orders do not carry a million copies. Owned by one thread, and used over
 * and over.
 */
public final class EventDecoder {

    /** Amounts that are kept to be handed out again; a sale has few prices, but nothing forbids many. */
    private static final int AMOUNTS_MAX = 1024;

    private final FrameInput in = new FrameInput();

    /** The words of the frame that is being read, by their number less one. */
    private final List<String> words = new ArrayList<>();

    /** Every word of every frame so far: as many as there are sales and tiers. */
    private final Map<String, String> vocabulary = new HashMap<>();

    private final @Nullable Journey[] journeys = new Journey[Long.SIZE * Long.SIZE];
    private final @Nullable Money[] amounts = new Money[AMOUNTS_MAX];
    private long lastAt;

    /** Ready for any frame. */
    public EventDecoder() {}

    /**
     * Reads a frame.
     *
     * @param sink told each event, in order
     * @return what the frame says of itself
     * @throws EventLogException with what is wrong, as half a sentence; the sink may have been told some events by then, though
     *     only if the frame was written wrongly: its checksum is looked at first
     */
    public EventCodec.Header decode(byte[] frame, Consumer<Event> sink) {
        EventCodec.Header header = EventCodec.check(frame);
        in.reset(frame, EventCodec.HEADER_BYTES, frame.length - Integer.BYTES);
        words.clear();
        lastAt = 0;
        for (int i = 0; i < header.count(); i++) {
            sink.accept(readEvent());
        }
        if (!in.atEnd()) {
            throw new EventLogException("it goes on behind its last event");
        }
        return header;
    }

    private Event readEvent() {
        int code = in.readByte();
        lastAt += in.readSigned();
        return switch (code) {
            case EventCodes.SALE_OPENED -> new Event.SaleOpened(lastAt, readSale());
            case EventCodes.SALE_CHANGED -> new Event.SaleChanged(lastAt, readSale());
            case EventCodes.SALE_OPENED_BY -> new Event.SaleOpened(lastAt, readSale(), readId());
            case EventCodes.SALE_CHANGED_BY -> new Event.SaleChanged(lastAt, readSale(), readId());
            case EventCodes.ORDER_MOVED -> new Event.OrderMoved(lastAt, readOrder());
            case EventCodes.ORDER_RESTORED -> new Event.OrderRestored(lastAt, readOrder());
            default -> throw EventCodes.unknown("kind of event", code);
        };
    }

    private String readWord() {
        int number = in.readInt("the number of a word", 0, words.size());
        if (number > 0) {
            return words.get(number - 1);
        }
        String read = in.readText();
        String known = vocabulary.putIfAbsent(read, read);
        String word = known == null ? read : known;
        words.add(word);
        return word;
    }

    private CommandId readId() {
        String key = in.readText();
        if (key.isEmpty()) {
            throw new EventLogException("it names a command without a key");
        }
        return new CommandId(key, in.readSigned());
    }

    private Sale readSale() {
        String id = readWord();
        String name = in.readText();
        long opensAt = in.readSigned();
        long closesAt = in.readSigned();
        int holdSeconds = in.readInt("a hold", 0, Integer.MAX_VALUE);
        var deduct = EventCodes.deduct(in.readByte());
        int perBuyer = in.readInt("a buyer's limit", 0, Integer.MAX_VALUE);
        boolean buyerRefunds = in.readBoolean("a yes or no");
        var status = EventCodes.status(in.readByte());
        List<String> stops = new ArrayList<>();
        for (int left = in.readInt("the number of stops", 0, Long.SIZE); left > 0; left--) {
            stops.add(in.readText());
        }
        List<Tier> tiers = new ArrayList<>();
        for (int left = in.readInt("the number of tiers", 0, Integer.MAX_VALUE); left > 0; left--) {
            tiers.add(readTier());
        }
        return new Sale(id, name, opensAt, closesAt, holdSeconds, deduct, perBuyer, buyerRefunds, status, stops, tiers);
    }

    private Tier readTier() {
        String id = readWord();
        String name = in.readText();
        int capacity = in.readInt("the seats of a tier", 0, Integer.MAX_VALUE);
        long price = in.readNumber();
        String currency = readWord();
        List<Fare> fares = new ArrayList<>();
        for (int left = in.readInt("the number of fares", 0, Integer.MAX_VALUE); left > 0; left--) {
            fares.add(new Fare(readJourney(), in.readNumber()));
        }
        return new Tier(id, name, capacity, price, currency, fares);
    }

    private Journey readJourney() {
        int from = in.readByte();
        int to = in.readByte();
        if (from >= to || to >= Long.SIZE) {
            throw new EventLogException("a journey leads from stop " + from + " to stop " + to);
        }
        int index = from * Long.SIZE + to;
        Journey journey = journeys[index];
        if (journey == null) {
            journey = new Journey(from, to);
            journeys[index] = journey;
        }
        return journey;
    }

    private Order readOrder() {
        OrderId id = new OrderId(in.readLong(), in.readLong());
        long number = in.readNumber();
        String sale = readWord();
        String buyer = in.readText();
        String key = in.readText();
        String tier = readWord();
        Journey journey = readJourney();
        int quantity = in.readInt("the quantity of an order", 0, Integer.MAX_VALUE);
        Seats seatsTaken = readSeats(quantity);
        var state = EventCodes.orderState(in.readByte());
        Money amount = readAmount();
        long placedAt = lastAt - in.readSigned();
        int flags = in.readByte();
        if (flags > EventCodes.FLAGS_MAX) {
            throw EventCodes.unknown("property of an order", flags);
        }
        long expiresAt = (flags & EventCodes.HAS_DEADLINE) == 0 ? Order.NO_DEADLINE : placedAt + in.readSigned();
        String reference = (flags & EventCodes.HAS_REFERENCE) == 0 ? null : in.readText();
        boolean recovered = (flags & EventCodes.IS_RECOVERED) != 0;
        return new Order(
                id,
                number,
                sale,
                buyer,
                key,
                tier,
                journey,
                quantity,
                seatsTaken,
                state,
                amount,
                placedAt,
                expiresAt,
                reference,
                recovered);
    }

    private Seats readSeats(int quantity) {
        // An order has all its seats or none.
        int[] numbers = new int[in.readInt("the number of an order's seats", 0, Math.min(quantity, in.left()))];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = in.readInt("the number of a seat", 1, Integer.MAX_VALUE);
        }
        return Seats.of(numbers);
    }

    private Money readAmount() {
        long value = in.readNumber();
        String currency = readWord();
        int slot = Long.hashCode(value * 31 + currency.hashCode()) & (AMOUNTS_MAX - 1);
        Money amount = amounts[slot];
        if (amount == null || amount.value() != value || !amount.currency().equals(currency)) {
            amount = new Money(value, currency);
            amounts[slot] = amount;
        }
        return amount;
    }
}
