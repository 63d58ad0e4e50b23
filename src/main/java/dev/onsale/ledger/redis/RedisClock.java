package dev.onsale.ledger.redis;

import dev.onsale.config.Limits;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What time it is on Redis, as this node estimates it: what Redis said last, and what the monotonic clock has counted since. Deadlines and opening
 * times go by Redis' own clock, which the functions read; the estimate is for what a node says without asking Redis, and for when it asks. The node's own clock
 * counts only until Redis was first asked; that it differs is told, since what people see on other screens differs as well.
 *
 * <p>An answer that took long says little: Redis may have read its clock at its beginning or at its end. So of the last answers the quickest one counts.
 *
 * <p>Any thread asks for the time. The event loop does all else.
 */
public final class RedisClock implements InstantSource {

    private static final Logger LOG = LoggerFactory.getLogger(RedisClock.class);

    /** After so long a slow answer is better than a quick one of that age. */
    private static final long SAMPLE_AGE_NANOS_MAX = TimeUnit.SECONDS.toNanos(10);

    /**
     * What Redis said.
     *
     * @param millis since 1970, on Redis
     * @param nanos of the monotonic clock, in the middle of the call
     * @param tookNanos from the call to its answer
     */
    private record Sample(long millis, long nanos, long tookNanos) {}

    private final LongSupplier monotonic;
    private final InstantSource own;
    private volatile @Nullable Sample sample;
    private volatile @Nullable String note;
    private boolean isUnderWay;

    /** Any thread reads it. */
    private volatile double offSeconds;

    /**
     * @param monotonic nanoseconds that never go back
     * @param own clock of this node
     */
    RedisClock(LongSupplier monotonic, InstantSource own) {
        this(monotonic, own, false);
    }

    private RedisClock(LongSupplier monotonic, InstantSource own, boolean isFixed) {
        this.monotonic = monotonic;
        this.own = own;
        this.isUnderWay = isFixed;
    }

    /** One that a test moves: Redis is not asked for the time. */
    static RedisClock fixed(InstantSource own) {
        return new RedisClock(System::nanoTime, own, true);
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(millis());
    }

    @Override
    public long millis() {
        Sample known = sample;
        return known == null
                ? own.millis()
                : known.millis + TimeUnit.NANOSECONDS.toMillis(monotonic.getAsLong() - known.nanos);
    }

    /** Asks Redis for its time now and then from now on. */
    void follow(Vertx vertx, Function<Request, Future<Response>> redis) {
        vertx.setPeriodic(Limits.REDIS_CLOCK_MILLIS, tick -> look(redis));
    }

    /** Asks Redis for its time. */
    void look(Function<Request, Future<Response>> redis) {
        if (isUnderWay) {
            return;
        }
        isUnderWay = true;
        long begun = monotonic.getAsLong();
        redis.apply(Request.cmd(Command.TIME)).onComplete(time -> {
            isUnderWay = false;
            if (time.succeeded()) {
                long micros =
                        TimeUnit.SECONDS.toMicros(Calls.number(time.result().get(0)))
                                + Calls.number(time.result().get(1));
                heard(TimeUnit.MICROSECONDS.toMillis(micros), begun, monotonic.getAsLong());
            }
        });
    }

    /** Redis has said what time it is, between these two moments. */
    void heard(long millis, long begunNanos, long endedNanos) {
        Sample heard = new Sample(millis, begunNanos + (endedNanos - begunNanos) / 2, endedNanos - begunNanos);
        Sample known = sample;
        if (known == null || isBetter(heard, known)) {
            sample = heard;
        }
        compare();
    }

    private static boolean isBetter(Sample heard, Sample known) {
        if (heard.tookNanos <= known.tookNanos || heard.nanos - known.nanos > SAMPLE_AGE_NANOS_MAX) {
            return true;
        }
        // They cannot both be right: Redis' clock was set, or another Redis answers now.
        long expected = known.millis + TimeUnit.NANOSECONDS.toMillis(heard.nanos - known.nanos);
        return Math.abs(heard.millis - expected) > 1 + TimeUnit.NANOSECONDS.toMillis(heard.tookNanos + known.tookNanos);
    }

    private void compare() {
        long off = own.millis() - millis();
        offSeconds = off / 1e3;
        boolean isFar = Math.abs(off) > Limits.CLOCK_OFF_MILLIS_MAX;
        boolean wasFar = note != null;
        if (isFar) {
            String sentence = String.format(
                    Locale.ROOT,
                    "This machine's clock is %,.1f s %s that of Redis, by which sales open and holds end.",
                    Math.abs(off) / 1e3,
                    off < 0 ? "behind" : "ahead of");
            note = sentence;
            if (!wasFar) {
                LOG.warn("{} See to it that all machines follow the same time (NTP).", sentence);
            }
        } else {
            note = null;
            if (wasFar) {
                LOG.info("This machine's clock agrees with that of Redis again.");
            }
        }
    }

    /** How far this node's own clock is ahead of that of Redis, in seconds, as was seen last; negative if it is behind. */
    public double offSeconds() {
        return offSeconds;
    }

    /** A sentence for whoever watches the node while the two clocks disagree by more than {@link Limits#CLOCK_OFF_MILLIS_MAX}, or null. */
    public @Nullable String note() {
        return note;
    }
}
