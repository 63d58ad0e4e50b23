package dev.onsale.node;

import dev.onsale.config.Limits;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A clock that nobody can set. It begins with the wall clock's time, goes on with the monotonic clock, and is led to the wall
 * clock by at most {@link Limits#CLOCK_LEAD_MILLIONTHS_MAX}. A wall clock that jumps, to whichever side and by however much, ends no hold
 * early and opens no sale early; the jump is told.
 *
 * <pre>
 *   time = time of the last look + monotonic time since then ± what it may be led in that time
 * </pre>
 *
 * <p>It never goes back: even while it is led back, it only goes more slowly.
 *
 * <p>What it cannot know: whether the wall clock was right when the process started, so a start with a wrong clock sells by a wrong
 * clock until the next start. And time in which the machine was suspended does not count for the monotonic clock: afterwards the wall clock is
 * ahead, as after a jump. Both end with a restart, which takes the wall clock's time over.
 *
 * <p>Any thread; whoever asks for the time also looks at the wall clock, when that is due.
 */
public final class SteadyClock implements InstantSource {

    private static final Logger LOG = LoggerFactory.getLogger(SteadyClock.class);

    private static final long MILLION = 1_000_000;

    /** Of a clock that counts nanoseconds in 64 bits, with room for what is added to it: the year 2255. */
    private static final long SECONDS_MAX = 9_000_000_000L;

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(Limits.CLOCK_LOOK_MILLIS);
    private static final long OFF_NANOS_MAX = TimeUnit.MILLISECONDS.toNanos(Limits.CLOCK_OFF_MILLIS_MAX);

    /** Longer than this between two readings, and they do not belong together: the thread was interrupted by others. */
    private static final long READING_NANOS_MAX = TimeUnit.MILLISECONDS.toNanos(20);

    /**
     * A look at both clocks.
     *
     * @param nanos of the monotonic clock
     * @param time that this clock showed, in nanoseconds since 1970
     * @param off how far the wall clock was ahead of that, in nanoseconds; negative if it was behind
     */
    private record Look(long nanos, long time, long off) {

        /** What it has been led by until then. */
        long led(long nanosNow) {
            long most = Math.max(0, nanosNow - nanos) / MILLION * Limits.CLOCK_LEAD_MILLIONTHS_MAX;
            return Math.clamp(off, -most, most);
        }

        long timeAt(long nanosNow) {
            return time + Math.max(0, nanosNow - nanos) + led(nanosNow);
        }
    }

    /** A wall clock that is set again and again is not told of each time. */
    private static final long TELL_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(Limits.CLOCK_WARN_SECONDS);

    private static final String WHAT_TO_DO = "Somebody set it, or the machine slept. No hold ends early and no sale"
            + " opens early for that: the node's time follows by at most " + Limits.CLOCK_LEAD_MILLIONTHS_MAX
            + " millionths. If the wall clock is right now, a restart of the node takes it over.";

    private final LongSupplier monotonic;
    private final InstantSource wall;
    private final AtomicReference<Look> last;
    private final AtomicLong jumps = new AtomicLong();
    private final AtomicLong tellAtNanos;

    /**
     * @param monotonic nanoseconds that never go back, from whenever
     * @param wall the clock that people set
     */
    public SteadyClock(LongSupplier monotonic, InstantSource wall) {
        this.monotonic = monotonic;
        this.wall = wall;
        long now = monotonic.getAsLong();
        last = new AtomicReference<>(new Look(now, nanosOf(wall.instant()), 0));
        tellAtNanos = new AtomicLong(now);
    }

    /** The clocks of this machine. */
    public static SteadyClock ofThisMachine() {
        return new SteadyClock(System::nanoTime, InstantSource.system());
    }

    @Override
    public Instant instant() {
        long nanos = nanos();
        return Instant.ofEpochSecond(nanos / 1_000_000_000, nanos % 1_000_000_000);
    }

    @Override
    public long millis() {
        return TimeUnit.NANOSECONDS.toMillis(nanos());
    }

    private long nanos() {
        long now = monotonic.getAsLong();
        Look look = last.get();
        if (now - look.nanos >= LOOK_NANOS) {
            look(look);
            look = last.get();
        }
        return look.timeAt(now);
    }

    private void look(Look before) {
        long begun = monotonic.getAsLong();
        long wallNanos = nanosOf(wall.instant());
        if (monotonic.getAsLong() - begun > READING_NANOS_MAX) {
            return;
        }
        long time = before.timeAt(begun);
        Look now = new Look(begun, time, wallNanos - time);
        if (last.compareAndSet(before, now)) {
            tell(now.off - (before.off - before.led(begun)), before.off, now);
        }
    }

    private void tell(long jumped, long offBefore, Look now) {
        boolean hasJumped = Math.abs(jumped) > OFF_NANOS_MAX;
        if (hasJumped) {
            jumps.incrementAndGet();
        }
        if (!isFar(now.off)) {
            if (isFar(offBefore)) {
                LOG.info("The wall clock and the time by which this node sells agree again.");
            }
        } else if (hasJumped || !isFar(offBefore)) {
            long due = tellAtNanos.get();
            if (now.nanos - due >= 0 && tellAtNanos.compareAndSet(due, now.nanos + TELL_AGAIN_NANOS)) {
                LOG.warn("{} {}", sentence(now.off), WHAT_TO_DO);
            }
        }
    }

    private static boolean isFar(long off) {
        return Math.abs(off) > OFF_NANOS_MAX;
    }

    private static String sentence(long off) {
        return String.format(
                Locale.ROOT,
                "The wall clock is %,.1f s %s the time by which this node sells.",
                Math.abs(off) / 1e9,
                off < 0 ? "behind" : "ahead of");
    }

    /**
     * Sees to it that this clock shows no time before that one; for a ledger whose last event is of that time. It only ever moves on.
     *
     * @param millis since 1970
     */
    public void notBefore(long millis) {
        long floor = nanosOf(Instant.ofEpochMilli(millis));
        last.updateAndGet(
                look -> look.time >= floor ? look : new Look(look.nanos, floor, look.off + look.time - floor));
    }

    /** How far the wall clock is ahead of this one, in seconds, as far as was looked lately; negative if it is behind. */
    public double offSeconds() {
        millis(); // looks, if that is due
        return last.get().off / 1e9;
    }

    /** How often the wall clock jumped by more than {@link Limits#CLOCK_OFF_MILLIS_MAX}. */
    public long jumps() {
        millis();
        return jumps.get();
    }

    /** A sentence for whoever watches the node while the two clocks disagree by more than {@link Limits#CLOCK_OFF_MILLIS_MAX}, or null. */
    public @Nullable String note() {
        millis();
        long off = last.get().off;
        return isFar(off) ? sentence(off) : null;
    }

    private static long nanosOf(Instant instant) {
        long seconds = Math.clamp(instant.getEpochSecond(), 0, SECONDS_MAX);
        return TimeUnit.SECONDS.toNanos(seconds) + instant.getNano();
    }
}
