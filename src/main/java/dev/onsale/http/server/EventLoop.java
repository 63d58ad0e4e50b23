package dev.onsale.http.server;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * What the requests of one event loop share: its mailbox, the date, the answers that are the same each time. Owned by its thread; only
 * {@link #close} may be called by any.
 */
public final class EventLoop {

    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final Vertx vertx;
    private final LoopMailbox mailbox;
    private final HttpMeter meter;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private final ProblemReplies problems = new ProblemReplies();

    private volatile boolean closing;
    private CharSequence date = "";

    /**
     * To be called on the event loop itself.
     *
     * @param clock for the header {@code Date}
     * @param nanos a clock for durations, in nanoseconds
     */
    public EventLoop(Vertx vertx, Context context, HttpMeter meter, InstantSource clock, LongSupplier nanos) {
        this.vertx = vertx;
        this.mailbox = new LoopMailbox(context);
        this.meter = meter;
        this.clock = clock;
        this.nanos = nanos;
        tick();
    }

    /** Renews the date; to be called once a second. */
    public void tick() {
        date = HttpHeaders.createOptimized(HTTP_DATE.format(clock.instant()));
    }

    /** From now on each answer says that it is the last one on its connection. Any thread. */
    public void close() {
        closing = true;
    }

    boolean isClosing() {
        return closing;
    }

    LoopMailbox mailbox() {
        return mailbox;
    }

    /** Counts requests and connections. */
    public HttpMeter meter() {
        return meter;
    }

    ProblemReplies problems() {
        return problems;
    }

    /** The time as the header {@code Date} has it; the same object for a second. */
    CharSequence date() {
        return date;
    }

    /** A clock for durations, in nanoseconds. */
    public long nanos() {
        return nanos.getAsLong();
    }

    /** Runs something later, on this event loop. */
    void after(long millis, Runnable what) {
        vertx.setTimer(millis, timer -> what.run());
    }
}
