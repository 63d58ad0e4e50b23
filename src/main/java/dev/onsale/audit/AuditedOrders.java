package dev.onsale.audit;

import dev.onsale.ledger.OrderId;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The orders that the audit has seen, by id and by sale, buyer and key: two open hash tables with linear probing. Of two orders with the same
 * key the first one is found by it. Owned by the audit's thread.
 */
final class AuditedOrders {

    private static final int SLOTS_MIN = 1 << 10;

    private @Nullable AuditedOrder[] byId = new AuditedOrder[SLOTS_MIN];
    private @Nullable AuditedOrder[] byKey = new AuditedOrder[SLOTS_MIN];
    private int count;

    int count() {
        return count;
    }

    @Nullable
    AuditedOrder find(OrderId id) {
        int slot = id.hashCode() & (byId.length - 1);
        AuditedOrder order = byId[slot];
        while (order != null && !order.hasId(id)) {
            slot = (slot + 1) & (byId.length - 1);
            order = byId[slot];
        }
        return order;
    }

    @Nullable
    AuditedOrder findKey(long high, long low) {
        int slot = (int) low & (byKey.length - 1);
        AuditedOrder order = byKey[slot];
        while (order != null && !order.hasKey(high, low)) {
            slot = (slot + 1) & (byKey.length - 1);
            order = byKey[slot];
        }
        return order;
    }

    /** Adds an order whose id is not there yet. */
    void add(AuditedOrder order) {
        if (2 * (count + 1) > byId.length) {
            grow();
        }
        count++;
        put(byId, order.id().hashCode(), order);
        put(byKey, (int) order.keyLow(), order);
    }

    private void grow() {
        @Nullable AuditedOrder[] largerById = new AuditedOrder[2 * byId.length];
        @Nullable AuditedOrder[] largerByKey = new AuditedOrder[2 * byId.length];
        forEach(order -> put(largerById, order.id().hashCode(), order));
        for (AuditedOrder order : byKey) {
            if (order != null) {
                put(largerByKey, (int) order.keyLow(), order);
            }
        }
        byId = largerById;
        byKey = largerByKey;
    }

    private static void put(@Nullable AuditedOrder[] table, int hash, AuditedOrder order) {
        int slot = hash & (table.length - 1);
        while (table[slot] != null) {
            slot = (slot + 1) & (table.length - 1);
        }
        table[slot] = order;
    }

    /** Every order, in no particular order. */
    void forEach(Consumer<AuditedOrder> visitor) {
        for (AuditedOrder order : byId) {
            if (order != null) {
                visitor.accept(order);
            }
        }
    }
}
