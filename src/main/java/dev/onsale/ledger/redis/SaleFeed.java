package dev.onsale.ledger.redis;

import dev.onsale.config.Limits;
import dev.onsale.ledger.Event;
import io.vertx.core.Future;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells the events of one sale once and in order, whichever node caused them.
 *
 * <p>The events of an own call come with its answer. If other nodes were in between, which its position shows, theirs are read from the stream
 * first, and the answer waits for that. Nothing is told before as many replicas have it as are asked for: an own call waits for them, and so for all that was before
 * it; what lies behind the last own call is told when they confirm it. Owned by the event loop.
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

        /** The stream cannot be read, or holds what this program has not written. It is read again when the pause is over. */
        void unreadable(Throwable why);

        /** It was read. */
        void readable();
    }

    private final String sale;
    private final RedisCalls redis;
    private final PacedCalls reads;
    private final EventsTold listener;
    private final ArrayDeque<Delivery> deliveries = new ArrayDeque<>(1);

    /** Position of the last event that was told, and of the last one that is known to be there. */
    private long told;

    private long heard;

    /** A position that was heard of and not told yet, if it is behind what was told; and when that was. */
    private long mark;

    private long markNanos;

    /** Position up to which replicas have confirmed the events. */
    private long confirmed;

    private boolean isReading;

    /** Whether the stream is to be held against what was told, as soon as nothing is being read. */
    private boolean isInDoubt;

    private boolean isReadable = true;

    /** The last event that was told; null before the first. */
    private @Nullable Event last;

    /** @param reads for reading what no answer waits for: the call waits for its turn among those of many sales */
    SaleFeed(String sale, RedisCalls redis, PacedCalls reads, EventsTold listener) {
        this.sale = sale;
        this.redis = redis;
        this.reads = reads;
        this.listener = listener;
    }

    private Future<Response> entries(long after, int entriesMax) {
        Request request = Calls.entries(sale, after, entriesMax);
        return deliveries.isEmpty() ? reads.call(() -> redis.call(request)) : redis.call(request);
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

    /** Whether there are events that were not told yet. */
    boolean isBehind() {
        return heard > told;
    }

    /** Whether the stream could be read the last time. */
    boolean isReadable() {
        return isReadable;
    }

    /** Tells what an own call has added, and then runs {@code then}. */
    void deliver(long position, List<Event> events, Runnable then) {
        deliveries.add(new Delivery(position, events, then));
        confirmed = Math.max(confirmed, position);
        goOn();
    }

    /** There are events up to this position. */
    void hear(long position) {
        heard = Math.max(heard, position);
        markIfBehind();
    }

    private void markIfBehind() {
        if (told >= mark && heard > told) {
            mark = heard;
            markNanos = System.nanoTime();
        }
    }

    /** Everything that was heard of before this was told. */
    long toldUpToNanos(long nowNanos) {
        return isReadable && heard > told ? markNanos : nowNanos;
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
        if (isReading || last != null) {
            holdAgainstStream();
            return;
        }
        goOn();
        if (!isReading && !isReadable) {
            readOn();
        }
    }

    /** Looks whether the stream has what was told, and begins anew if not. */
    void holdAgainstStream() {
        if (told == 0) {
            return;
        }
        if (isReading) {
            isInDoubt = true; // what is being read may be from before or from after
            return;
        }
        Event lastTold = last;
        isReading = true;
        entries(told - 1, 1).onComplete(answer -> {
            isReading = false;
            if (answer.failed()) {
                failed(answer.cause());
                return;
            }
            try {
                if (isCut(StreamEntry.read(sale, answer.result()), lastTold)) {
                    forget();
                }
            } catch (RuntimeException e) {
                unreadable(e);
                return;
            }
            readable();
            goOn();
            catchUp();
        });
    }

    private void unreadable(Throwable why) {
        isReadable = false;
        listener.unreadable(why);
    }

    private void readable() {
        if (!isReadable) {
            isReadable = true;
            listener.readable();
        }
    }

    /** What the connection failed of is read again when it is back. */
    private void failed(Throwable why) {
        if (!(why instanceof RedisLink.Lost) && !(why instanceof RedisLink.NotSent)) {
            unreadable(why);
        }
    }

    /** @param behind the first entry that ends at or behind what was told */
    private boolean isCut(List<StreamEntry> behind, @Nullable Event lastTold) {
        if (behind.isEmpty()) {
            return true; // the stream ends before; one that was trimmed keeps its last entry
        }
        StreamEntry entry = behind.getFirst();
        return entry.before() < told
                && (entry.position() != told
                        || (lastTold != null && !entry.events().getLast().equals(lastTold)));
    }

    /** The sale ends at this position now; to be told on the connection by which all else is told. */
    void endsAt(long position) {
        if (position >= told) {
            return;
        }
        if (isReading) {
            isInDoubt = true; // what is being read may be from before or from after
        } else {
            forget();
        }
    }

    /** Begins anew with the first event of the stream. Whoever waits for an answer gets what was true when it was given. */
    private void forget() {
        told = 0;
        heard = 0;
        mark = 0;
        confirmed = 0;
        last = null;
        List<Delivery> waiting = List.copyOf(deliveries);
        deliveries.clear();
        listener.cut();
        waiting.forEach(delivery -> delivery.then().run());
    }

    /** Reads what other nodes have added, if something was heard of that was not told; and what could not be read, again. */
    void catchUp() {
        if (isReading || !deliveries.isEmpty()) {
            return;
        }
        if (!isReadable) {
            goOnIfUncut();
        } else if (heard > told) {
            readOn();
        }
    }

    private void readOn() {
        isReading = true;
        entries(told, Limits.REDIS_STREAM_ENTRIES_MAX).onComplete(answer -> {
            if (answer.failed()) {
                isReading = false;
                failed(answer.cause());
                return;
            }
            List<StreamEntry> entries;
            try {
                entries = StreamEntry.read(sale, answer.result());
            } catch (RuntimeException e) {
                isReading = false;
                unreadable(e);
                return;
            }
            tellUpTo(confirmed, entries);
            if (entries.isEmpty() || entries.getLast().position() <= confirmed) {
                goOn(entries);
                return;
            }
            redis.confirm().onComplete(done -> {
                if (done.failed()) {
                    isReading = false; // read again when the replicas are back
                    return;
                }
                tellUpTo(Long.MAX_VALUE, entries);
                goOn(entries);
            });
        });
    }

    /** Tells entries that were not told yet, up to a position. */
    private void tellUpTo(long upTo, List<StreamEntry> entries) {
        for (StreamEntry entry : entries) {
            if (entry.position() > told && entry.position() <= upTo) {
                tell(entry.events(), entry.position());
            }
        }
    }

    private void goOn(List<StreamEntry> read) {
        isReading = false;
        boolean wasInDoubt = isInDoubt;
        isInDoubt = false;
        if (wasInDoubt && told > 0) {
            holdAgainstStream();
            return;
        }
        if (read.isEmpty()) {
            // Nothing is there: whoever spoke of more was wrong; or an own call is behind what was trimmed away.
            heard = told;
            if (!deliveries.isEmpty()) {
                told = deliveries.element().position()
                        - deliveries.element().events().size();
            }
        }
        readable();
        goOn();
        catchUp();
    }

    private void tell(List<Event> events, long position) {
        told = position;
        last = events.getLast();
        heard = Math.max(heard, position);
        markIfBehind();
        listener.told(events, position);
    }
}
