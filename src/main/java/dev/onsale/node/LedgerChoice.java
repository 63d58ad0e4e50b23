package dev.onsale.node;

import dev.onsale.config.Limits;
import dev.onsale.config.NodeOptions;
import dev.onsale.disk.DiskReserve;
import dev.onsale.events.EventLogException;
import dev.onsale.ledger.Ledger;
import dev.onsale.ledger.LedgerMeter;
import dev.onsale.ledger.embedded.EmbeddedLedger;
import dev.onsale.ledger.embedded.FolderLock;
import dev.onsale.ledger.embedded.JournalLog;
import dev.onsale.ledger.redis.RedisJournals;
import dev.onsale.ledger.redis.RedisLedger;
import dev.onsale.ledger.redis.RedisLedgerException;
import dev.onsale.ledger.redis.RedisSettings;
import dev.onsale.orders.OrderProjector;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which ledger a node has: its own, or one on Redis. A part of {@link Node}'s wiring, and used by its thread.
 *
 * @param redis where the ledger is, or null for the node's own
 */
record LedgerChoice(NodeOptions options, @Nullable RedisSettings redis) {

    private static final Logger LOG = LoggerFactory.getLogger(LedgerChoice.class);

    /** For a ledger that keeps all its events. */
    private static final OrderProjector.Listener UNHEARD = (journal, position) -> {};

    /** @throws StartException if the options name a Redis as nobody can */
    static LedgerChoice of(NodeOptions options) throws StartException {
        String url = options.ledger();
        try {
            return new LedgerChoice(
                    options,
                    url == null ? null : new RedisSettings(url, RedisSettings.Fsync.ALWAYS, options.replicas()));
        } catch (RedisLedgerException e) {
            throw new StartException("--ledger: " + e.getMessage(), e);
        }
    }

    /**
     * Starts it, and adds it to the parts.
     *
     * @param registry of the figures about it
     * @param fatal told when it cannot go on
     * @throws StartException if it cannot be started
     */
    LedgerParts start(RunningParts parts, MeterRegistry registry, Consumer<Throwable> fatal) throws StartException {
        LedgerMeter meter = new LedgerFigures(registry);
        try {
            return redis == null
                    ? startEmbedded(parts, registry, meter, fatal)
                    : startRedis(redis, parts, registry, meter, fatal);
        } catch (EventLogException | RedisLedgerException e) {
            throw new StartException(e);
        }
    }

    private LedgerParts startEmbedded(
            RunningParts parts, MeterRegistry registry, LedgerMeter meter, Consumer<Throwable> fatal) {
        SteadyClock clock = SteadyClock.ofThisMachine();
        ClockFigures.register(clock, registry);
        long before = System.nanoTime();
        EmbeddedLedger ledger = EmbeddedLedger.open(
                options.data(),
                clock,
                meter,
                fatal,
                options.acceptedLoss(),
                () -> OrderBooks.refuseWithoutJournal(options));
        parts.add("the ledger", ledger);
        goOnInTime(clock);
        DiskReserve disk = DiskReserve.of(options.data());
        Gauge.builder("onsale.disk.reserve.kept", disk, reserve -> reserve.allowsMore() ? 0 : 1)
                .description("1 while the rest of the disk is kept for the journal: order book and snapshots wait")
                .register(registry);
        registerFullness(ledger, EmbeddedLedger::fullness, registry);
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - before);
        return new LedgerParts(
                ledger,
                ledger,
                () -> JournalLog.journals(options.data()),
                millis,
                () -> 1,
                () -> null,
                () -> true,
                clock,
                List.of(clock::note, ledger::note, disk::note),
                UNHEARD);
    }

    private static <T extends Ledger> void registerFullness(
            T ledger, ToDoubleFunction<T> fullness, MeterRegistry registry) {
        Gauge.builder("onsale.ledger.fullness", ledger, fullness)
                .description("How much of the ledger's room for orders is used, from 0 to 1")
                .register(registry);
    }

    /** A wall clock that went back a little over a restart is passed over; one that went back for long is told, since nobody here knows when it was wrong. */
    private void goOnInTime(SteadyClock clock) {
        try (JournalLog journal = JournalLog.open(options.data())) {
            long end = journal.end();
            if (end == 0) {
                return;
            }
            long last = journal.read(end - 1, 1).events().getFirst().at();
            long back = last - clock.millis();
            if (back > Limits.CLOCK_BACK_MILLIS_MAX) {
                LOG.warn(
                        "This machine's clock says {}, but the ledger's last event is of {}: one of the two was wrong. Holds and opening times go by this"
                                + " machine's clock. If it is wrong now, stop, set it, and start again.",
                        Instant.ofEpochMilli(clock.millis()),
                        Instant.ofEpochMilli(last));
            } else if (back > 0) {
                clock.notBefore(last);
            }
        }
    }

    private LedgerParts startRedis(
            RedisSettings settings,
            RunningParts parts,
            MeterRegistry registry,
            LedgerMeter meter,
            Consumer<Throwable> fatal) {
        parts.add("the lock of the data folder", FolderLock.takeWithoutJournal(options.data(), fatal));
        RedisLedger ledger = RedisLedger.open(settings, InstantSource.system(), meter, fatal);
        parts.add("the ledger", ledger);
        ClockFigures.registerRedis(ledger.clock()::offSeconds, registry);
        registerFullness(ledger, RedisLedger::fullness, registry);
        return new LedgerParts(
                ledger,
                ledger,
                () -> RedisJournals.open(settings),
                -1,
                ledger.share(options.weight()),
                ledger::obstacle,
                ledger::isFresh,
                ledger.clock(),
                List.of(ledger.clock()::note, ledger::note),
                options.keepEvents() == NodeOptions.KEEP_ALL_EVENTS
                        ? UNHEARD
                        : ledger.trimBehindBook(options.keepEvents())::accept);
    }
}
