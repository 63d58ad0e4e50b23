package dev.onsale.ledger.redis;

import dev.onsale.config.Limits;
import dev.onsale.ledger.Event;
import io.vertx.core.Future;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Tells the events of one sale once and in order, whichever node caused them.
 *
 * <p>The events of an own call come with its answer. If other nodes were in between, which its position shows, theirs are read from the stream
 * first, and the answer waits for that. Owned by the event loop.
 */
final class SaleFeed {

    /** An own call's events, and what comes after they were told. */
    private record Delivery(long position, List<Event> events, Runnable then) {}

    /** Whoever is told. */
    interface EventsTold {
        /** These happened, the last of them at this position of the sale's journal. */
        void told(List<Event> events, long position);

        /** What was told is not what the stream says any more: another server took over that had not got it. */
        void cut();
    }

    private final String sale;
    private final Function<Request, Future<Response>> redis;
    private final EventsTold listener;
    private final Consumer<Throwable> fatal;
    private final ArrayDeque<Delivery> deliveries = new ArrayDeque<>();

    /** Position of the last event that was told, and of the last one that is known to be there. */
    private long told;

    private long heard;
    private boolean isReading;

    /** The last event that was told; null before the first. */
    private @Nullable Event last;

    SaleFeed(String sale, Function<Request, Future<Response>> redis, EventsTold listener, Consumer<Throwable> fatal) {
        this.sale = sale;
        this.redis = redis;
        this.listener = listener;
        this.fatal = fatal;
    }

    long told() {
        return told;
    }

    /** Leaves out what happened up to this position; before anything was told. */
    void beginBehind(long position) {
        if (told != 0) {
            throw new IllegalStateException("events of " + sale + " were told already");
        }
        told = position;
        heard = position;
    }

    boolean isIdle() {
        return deliveries.isEmpty() && !isReading;
    }

    /** Tells what an own call has added, and then runs {@code then}. */
    void deliver(long position, List<Event> events, Runnable then) {
        deliveries.add(new Delivery(position, events, then));
        goOn();
    }

    /** There are events up to this position. */
    void hear(long position) {
        heard = Math.max(heard, position);
    }

    /** Goes on where it can: when the connection is back, or something was heard and no own call will tell of it. */
    void goOn() {
        while (!isReading && !deliveries.isEmpty()) {
            Delivery next = deliveries.element();
            long before = next.position() - next.events().size();
            if (told < before) {
                readOn();
                return;
            }
            deliveries.remove();
            // What was read from the stream may have reached further already.
            if (told == before && !next.events().isEmpty()) {
                tell(next.events(), next.position());
            }
            next.then().run();
        }
    }

    /**
     * Goes on after the connection was lost, when the stream still has what was told of it. A replica that took over may not have got it.
     */
    void goOnIfUncut() {
        Event lastTold = last;
        if (isReading || lastTold == null) {
            goOn();
            return;
        }
        isReading = true;
        redis.apply(Calls.entries(sale, told - 1, 1)).onComplete(answer -> {
            isReading = false;
            if (answer.failed()) {
                return; // looked at again when the connection is back
            }
            try {
                if (isCut(StreamEntry.read(sale, answer.result()), lastTold)) {
                    forget();
                }
            } catch (RuntimeException e) {
                fatal.accept(e);
                return;
            }
            goOn();
            catchUp();
        });
    }

    /** @param behind the first entry that ends at or behind what was told */
    private boolean isCut(List<StreamEntry> behind, Event lastTold) {
        if (behind.isEmpty()) {
            return true; // the stream ends before; one that was trimmed keeps its last entry
        }
        StreamEntry entry = behind.getFirst();
        return entry.before() < told
                && (entry.position() != told || !entry.events().getLast().equals(lastTold));
    }

    /** The sale ends at this position now; to be told on the connection by which all else is told. */
    void endsAt(long position) {
        if (position < told && !isReading) {
            forget();
        }
    }

    /** Begins anew with the first event of the stream. Whoever waits for an answer gets what was true when it was given. */
    private void forget() {
        told = 0;
        heard = 0;
        last = null;
        List<Delivery> waiting = List.copyOf(deliveries);
        deliveries.clear();
        listener.cut();
        waiting.forEach(delivery -> delivery.then().run());
    }

    /** Reads what other nodes have added, if something was heard of that was not told. */
    void catchUp() {
        if (!isReading && deliveries.isEmpty() && heard > told) {
            readOn();
        }
    }

    private void readOn() {
        isReading = true;
        redis.apply(Calls.entries(sale, told, Limits.REDIS_STREAM_ENTRIES_MAX)).onComplete(answer -> {
            isReading = false;
            if (answer.failed()) {
                return; // read again when the connection is back
            }
            try {
                read(answer.result());
            } catch (RuntimeException e) {
                fatal.accept(e);
                return;
            }
            goOn();
            catchUp();
        });
    }

    private void read(Response entries) {
        for (StreamEntry entry : StreamEntry.read(sale, entries)) {
            if (entry.position() > told) {
                tell(entry.events(), entry.position());
            }
        }
        if (entries.size() == 0) {
            // Behind what was told the stream is empty: those events were trimmed away before they were read here.
            told = deliveries.isEmpty()
                    ? heard
                    : deliveries.element().position()
                            - deliveries.element().events().size();
        }
    }

    private void tell(List<Event> events, long position) {
        told = position;
        last = events.getLast();
        heard = Math.max(heard, position);
        listener.told(events, position);
    }
}
