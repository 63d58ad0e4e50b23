package dev.onsale.config;

/** Bounds of how many orders a ledger keeps, as {@link Limits} has the others. */
public final class RoomLimits {

    /** Orders of one buyer in one sale, whatever became of them: who orders and gives back without end does not fill the ledger. */
    public static final int ORDERS_OF_BUYER_MAX = 10_000;

    /** With how many orders of a buyer in a sale a node on Redis has them counted there: so many less one go uncounted at each node. At most 127. */
    public static final int ORDERS_COUNTED_FROM = 100;

    /** Bytes of heap that are left to the rest of a node, whatever its ledger keeps. */
    public static final long LEDGER_HEAP_SPARE_BYTES = 56L * 1024 * 1024;

    /** Bytes of heap that an order takes besides what strangers choose: its values, and its places in the tables. */
    public static final int ORDER_BYTES = 350;

    /** Bytes of heap that are left for the payment of each order that has none. */
    public static final int PAYMENT_ROOM_BYTES = 64;

    /** Bytes of heap that a sale takes besides its seats, at the least. */
    public static final int SALE_BYTES = 2_048;

    /** Bytes of heap that a change of a sale takes that is remembered by its key, besides the key and the tiers that it changed. */
    public static final int CHANGE_BYTES = 256;

    /** Bytes of heap that each tier takes of a sale whose tiers a change that is remembered has made others. */
    public static final int CHANGED_TIER_BYTES = 48;

    /** How full a ledger may be before that is told, in percent. */
    public static final int LEDGER_FULL_WARN_PERCENT = 80;

    /** How much more than its bound a start may find in the journal, in percent: payments went on when no new orders were taken. */
    public static final int LEDGER_RECOVERED_PERCENT_MAX = 110;

    private RoomLimits() {}
}
