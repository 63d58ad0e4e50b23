package dev.onsale.ledger;

/**
 * How many orders each buyer has made in each sale. A hash table like those of the {@link OrderTable}: a slot is the upper half of the hash and the place of the
 * buyer's first order, which tells whose slot it is. Owned by one thread.
 */
final class OrdersOfBuyers {

    private static final int INITIAL_SLOTS = 1024;
    private static final long PLACE_MASK = 0xFFFF_FFFFL;

    private final OrderTable orders;
    private long[] slots = new long[INITIAL_SLOTS];

    /** By slot. What no short can count is far above any bound, and is not counted on. */
    private short[] counts = new short[INITIAL_SLOTS];

    private int buyers;

    OrdersOfBuyers(OrderTable orders) {
        this.orders = orders;
    }

    /** How many orders the buyer has made in the sale, at least. */
    int count(long hash, String sale, String buyer) {
        return counts[slotOf(hash, sale, buyer)];
    }

    /** The order at a place is a new one. */
    void add(long hash, Order order, int place) {
        int at = slotOf(hash, order.sale(), order.buyer());
        if (slots[at] == 0) {
            if (++buyers > slots.length / 2) {
                grow();
                at = slotOf(hash, order.sale(), order.buyer());
            }
            slots[at] = (hash & ~PLACE_MASK) | (place + 1);
        }
        if (counts[at] < Short.MAX_VALUE) {
            counts[at]++;
        }
    }

    private void grow() {
        long[] fromSlots = slots;
        short[] fromCounts = counts;
        slots = new long[fromSlots.length * 2];
        counts = new short[slots.length];
        for (int from = 0; from < fromSlots.length; from++) {
            if (fromSlots[from] != 0) {
                int at = first(fromSlots[from]);
                while (slots[at] != 0) {
                    at = (at + 1) & (slots.length - 1);
                }
                slots[at] = fromSlots[from];
                counts[at] = fromCounts[from];
            }
        }
    }

    private int slotOf(long hash, String sale, String buyer) {
        int at = first(hash);
        for (long slot = slots[at]; slot != 0; slot = slots[at]) {
            if (((slot ^ hash) & ~PLACE_MASK) == 0) {
                Order order = orders.at((int) slot - 1);
                if (order.buyer().equals(buyer) && order.sale().equals(sale)) {
                    break;
                }
            }
            at = (at + 1) & (slots.length - 1);
        }
        return at;
    }

    private int first(long hash) {
        return (int) (hash >>> Integer.SIZE) & (slots.length - 1);
    }
}
