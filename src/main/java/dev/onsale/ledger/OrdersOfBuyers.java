package dev.onsale.ledger;

/**
 * The first order of each buyer in each sale, and how many more they have made. An open hash table with linear probing like those of the {@link OrderTable}: a slot is
 * the upper half of the hash and the place of the buyer's first order, which tells whose slot it is.
 *
 * <p>Most buyers order once. So one look here says both that there is no order of theirs to be found, and that they have made none that counts. Owned by one thread.
 */
final class OrdersOfBuyers {

    private static final long PLACE_MASK = 0xFFFF_FFFFL;

    private final OrderTable orders;
    private long[] slots;

    /** By slot: orders behind the first one. What no short can count is far above any bound, and is not counted on. */
    private short[] more;

    private int buyers;

    /** @param slots a power of two */
    OrdersOfBuyers(OrderTable orders, int slots) {
        this.orders = orders;
        this.slots = new long[slots];
        more = new short[slots];
    }

    /** How many orders the buyer has made in the sale, at least. */
    int count(long hash, String sale, String buyer) {
        int at = slotOf(hash, sale, buyer);
        return slots[at] == 0 ? 0 : 1 + more[at];
    }

    /** The place of the buyer's first order in the sale, or {@link OrderTable#NOWHERE}. */
    int first(long hash, String sale, String buyer) {
        return (int) slots[slotOf(hash, sale, buyer)] - 1;
    }

    /** Reads the slot that a look-up will begin with, and nothing more. */
    long expect(long hash) {
        return slots[firstSlot(hash)];
    }

    /** The order at a place is a new one. */
    void add(long hash, Order order, int place) {
        int at = slotOf(hash, order.sale(), order.buyer());
        if (slots[at] != 0) {
            if (more[at] < Short.MAX_VALUE) {
                more[at]++;
            }
            return;
        }
        if (buyers + 1 > slots.length / 2) {
            reserve(slots.length * 2);
            at = slotOf(hash, order.sale(), order.buyer());
        }
        buyers++;
        slots[at] = (hash & ~PLACE_MASK) | (place + 1);
    }

    /** Makes room for half as many buyers as that. */
    void reserve(int slotsMin) {
        if (slotsMin <= slots.length) {
            return;
        }
        long[] fromSlots = slots;
        short[] fromMore = more;
        slots = new long[slotsMin];
        more = new short[slotsMin];
        for (int from = 0; from < fromSlots.length; from++) {
            if (fromSlots[from] != 0) {
                int at = firstSlot(fromSlots[from]);
                while (slots[at] != 0) {
                    at = (at + 1) & (slots.length - 1);
                }
                slots[at] = fromSlots[from];
                more[at] = fromMore[from];
            }
        }
    }

    private int slotOf(long hash, String sale, String buyer) {
        int at = firstSlot(hash);
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

    private int firstSlot(long hash) {
        return (int) (hash >>> Integer.SIZE) & (slots.length - 1);
    }
}
