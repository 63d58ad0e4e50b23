package dev.onsale.ledger.redis;

import dev.onsale.config.Limits;
import dev.onsale.ledger.SaleView;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The sales as everybody may see them. One that changes all the time is read anew now and then, and one reading serves however
 * many have asked. While Redis is away the last readings stay. Any thread looks; the event loop does all else.
 */
final class StockViews {

    /** Half of the age that is allowed, so that the way to Redis and back does not make a view too old. */
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(Limits.AVAILABILITY_AGE_MILLIS_MAX) / 2;

    private final Function<String, RedisCalls> redis;
    private final BiConsumer<String, SaleReading> onReading;
    private final ConcurrentSkipListMap<String, SaleView> views = new ConcurrentSkipListMap<>();
    private final Map<String, SaleReading> readings = new HashMap<>();
    private final Map<String, Long> readNanos = new HashMap<>();
    private final Set<String> touched = new LinkedHashSet<>();

    /** @param onReading told of each reading */
    StockViews(Function<String, RedisCalls> redis, BiConsumer<String, SaleReading> onReading) {
        this.redis = redis;
        this.onReading = onReading;
    }

    @Nullable
    SaleView sale(String id) {
        return views.get(id);
    }

    Collection<SaleView> salesAfter(String id) {
        return Collections.unmodifiableCollection(views.tailMap(id, false).values());
    }

    /** What was read of the sale says nothing of what it is now. The last view stays until it is read anew. */
    void forget(String sale) {
        readings.remove(sale);
        touch(sale);
    }

    /** Notes that the sale looks different now; it is read when the time has come. */
    void touch(String sale) {
        touched.add(sale);
        readIfDue(sale, System.nanoTime());
    }

    /** Reads what is due. */
    void tick() {
        long now = System.nanoTime();
        List.copyOf(touched).forEach(sale -> readIfDue(sale, now));
    }

    private void readIfDue(String sale, long now) {
        if (now - readNanos.getOrDefault(sale, now - PAUSE_NANOS) >= PAUSE_NANOS) {
            read(sale);
        }
    }

    /** Reads a sale now; empty when there is no such sale. */
    Future<Optional<SaleReading>> read(String sale) {
        touched.remove(sale);
        readNanos.put(sale, System.nanoTime());
        SaleReading known = readings.get(sale);
        String revision = known == null ? "" : Long.toString(known.revision());
        return redis.apply(sale)
                .call(Calls.view(sale, revision))
                .map(answer -> SaleReading.read(answer, known))
                .onSuccess(reading -> reading.ifPresent(read -> publish(sale, read)))
                .onFailure(e -> touched.add(sale));
    }

    private void publish(String sale, SaleReading reading) {
        readings.put(sale, reading);
        views.put(sale, reading.view());
        onReading.accept(sale, reading);
    }
}
