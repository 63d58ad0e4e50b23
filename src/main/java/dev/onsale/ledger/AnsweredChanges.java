package dev.onsale.ledger;

import dev.onsale.config.Limits;
import dev.onsale.config.RoomLimits;
import dev.onsale.sale.Sale;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What the last {@code Limits.SALE_KEYS_MAX} commands about one sale came to, by their keys: one that comes again is told the same and does nothing.
 * Owned by one thread.
 */
final class AnsweredChanges {

    /** @param bytes of heap that it takes, about */
    private record Answered(CommandId id, Sale sale, int bytes) {}

    private final Map<String, Answered> byKey = new HashMap<>();
    private final ArrayDeque<String> oldestFirst = new ArrayDeque<>();
    private long bytes;

    /**
     * Remembers what a command made of the sale. The oldest one is forgotten for it, if there are so many.
     *
     * @param before the sale until then, with which {@code sale} shares what did not change
     */
    void add(CommandId id, Sale sale, Sale before) {
        if (!id.isKeyed()) {
            return;
        }
        int added = bytesOf(
                id, sale.tiers().equals(before.tiers()) ? 0 : sale.tiers().size());
        if (byKey.put(id.key(), new Answered(id, sale, added)) != null) {
            throw new IllegalStateException("the key " + id.key() + " of sale " + sale.id() + " comes twice");
        }
        bytes += added;
        oldestFirst.add(id.key());
        if (oldestFirst.size() > Limits.SALE_KEYS_MAX) {
            Answered forgotten = byKey.remove(oldestFirst.remove());
            bytes -= forgotten == null ? 0 : forgotten.bytes();
        }
    }

    private static int bytesOf(CommandId id, int changedTiers) {
        return RoomLimits.CHANGE_BYTES
                + Character.BYTES * id.key().length()
                + RoomLimits.CHANGED_TIER_BYTES * changedTiers;
    }

    /** About how much memory they take. */
    long bytes() {
        return bytes;
    }

    /** The outcome of a command that came before under this key, or null when there was none. */
    @Nullable
    Outcome find(CommandId id) {
        Answered answered = byKey.get(id.key());
        if (answered == null) {
            return null;
        }
        return answered.id().asksTheSameAs(id)
                ? new Outcome.OfSale(answered.sale(), true)
                : new Outcome.Refused(new Refusal.KeyReused());
    }

    boolean remembers(CommandId id) {
        return byKey.containsKey(id.key());
    }

    /** The sale as the last of them made it. */
    Sale last(Sale ifNone) {
        String newest = oldestFirst.peekLast();
        Answered answered = newest == null ? null : byKey.get(newest);
        return answered == null ? ifNone : answered.sale();
    }

    /** All that are remembered, the oldest first. */
    void forEach(BiConsumer<CommandId, Sale> sink) {
        for (String key : oldestFirst) {
            Answered answered = byKey.get(key);
            if (answered != null) {
                sink.accept(answered.id(), answered.sale());
            }
        }
    }
}
