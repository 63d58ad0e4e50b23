package dev.onsale.ledger;

import dev.onsale.config.RoomLimits;

/**
 * How many orders a ledger takes. Orders are never forgotten while their sale lives, so without a bound somebody who orders and gives back for long enough
 * would fill the memory.
 *
 * @param ofBuyerMax orders of one buyer in one sale, whatever became of them
 * @param bytesMax memory of all orders and sales, as {@link StockState#bytes} reckons it
 */
public record OrderRoom(int ofBuyerMax, long bytesMax) {

    /** As much as is asked for; for a replay, and for those who keep a small one. */
    public static final OrderRoom ANY = new OrderRoom(RoomLimits.ORDERS_OF_BUYER_MAX, Long.MAX_VALUE);

    /** What fits into a heap of so many bytes, with room for the rest of the program. */
    public static OrderRoom ofHeap(long heapBytes) {
        long bytes = Math.max(heapBytes - RoomLimits.LEDGER_HEAP_SPARE_BYTES, heapBytes / 8);
        return new OrderRoom(RoomLimits.ORDERS_OF_BUYER_MAX, bytes);
    }

    /** About how much memory an order takes, with its places in the tables, and with a payment's reference to come. */
    static long bytesOf(Order order) {
        String reference = order.reference();
        int payment = reference == null ? RoomLimits.PAYMENT_ROOM_BYTES : Character.BYTES * reference.length();
        return RoomLimits.ORDER_BYTES
                + (long) Character.BYTES * (order.buyer().length() + order.key().length())
                + (long) Integer.BYTES * order.seats().count()
                + payment;
    }
}
