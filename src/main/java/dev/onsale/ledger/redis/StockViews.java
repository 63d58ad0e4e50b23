package dev.onsale.ledger.redis;

import dev.onsale.config.Limits;
import dev.onsale.ledger.SaleView;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The sales as everybody may see them. One that changes all the time is read anew now and then, and one reading serves however
 * many have asked. There may be 100,000 sales, so those that nobody waits for are read a few at a time. While Redis is away the last readings stay. Any thread
 * looks; the event loop does all else.
 */
final class StockViews {

    /** Half of the age that is allowed, so that the way to Redis and back does not make a view too old. */
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(Limits.AVAILABILITY_AGE_MILLIS_MAX) / 2;

    /** Whoever is told of readings. */
    interface Readings {
        /** The sale is like that. */
        void read(String sale, SaleReading reading);

        /** There is none. Returns whether that may be believed; if not, the last view stays. */
        boolean isGone(String sale);
    }

    /** What is known of a sale. */
    private static final class Known {
        private @Nullable SaleReading reading;
        private long readNanos = System.nanoTime() - PAUSE_NANOS;

        /** The reading that waits for its turn, if one does. */
        private @Nullable Future<Optional<SaleReading>> next;
    }

    private final Function<String, RedisCalls> redis;
    private final Readings readings;
    private final PacedCalls reads;

    /** The same views twice: each order looks for one by its id, a listing goes on behind one. */
    private final ConcurrentHashMap<String, SaleView> views = new ConcurrentHashMap<>();

    private final ConcurrentSkipListMap<String, SaleView> inOrder = new ConcurrentSkipListMap<>();

    private final Map<String, Known> sales = new HashMap<>();
    private final Set<String> touched = new LinkedHashSet<>();

    /**
     * @param readings told of each reading
     * @param reads for readings that nobody waits for
     */
    StockViews(Function<String, RedisCalls> redis, Readings readings, PacedCalls reads) {
        this.redis = redis;
        this.readings = readings;
        this.reads = reads;
    }

    @Nullable
    SaleView sale(String id) {
        return views.get(id);
    }

    Collection<SaleView> salesAfter(String id) {
        return Collections.unmodifiableCollection(inOrder.tailMap(id, false).values());
    }

    /** What was read of the sale says nothing of what it is now. The last view stays until it is read anew. */
    void forget(String sale) {
        known(sale).reading = null;
        touch(sale);
    }

    /** Nobody looks at the sale any more: it is shown no longer, and costs nothing. */
    void drop(String sale) {
        sales.remove(sale);
        touched.remove(sale);
        views.remove(sale);
        inOrder.remove(sale);
    }

    /** Notes that the sale looks different now; it is read when the time has come. */
    void touch(String sale) {
        Known known = known(sale);
        if (System.nanoTime() - known.readNanos >= PAUSE_NANOS) {
            refresh(sale);
        } else {
            touched.add(sale);
        }
    }

    /** Reads what is due. */
    void tick() {
        long now = System.nanoTime();
        for (String sale : List.copyOf(touched)) {
            if (now - known(sale).readNanos >= PAUSE_NANOS) {
                refresh(sale);
            }
        }
    }

    private Known known(String sale) {
        return sales.computeIfAbsent(sale, id -> new Known());
    }

    /** Reads a sale when its turn has come; empty when there is no such sale. */
    Future<Optional<SaleReading>> refresh(String sale) {
        Known known = known(sale);
        touched.remove(sale);
        Future<Optional<SaleReading>> waiting = known.next;
        if (waiting != null) {
            return waiting; // and will show what has happened by now
        }
        Promise<Optional<SaleReading>> next = Promise.promise();
        known.next = next.future();
        reads.call(() -> {
                    known.next = null;
                    return read(sale);
                })
                .onComplete(next);
        return next.future();
    }

    /** The last reading of a sale, or null. */
    @Nullable
    SaleReading reading(String sale) {
        Known known = sales.get(sale);
        return known == null ? null : known.reading;
    }

    /** Reads a sale now; empty when there is no such sale. */
    Future<Optional<SaleReading>> read(String sale) {
        Known known = known(sale);
        touched.remove(sale);
        known.readNanos = System.nanoTime();
        SaleReading before = known.reading;
        String revision = before == null ? "" : Long.toString(before.revision());
        return redis.apply(sale)
                .call(Calls.view(sale, revision))
                .map(answer -> SaleReading.read(answer, before))
                .onSuccess(reading -> publish(sale, known, reading))
                .onFailure(e -> touched.add(sale));
    }

    private void publish(String sale, Known known, Optional<SaleReading> reading) {
        if (reading.isPresent()) {
            SaleView view = reading.get().view();
            known.reading = reading.get();
            views.put(sale, view);
            inOrder.put(sale, view);
            readings.read(sale, reading.get());
        } else if (readings.isGone(sale)) {
            drop(sale);
        }
    }
}
