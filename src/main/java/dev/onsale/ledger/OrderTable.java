package dev.onsale.ledger;

import java.util.Arrays;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Every order of a ledger, found by its id or by its sale, buyer and idempotency key. Orders are replaced, never removed, so a
 * repeated key is known for as long as its sale.
 *
 * <p>The orders lie one behind the other in their <em>places</em>, which they keep, in chunks. {@link #frozen} hands out all of them as they are now for the price of
 * the chunks' list: a chunk that was handed out is copied before an order in it is replaced. Open hash tables with linear probing lead to the places: one by the ids, one by
 * the keys, in which a buyer's first order is left out, since {@link OrdersOfBuyers} has it. A slot is
 * one word, the upper half of the hash and the place, so that a walk along the slots touches no order but the one that is sought, and
 * growing touches none.
 *
 * <p>Buyers and keys are chosen by strangers; the hash begins with a secret of this process, so that nobody can choose them to
 * collide. Owned by one thread.
 */
final class OrderTable {

    /** What {@link #placeOf} says when there is no such order. */
    static final int NOWHERE = -1;

    private static final int INITIAL_SLOTS = 1024;

    /** Orders of a chunk: 32 KB of references, copied in some microseconds. */
    private static final int CHUNK_ORDERS = 8192;

    /** Room that is made beforehand: 32 MB of slots. Beyond it the tables double as they fill. */
    private static final int RESERVED_ORDERS_MAX = 1 << 20;

    private static final long PLACE_MASK = 0xFFFF_FFFFL;

    private final long secret = RandomGenerator.of("SecureRandom").nextLong();
    private Order[][] chunks = new Order[4][];

    /** By chunk: whether somebody else was handed it, who must not see it change. */
    private boolean[] isHandedOut = new boolean[chunks.length];

    private long[] byId = new long[INITIAL_SLOTS];
    private long[] byKey = new long[INITIAL_SLOTS];

    /** How many are in that one. */
    private int keyed;

    private final OrdersOfBuyers ofBuyers = new OrdersOfBuyers(this, INITIAL_SLOTS);
    private int count;
    private long bytes;

    /** Means nothing; without it nothing would be read by {@link #expect}. */
    @SuppressWarnings("UnusedVariable")
    private long expected;

    // What was hashed last. An order is decided and then added, and sale and buyer are the same each time.
    private String lastSale = "";
    private long lastSaleHash = SecretHash.of(secret, lastSale);
    private String lastBuyer = "";
    private long lastHash = SecretHash.of(lastSaleHash, lastBuyer);

    /** About how much memory they take. */
    long bytes() {
        return bytes;
    }

    /** How many orders the buyer has made in the sale, whatever became of them. */
    int countOf(String sale, String buyer) {
        return ofBuyers.count(hash(sale, buyer), sale, buyer);
    }

    int count() {
        return count;
    }

    @Nullable
    Order find(OrderId id) {
        int place = placeOf(id);
        return place == NOWHERE ? null : at(place);
    }

    @Nullable
    Order find(String sale, String buyer, String key) {
        int first = ofBuyers.first(hash(sale, buyer), sale, buyer);
        return first == NOWHERE ? null : find(first, sale, buyer, key);
    }

    /** @param first the place of the buyer's first order */
    private @Nullable Order find(int first, String sale, String buyer, String key) {
        Order order = at(first);
        if (order.key().equals(key)) {
            return order;
        }
        int place = (int) byKey[slotOf(hash(sale, buyer, key), sale, buyer, key)] - 1;
        return place == NOWHERE ? null : at(place);
    }

    /**
     * Says that the next look-ups will be for these. They lie anywhere in tables of megabytes, and what is told of several at a time is fetched at a time. Changes nothing.
     *
     * @param sale null where only the id will be looked up
     */
    void expect(OrderId id, @Nullable String sale, String buyer) {
        expected ^= byId[first(hash(id), byId.length)];
        if (sale != null) {
            expected ^= ofBuyers.expect(hash(sale, buyer));
        }
    }

    /** Where the order with that id is, or {@link #NOWHERE}. */
    int placeOf(OrderId id) {
        return (int) byId[slotOf(id)] - 1;
    }

    /** The order at a place that was given out. */
    Order at(int place) {
        return at(chunks, place);
    }

    private static Order at(Order[][] chunks, int place) {
        Order[] chunk = chunks[place / CHUNK_ORDERS];
        Order order = chunk == null ? null : chunk[place % CHUNK_ORDERS];
        if (order == null) {
            throw new IllegalStateException("no order at place " + place);
        }
        return order;
    }

    /**
     * Adds a new order.
     *
     * @return its place
     * @throws IllegalStateException if there is one with its id, or with its sale, buyer and key
     */
    int add(Order order) {
        if (count + 1 > byId.length / 2) {
            byId = moved(byId, byId.length * 2);
        }
        int idSlot = slotOf(order.id());
        long hash = hash(order.sale(), order.buyer());
        int first = ofBuyers.first(hash, order.sale(), order.buyer());
        if (byId[idSlot] != 0 || (first != NOWHERE && find(first, order.sale(), order.buyer(), order.key()) != null)) {
            throw new IllegalStateException("two orders for one id or one key: " + order);
        }
        int place = count++;
        // Whoever was handed the chunk looks at no place behind those that there were.
        chunkToAdd(place / CHUNK_ORDERS)[place % CHUNK_ORDERS] = order;
        byId[idSlot] = slot(hash(order.id()), place);
        if (first != NOWHERE) {
            addKey(order, place);
        }
        ofBuyers.add(hash, order, place);
        bytes += OrderRoom.bytesOf(order);
        return place;
    }

    private void addKey(Order order, int place) {
        if (++keyed > byKey.length / 2) {
            byKey = moved(byKey, byKey.length * 2);
        }
        long hash = hash(order.sale(), order.buyer(), order.key());
        byKey[slotOf(hash, order.sale(), order.buyer(), order.key())] = slot(hash, place);
    }

    /** Puts another version of the order into its place. */
    void replace(int place, Order order) {
        int at = place / CHUNK_ORDERS;
        Order[] chunk = chunkToAdd(at);
        if (isHandedOut[at]) {
            chunk = chunk.clone();
            chunks[at] = chunk;
            isHandedOut[at] = false;
        }
        bytes += OrderRoom.bytesOf(order) - OrderRoom.bytesOf(at(place));
        chunk[place % CHUNK_ORDERS] = order;
    }

    private Order[] chunkToAdd(int at) {
        if (at == chunks.length) {
            chunks = Arrays.copyOf(chunks, at * 2);
            isHandedOut = Arrays.copyOf(isHandedOut, at * 2);
        }
        Order[] chunk = chunks[at];
        if (chunk == null) {
            chunk = new Order[CHUNK_ORDERS];
            chunks[at] = chunk;
        }
        return chunk;
    }

    /** Every order as it is now, in the order in which they were added; what is added or replaced later does not show. For any thread. */
    Frozen frozen() {
        Arrays.fill(isHandedOut, true);
        return new Frozen(chunks.clone(), count);
    }

    /** The orders of one moment. Immutable. */
    static final class Frozen {

        private final Order[][] chunks;
        private final int count;

        private Frozen(Order[][] chunks, int count) {
            this.chunks = chunks;
            this.count = count;
        }

        void forEach(Consumer<Order> visitor) {
            for (int place = 0; place < count; place++) {
                visitor.accept(at(chunks, place));
            }
        }
    }

    /** Makes room for that many orders in all, so that no order has to wait while the tables grow. */
    void reserve(int ordersMax) {
        int slots = Integer.highestOneBit(2 * Math.clamp(ordersMax, 1, RESERVED_ORDERS_MAX) - 1) * 2;
        if (slots > byId.length) {
            byId = moved(byId, slots);
            ofBuyers.reserve(slots);
        }
    }

    private static long[] moved(long[] from, int slots) {
        long[] to = new long[slots];
        for (long slot : from) {
            if (slot != 0) {
                int at = first(slot, slots);
                while (to[at] != 0) {
                    at = (at + 1) & (slots - 1);
                }
                to[at] = slot;
            }
        }
        return to;
    }

    /** The slot of the order with that id, or the empty one where it would be. */
    private int slotOf(OrderId id) {
        long hash = hash(id);
        int at = first(hash, byId.length);
        for (long slot = byId[at]; slot != 0; slot = byId[at]) {
            if (isOf(slot, hash) && at((int) slot - 1).id().equals(id)) {
                break;
            }
            at = (at + 1) & (byId.length - 1);
        }
        return at;
    }

    private int slotOf(long hash, String sale, String buyer, String key) {
        int at = first(hash, byKey.length);
        for (long slot = byKey[at]; slot != 0; slot = byKey[at]) {
            if (isOf(slot, hash)) {
                Order order = at((int) slot - 1);
                if (order.key().equals(key)
                        && order.buyer().equals(buyer)
                        && order.sale().equals(sale)) {
                    break;
                }
            }
            at = (at + 1) & (byKey.length - 1);
        }
        return at;
    }

    private static long slot(long hash, int place) {
        return (hash & ~PLACE_MASK) | (place + 1);
    }

    private static boolean isOf(long slot, long hash) {
        return ((slot ^ hash) & ~PLACE_MASK) == 0;
    }

    /** The upper half of the hash is what a slot keeps, so it is what the walk begins with. */
    private static int first(long hash, int slots) {
        return (int) (hash >>> Integer.SIZE) & (slots - 1);
    }

    private static long hash(OrderId id) {
        return (long) id.hashCode() << Integer.SIZE;
    }

    private long hash(String sale, String buyer) {
        boolean isLastSale = sale.equals(lastSale);
        if (isLastSale && buyer.equals(lastBuyer)) {
            return lastHash;
        }
        if (!isLastSale) {
            lastSale = sale;
            lastSaleHash = SecretHash.of(secret, sale);
        }
        lastBuyer = buyer;
        lastHash = SecretHash.of(lastSaleHash, buyer);
        return lastHash;
    }

    private long hash(String sale, String buyer, String key) {
        return SecretHash.of(hash(sale, buyer), key);
    }
}
