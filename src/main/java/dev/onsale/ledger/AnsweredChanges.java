package dev.onsale.ledger;

import dev.onsale.config.Limits;
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

    private record Answered(CommandId id, Sale sale) {}

    private final Map<String, Answered> byKey = new HashMap<>();
    private final ArrayDeque<String> oldestFirst = new ArrayDeque<>();

    /** Remembers what a command made of the sale. The oldest one is forgotten for it, if there are so many. */
    void add(CommandId id, Sale sale) {
        if (!id.isKeyed()) {
            return;
        }
        if (byKey.put(id.key(), new Answered(id, sale)) != null) {
            throw new IllegalStateException("the key " + id.key() + " of sale " + sale.id() + " comes twice");
        }
        oldestFirst.add(id.key());
        if (oldestFirst.size() > Limits.SALE_KEYS_MAX) {
            byKey.remove(oldestFirst.remove());
        }
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
