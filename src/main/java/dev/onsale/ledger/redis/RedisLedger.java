package dev.onsale.ledger.redis;

import dev.onsale.config.Limits;
import dev.onsale.config.RoomLimits;
import dev.onsale.events.EventFeed;
import dev.onsale.ledger.Command;
import dev.onsale.ledger.FullnessWarning;
import dev.onsale.ledger.Ledger;
import dev.onsale.ledger.LedgerMeter;
import dev.onsale.ledger.Order;
import dev.onsale.ledger.OrderId;
import dev.onsale.ledger.Outcome;
import dev.onsale.ledger.SaleView;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ledger of many nodes: stock and orders on Redis. Any number of processes may have one on the same Redis.
 *
 * <p>The id of each order must have been made for its sale, by {@link OrderId#mint(long, String, java.util.random.RandomGenerator)}: by it the sale
 * is found again.
 *
 * <p>While Redis is away, commands wait for it a short while and then are {@code busy}; views stay as they were. A call that was lost on the way is
 * sent again as soon as Redis is back. If that takes too long, its outcome is not known ({@link Outcome.Unknown}), and it may have been carried out: the same
 * order with the same key, the same payment with the same reference, the same release once more tell.
 *
 * <p>Whatever Redis says ends nothing: what cannot be relied on stands still, says why, and is tried again.
 *
 * <p>Any thread. Answers and listeners run on the ledger's own event loop.
 */
public final class RedisLedger implements Ledger, EventFeed {

    private static final Logger LOG = LoggerFactory.getLogger(RedisLedger.class);

    private final Vertx vertx;
    private final Context loop;
    private final RedisServers servers;
    private final FeedPulse pulse;
    private final Obstacles obstacles = new Obstacles();
    private final FullnessWarning fullness = new FullnessWarning(sentence -> LOG.warn("{}", sentence));
    private final CommandBatcher batcher;
    private final RedisClock clock;
    private final FeedListeners listeners = new FeedListeners();
    private final Inbox inbox;
    private final Promise<Void> ready = Promise.promise();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private final AtomicBoolean isCloseBegun = new AtomicBoolean();
    private volatile boolean isClosing;

    /** Why Redis is away, told once. The event loop's. */
    private String toldWhy = "";

    /** Why the ledger cannot be asked, or null. Written by the event loop. */
    private volatile @Nullable String obstacle = "Redis has not been reached since the start";

    private RedisLedger(
            RedisSettings settings,
            FunctionLibrary library,
            InstantSource own,
            boolean fixedTime,
            LedgerMeter meter,
            Consumer<Throwable> fatal) {
        clock = fixedTime ? RedisClock.fixed(own) : new RedisClock(System::nanoTime, own);
        vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setPreferNativeTransport(true));
        loop = vertx.getOrCreateContext();
        servers = RedisServers.of(vertx, settings, new NodeGreeting(settings, library), new RedisLink.Watcher() {
            @Override
            public void up() {
                RedisLedger.this.up(settings.place());
            }

            @Override
            public void down(String place, Throwable why) {
                RedisLedger.this.down(place, why);
            }

            @Override
            public void standsStill(String place, @Nullable String why) {
                RedisLedger.this.standsStill(place, why);
            }
        });
        servers.watchAll();
        batcher = new CommandBatcher(
                servers,
                listeners,
                obstacles,
                clock,
                new CallTerms(
                        settings.replicas() > 0,
                        fixedTime,
                        new FrequentBuyers(RoomLimits.ORDERS_OF_BUYER_MAX, new SecureRandom())),
                meter,
                fatal);
        inbox = new Inbox(loop, batcher);
        pulse = new FeedPulse(vertx, settings, servers, batcher);
    }

    /**
     * Opens the ledger. Waits for Redis no longer than {@code Limits.REDIS_START_MILLIS_MAX} and then goes on without: commands are {@code busy} until
     * it is there.
     *
     * @param own clock of this machine, which decides nothing: orders are placed, expire and are paid by Redis' clock, whatever their commands say
     * @param meter told of each call
     * @param fatal told, at most once, that the ledger cannot go on, since there is a bug in this program; never for what Redis says. Everything is
     *     {@code busy} from then on
     * @throws RedisLedgerException if this Redis cannot be used and waiting would not help; the message says what to do
     */
    public static RedisLedger open(
            RedisSettings settings, InstantSource own, LedgerMeter meter, Consumer<Throwable> fatal) {
        return open(settings, FunctionLibrary.ofThisProgram(), own, false, meter, fatal);
    }

    /** @param fixedTime whether commands are carried out at the times that they say, and orders expire by {@code own}: for tests that move the time */
    static RedisLedger open(
            RedisSettings settings,
            FunctionLibrary library,
            InstantSource own,
            boolean fixedTime,
            LedgerMeter meter,
            Consumer<Throwable> fatal) {
        RedisLedger ledger = new RedisLedger(settings, library, own, fixedTime, meter, fatal);
        ledger.loop.runOnContext(start -> {
            ledger.servers.open();
            ledger.vertx.setPeriodic(Limits.REDIS_TICK_MILLIS, tick -> ledger.tick());
            ledger.clock.follow(
                    ledger.vertx, request -> ledger.servers.of(Calls.SALES_TAG).call(request));
        });
        try {
            ledger.awaitReady();
        } catch (ExecutionException e) {
            ledger.close();
            if (e.getCause() instanceof RedisLedgerException why) {
                throw why;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            ledger.close();
            throw new RedisLedgerException("Interrupted while waiting for Redis at " + settings.place() + ".", e);
        }
        return ledger;
    }

    /** Returns when Redis is there, or patience ends; throws what is wrong for good. What turns out wrong later is logged. */
    private void awaitReady() throws ExecutionException, InterruptedException {
        try {
            ready.future()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(Limits.REDIS_START_MILLIS_MAX, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            if (ready.tryComplete()) {
                LOG.warn("The start waits no longer; the node is ready when this is over: {}", obstacle);
            } else if (ready.future().failed()) {
                throw new ExecutionException(ready.future().cause()); // just now
            }
        }
    }

    // ---- the connection ---------------------------------------------------------------------------------------------

    private void tick() {
        batcher.tick();
        servers.measure(fullness);
        obstacles.tick(System.nanoTime());
        pulse.tick(System.nanoTime());
    }

    private void up(String place) {
        if (!toldWhy.isEmpty()) {
            LOG.info("Redis at {} is back.", place);
            toldWhy = "";
        }
        if (obstacle != null) {
            obstacle = "Redis at " + place + " is there, and its sales are being read";
        }
        clock.look(servers.of(Calls.SALES_TAG)::call);
        pulse.open(); // not before this Redis has turned out to be one that can be used
        batcher.up()
                .onSuccess(done -> {
                    if (servers.isWhole()) {
                        obstacle = null;
                    }
                    ready.tryComplete();
                })
                .onFailure(why -> {
                    if (servers.isUp()) {
                        sayObstacle("Redis at " + place + " does not show its sales (" + RedisTrouble.words(why)
                                + "); trying again.");
                        vertx.setTimer(Limits.REDIS_RECONNECT_MILLIS_MAX, again -> upIfConnected(place));
                    }
                });
    }

    private void upIfConnected(String place) {
        if (!isClosing && servers.isUp()) {
            up(place);
        }
    }

    private void standsStill(String place, @Nullable String why) {
        if (why == null) {
            obstacles.gone("Redis at " + place);
        } else {
            obstacles.stand("Redis at " + place, why + ". Nothing is sold until that is right.");
        }
    }

    private void down(String place, Throwable why) {
        if (isClosing) {
            return;
        }
        RedisLedgerException forGood = RedisTrouble.forGood(why, place);
        if (forGood != null && ready.tryFail(forGood)) {
            return; // whoever opens the ledger is told, and it ends with that
        }
        String sentence = forGood != null
                ? String.valueOf(forGood.getMessage())
                : "Redis at " + place + " is away (" + RedisTrouble.words(why) + "); trying again.";
        sayObstacle(sentence);
    }

    private void sayObstacle(String sentence) {
        obstacle = sentence;
        if (!sentence.equals(toldWhy)) {
            toldWhy = sentence;
            LOG.warn("{}", sentence);
        }
    }

    /** The time by which this ledger decides, as far as it is known here. */
    public RedisClock clock() {
        return clock;
    }

    /** A sentence that says why orders are {@code busy} now, or null when the ledger can be asked. */
    public @Nullable String obstacle() {
        String ofConnection = obstacle;
        return ofConnection == null ? obstacles.first() : ofConnection;
    }

    /** How much of its memory the fullest Redis has used, from 0 to 1; 0 where none has a bound. Any thread. */
    public double fullness() {
        return fullness.used();
    }

    /** A sentence that says that memory is nearly full, or null. Any thread. */
    public @Nullable String note() {
        return fullness.note();
    }

    /** Whether what listeners were told is no older than {@code WatchLimits.MEMORY_MILLIS_MAX}: else events may be missing of which nobody knows here. Any thread; quick. */
    public boolean isFresh() {
        return pulse.isFresh();
    }

    /**
     * Keeps the streams no longer than the order book needs them from now on; without this they keep all events.
     *
     * @param keepEvents how many events of each sale stay although the book has them
     * @return to be told what is in the book for good: a sale's id, and the position of the last of its events there; any thread
     */
    public ObjLongConsumer<String> trimBehindBook(long keepEvents) {
        StreamTrimmer trimmer = new StreamTrimmer(servers::of, keepEvents);
        loop.runOnContext(start -> vertx.setPeriodic(Limits.REDIS_TRIM_MILLIS, tick -> trimmer.tick()));
        return trimmer::written;
    }

    // ---- the contract -----------------------------------------------------------------------------------------------

    @Override
    public void submit(Command command, Consumer<Outcome> answer) {
        if (command instanceof Command.PlaceOrder place && place.order().tag() != OrderId.tagOf(place.sale())) {
            throw new IllegalArgumentException("order id " + place.order() + " was not made for sale " + place.sale());
        }
        if (mayWait()) {
            inbox.add(Question.ask(command, outcome -> {
                inbox.answered();
                answer.accept(outcome);
            }));
        } else {
            answer.accept(Question.BUSY);
        }
    }

    @Override
    public void find(OrderId order, Consumer<Optional<Order>> answer, Runnable busy) {
        if (mayWait()) {
            inbox.add(Question.find(
                    order,
                    found -> {
                        inbox.answered();
                        answer.accept(found);
                    },
                    () -> {
                        inbox.answered();
                        busy.run();
                    }));
        } else {
            busy.run();
        }
    }

    private boolean mayWait() {
        return !isClosing && inbox.admit();
    }

    @Override
    public @Nullable SaleView sale(String id) {
        return batcher.views().sale(id);
    }

    @Override
    public void show(String id, Runnable then, Runnable busy) {
        loop.runOnContext(run -> batcher.show(id).onComplete(shown -> then.run(), why -> busy.run()));
    }

    @Override
    public void lookAnew(Runnable then) {
        loop.runOnContext(run -> batcher.lookAnew().onComplete(done -> then.run()));
    }

    @Override
    public Collection<SaleView> salesAfter(String id) {
        return batcher.views().salesAfter(id);
    }

    /**
     * {@inheritDoc}
     *
     * <p>The events of all nodes are told. Each sale has a journal of its own, named by its id.
     */
    @Override
    public void onCommit(Listener listener) {
        listeners.add(listener);
    }

    /**
     * Counts this process among the nodes of this Redis from now on.
     *
     * @param weight 1 … {@link Limits#NODE_WEIGHT_MAX}
     * @return its share: its weight out of that of all nodes that live, above 0, up to 1; any thread may ask
     */
    public DoubleSupplier share(int weight) {
        NodeShare share = new NodeShare(weight, servers.of(Calls.SALES_TAG)::call);
        loop.runOnContext(start -> {
            share.beat();
            vertx.setPeriodic(Limits.NODE_BEAT_MILLIS, beat -> share.beat());
        });
        return share::now;
    }

    @Override
    public void close() {
        isClosing = true;
        if (isCloseBegun.compareAndSet(false, true)) {
            long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(Limits.LEDGER_CLOSE_MILLIS_MAX);
            loop.runOnContext(run -> closeWhenIdle(deadline));
        }
        try {
            closed.get(2L * Limits.LEDGER_CLOSE_MILLIS_MAX, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the ledger was being closed", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the ledger is not done; what was not answered is not known", e);
        }
    }

    private void closeWhenIdle(long deadlineNanos) {
        inbox.takeAll();
        if (!batcher.isIdle() && servers.isUp() && System.nanoTime() < deadlineNanos) {
            vertx.setTimer(Limits.REDIS_TICK_MILLIS, again -> closeWhenIdle(deadlineNanos));
            return;
        }
        batcher.end();
        servers.close();
        pulse.close();
        vertx.close().onComplete(done -> closed.complete(null));
    }
}
