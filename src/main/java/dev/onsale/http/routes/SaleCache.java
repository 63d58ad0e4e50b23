package dev.onsale.http.routes;

import dev.onsale.config.Limits;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Answers about sales, by the URI that asked, so that reading a sale costs little more than a constant answer. Bounded by entries and by
 * bytes; what was asked longest ago goes first. Owned by one event loop.
 */
final class SaleCache<V> {

    private record Weighed<V>(V value, int bytes) {}

    private final Map<String, Weighed<V>> entries = new LinkedHashMap<>(256, 0.75f, true);
    private long bytes;

    @Nullable
    V get(String uri) {
        Weighed<V> entry = entries.get(uri);
        return entry == null ? null : entry.value();
    }

    /** Keeps a value, unless it is so large that it would crowd out the rest. */
    void put(String uri, V value, int size) {
        Weighed<V> before = entries.remove(uri);
        if (before != null) {
            bytes -= before.bytes();
        }
        if (size > Limits.HTTP_SALES_ENCODED_BYTES_MAX / 4) {
            return;
        }
        entries.put(uri, new Weighed<>(value, size));
        bytes += size;
        Iterator<Weighed<V>> oldest = entries.values().iterator();
        while (entries.size() > Limits.HTTP_SALES_ENCODED_MAX || bytes > Limits.HTTP_SALES_ENCODED_BYTES_MAX) {
            bytes -= oldest.next().bytes();
            oldest.remove();
        }
    }
}
