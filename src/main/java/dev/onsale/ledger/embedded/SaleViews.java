package dev.onsale.ledger.embedded;

import dev.onsale.config.Limits;
import dev.onsale.ledger.Event;
import dev.onsale.ledger.SaleView;
import dev.onsale.ledger.StockState;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The sales as everybody may see them. A view costs a pass over the journeys of its sale, so one that changes all the time is renewed now
 * and then: at once if nothing was published lately, and else when the time has come. Any thread reads; the ledger's writer does all
 * else.
 */
final class SaleViews {

    /** Half of the age that is allowed, so that a batch in between does not make a view too old. */
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(Limits.AVAILABILITY_AGE_MILLIS_MAX) / 2;

    /** The same views twice: each order looks for one by its id, a listing goes on behind one. */
    private final Map<String, SaleView> views = new ConcurrentHashMap<>();

    private final ConcurrentSkipListMap<String, SaleView> inOrder = new ConcurrentSkipListMap<>();
    private final Set<String> touched = new HashSet<>();
    private String lastTouched = "";
    private boolean isUrgent;
    private long publishedNanos = System.nanoTime() - PAUSE_NANOS;

    @Nullable
    SaleView sale(String id) {
        return views.get(id);
    }

    Collection<SaleView> salesAfter(String id) {
        return Collections.unmodifiableCollection(inOrder.tailMap(id, false).values());
    }

    /** Notes that the event's sale looks different now. */
    void touch(Event event) {
        String id = event.saleId();
        if (!id.equals(lastTouched)) { // mostly the very same string
            touched.add(id);
            lastTouched = id;
        }
        switch (event) {
            // Whoever opened or changed a sale looks at it next.
            case Event.SaleOpened opened -> isUrgent = true;
            case Event.SaleChanged changed -> isUrgent = true;
            case Event.OfOrder moved -> {}
        }
    }

    /** Whether a sale was opened or changed, and has to be seen before the answer is told. */
    boolean isUrgent() {
        return isUrgent;
    }

    /** Nanoseconds until {@link #publish} is due; 0 or less if it is; {@code Long.MAX_VALUE} if nothing has changed. */
    long nanosToWait(long nowNanos) {
        return touched.isEmpty() ? Long.MAX_VALUE : publishedNanos + PAUSE_NANOS - nowNanos;
    }

    /** Renews what has changed; the state is durable. */
    void publish(StockState durable, long nowNanos) {
        for (String id : touched) {
            SaleView view = durable.view(id);
            if (view == null) {
                throw new IllegalStateException("an event of a sale that is not there: " + id);
            }
            views.put(id, view);
            inOrder.put(id, view);
        }
        touched.clear();
        lastTouched = "";
        isUrgent = false;
        publishedNanos = nowNanos;
    }

    /** Publishes every sale; once, before anything else. */
    void publishAll(StockState durable) {
        touched.addAll(durable.saleIds());
        publish(durable, System.nanoTime() - PAUSE_NANOS);
    }
}
