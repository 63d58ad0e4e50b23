package dev.onsale.ledger.redis;

import dev.onsale.config.Limits;
import dev.onsale.ledger.Command;
import dev.onsale.ledger.Event;
import dev.onsale.ledger.LedgerMeter;
import dev.onsale.ledger.OrderId;
import dev.onsale.ledger.Outcome;
import dev.onsale.ledger.Refusal;
import dev.onsale.sale.InvalidSaleException;
import dev.onsale.sale.SaleRules;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts each question into the lane of its sale, and keeps the lanes going. An order's sale is found by the tag in the order's id.
 *
 * <p>{@code ExpireOrders} is about all sales at once, and stands between the questions before it and those behind it, so that the same commands in the
 * same order come to the same. The ledger's own expiry goes sale by sale and holds nobody up. Owned by the event loop.
 */
final class CommandBatcher implements LaneKeeper {

    private static final Logger LOG = LoggerFactory.getLogger(CommandBatcher.class);

    /** Sales whose views are read anew in each tick, in turn: what was told to this node and lost on the way is found out so. */
    private static final int SWEEP_SALES = 4;

    private final RedisServers servers;
    private final StockViews views;
    private final SaleDirectory directory;
    private final DueSales dueSales;
    private final FeedListeners listeners;
    private final LedgerMeter meter;
    private final InstantSource clock;
    private final CallTerms terms;
    private final Consumer<Throwable> fatal;

    private final Set<SaleLane> active = new LinkedHashSet<>();
    private final ArrayDeque<Question> behindExpiry = new ArrayDeque<>();
    private final ArrayDeque<SaleLane> sweep = new ArrayDeque<>();
    private @Nullable Question expiry;
    private boolean isExpiryUnderWay;
    private boolean isLoaded;
    private boolean isDead;
    private int ticks;

    private final Obstacles obstacles;

    CommandBatcher(
            RedisServers servers,
            FeedListeners listeners,
            Obstacles obstacles,
            InstantSource clock,
            CallTerms terms,
            LedgerMeter meter,
            Consumer<Throwable> fatal) {
        this.servers = servers;
        this.obstacles = obstacles;
        this.listeners = listeners;
        this.clock = clock;
        this.terms = terms;
        this.meter = meter;
        this.fatal = fatal;
        this.views = new StockViews(servers::of, this::onReading);
        this.directory = new SaleDirectory(servers.of(Calls.SALES_TAG)::call, this::newLane);
        this.dueSales = new DueSales();
    }

    StockViews views() {
        return views;
    }

    private SaleLane newLane(String sale) {
        return new SaleLane(sale, servers.of(sale), views, this);
    }

    // ---- questions --------------------------------------------------------------------------------------------------

    void take(Question question) {
        if (isDead) {
            question.answer(Question.BUSY);
        } else if (expiry != null) {
            behindExpiry.add(question);
        } else {
            route(question);
        }
    }

    private void route(Question question) {
        switch (question.subject()) {
            case Question.Subject.Find(OrderId order) -> routeByOrder(question, order);
            case Question.Subject.ExpireSale expire -> throw new IllegalStateException("is put into its lane");
            case Question.Subject.Ask(Command command) -> {
                switch (command) {
                    case Command.PlaceOrder place -> routeBySale(question, place.sale());
                    case Command.RestoreOrder restore ->
                        routeBySale(question, restore.order().sale());
                    case Command.ChangeSale change -> routeBySale(question, change.sale());
                    case Command.PayOrder pay -> routeByOrder(question, pay.order());
                    case Command.ReleaseOrder release -> routeByOrder(question, release.order());
                    case Command.RefundOrder refund -> routeByOrder(question, refund.order());
                    case Command.OpenSale open -> routeOpen(question, open);
                    case Command.ExpireOrders expire -> {
                        expiry = question;
                        expireIfQuiet();
                    }
                }
            }
        }
    }

    private void routeOpen(Question question, Command.OpenSale open) {
        try {
            SaleRules.check(open.sale());
        } catch (InvalidSaleException e) {
            // A sale of such an id may be there all the same, and then that is what is wrong; but only if ids like it
            // can be.
            if (e.field().equals("id")) {
                question.answer(new Outcome.Refused(new Refusal.BadChange(e.field(), e.sentence())));
                return;
            }
        }
        put(question, directory.laneOrNew(open.sale().id()));
    }

    private void routeBySale(Question question, String sale) {
        SaleLane lane = directory.lane(sale);
        if (lane != null) {
            put(question, lane);
            return;
        }
        directory.look().onComplete(looked -> {
            SaleLane found = directory.lane(sale);
            if (found != null) {
                put(question, found);
            } else {
                question.answer(looked.succeeded() ? SaleLane.unknownSale() : Question.BUSY);
            }
        });
    }

    /** Asks every sale that the order may be of; and, beside that, whether there are sales that are not known here. */
    private void routeByOrder(Question question, OrderId order) {
        List<SaleLane> known = List.copyOf(directory.lanesOf(order));
        question.expectAnswers(known.size() + 1);
        known.forEach(lane -> put(question, lane));
        directory.look().onComplete(looked -> {
            List<SaleLane> more = new ArrayList<>(directory.lanesOf(order));
            more.removeAll(known);
            question.expectMoreAnswers(more.size());
            more.forEach(lane -> put(question, lane));
            question.answer(looked.succeeded() ? Question.UNKNOWN_ORDER : Question.BUSY);
        });
    }

    /** The lane sends it with the next {@link #flush}. */
    private void put(Question question, SaleLane lane) {
        lane.add(question);
    }

    /** Sends what was put into the lanes since the last time. */
    void flush() {
        if (isLoaded) {
            List.copyOf(active).forEach(SaleLane::pump);
        }
    }

    private void expireIfQuiet() {
        Question question = expiry;
        if (question == null || isExpiryUnderWay || !active.isEmpty() || !isLoaded) {
            return;
        }
        if (!(question.subject() instanceof Question.Subject.Ask(Command.ExpireOrders command))) {
            throw new IllegalStateException("not of all sales: " + question.subject());
        }
        isExpiryUnderWay = true;
        dueSales.expire(command).onComplete(expired -> {
            isExpiryUnderWay = false;
            endExpiry(question, expired.succeeded() ? expired.result() : Question.UNKNOWN);
        });
    }

    private void endExpiry(Question question, Outcome outcome) {
        question.answer(outcome);
        expiry = null;
        while (expiry == null && !behindExpiry.isEmpty()) {
            route(behindExpiry.remove());
        }
        flush();
    }

    // ---- what the connection and the clock tell ---------------------------------------------------------------------

    /** The connection stands: looks everything up that is there. The first time, the feed begins behind what was found. */
    Future<Void> up() {
        directory.lanes().forEach(SaleLane::up);
        return directory
                .look()
                // One of several servers may be away: its sales are read when it is back.
                .compose(looked -> Future.join(directory.lanes().stream()
                                .map(lane -> views.read(lane.id()))
                                .toList())
                        .transform(read -> Future.<Void>succeededFuture()))
                .onSuccess(done -> {
                    isLoaded = true;
                    flush();
                    expireIfQuiet();
                });
    }

    /** Another node, or this one, has added events to a sale. */
    void hear(String sale, long position) {
        SaleLane lane = directory.lane(sale);
        if (isLoaded && lane == null) {
            lane = directory.laneOrNew(sale);
        }
        if (isLoaded && lane != null) {
            lane.hear(position);
        }
    }

    /** Everything that was heard of before this was told, but for what cannot be read. */
    long toldUpToNanos(long nowNanos) {
        long oldest = nowNanos;
        for (SaleLane lane : active) {
            oldest = Math.min(oldest, lane.feed().toldUpToNanos(nowNanos));
        }
        return oldest;
    }

    void tick() {
        long now = System.nanoTime();
        servers.tick();
        List.copyOf(active).forEach(lane -> lane.tick(now));
        Question waiting = expiry;
        if (waiting != null && !isExpiryUnderWay && waiting.isOlderThan(Limits.REDIS_ANSWER_MILLIS_MAX, now)) {
            endExpiry(waiting, Question.BUSY);
        }
        if (!isLoaded || !servers.isUp()) {
            return;
        }
        views.tick();
        sweepSome();
        if (++ticks % (Limits.EXPIRY_TICK_MILLIS / Limits.REDIS_TICK_MILLIS) == 0) {
            long millis = clock.millis();
            dueSales.at(millis).forEach(lane -> lane.expire(millis));
        }
        expireIfQuiet();
    }

    private void sweepSome() {
        if (sweep.isEmpty()) {
            if (ticks % (int) (TimeUnit.SECONDS.toMillis(1) / Limits.REDIS_TICK_MILLIS) != 0) {
                return;
            }
            sweep.addAll(directory.lanes());
            directory.look();
        }
        for (int i = 0; i < SWEEP_SALES && !sweep.isEmpty(); i++) {
            views.read(sweep.remove().id());
        }
    }

    private void onReading(String sale, SaleReading reading) {
        SaleLane lane = directory.lane(sale);
        if (lane == null) {
            return;
        }
        if (!isLoaded && lane.feed().told() == 0) {
            lane.feed().beginBehind(reading.position());
        }
        lane.hear(reading.position());
        lane.read(reading);
    }

    /** Whether nothing waits for an answer. */
    boolean isIdle() {
        return active.isEmpty() && expiry == null;
    }

    /** Refuses all that waits, and all that comes. */
    void end() {
        isDead = true;
        for (SaleLane lane : new HashSet<>(active)) {
            lane.refuseAll();
        }
        if (expiry != null) {
            expiry.answer(Question.BUSY);
        }
        behindExpiry.forEach(question -> question.answer(Question.BUSY));
        behindExpiry.clear();
    }

    // ---- what the lanes tell ----------------------------------------------------------------------------------------

    @Override
    public CallTerms terms() {
        return terms;
    }

    @Override
    public RedisCalls list() {
        return servers.of(Calls.SALES_TAG);
    }

    @Override
    public void active(SaleLane lane) {
        active.add(lane);
    }

    @Override
    public void idle(SaleLane lane) {
        active.remove(lane);
        expireIfQuiet();
    }

    @Override
    public void listed(SaleLane lane) {
        directory.listedOneMore();
    }

    @Override
    public void beforeDeadlineMoves(SaleLane lane) {
        dueSales.remove(lane);
    }

    @Override
    public void afterDeadlineMoved(SaleLane lane) {
        dueSales.add(lane);
    }

    @Override
    public void committed(AskCall call) {
        if (call.questions().isEmpty()) {
            return;
        }
        int waiting = active.stream().mapToInt(SaleLane::waiting).sum();
        meter.batch(call.questions().size(), call.events().size(), System.nanoTime() - call.sentNanos(), waiting);
    }

    @Override
    public void tell(SaleLane lane, List<Event> events, long position) {
        listeners.committed(lane.id(), events, position);
        views.touch(lane.id());
    }

    @Override
    public void cut(SaleLane lane) {
        LOG.error(
                "Sale {} has lost its last orders: another Redis took over that had not got them. Compare it with the order book (onsale audit),"
                        + " and have replicas waited for (--replicas) so that it cannot happen again.",
                lane.id());
        views.forget(lane.id());
        listeners.cut(lane.id());
    }

    @Override
    public void failed(SaleLane lane, Throwable why) {
        obstacles.stand(
                about(lane),
                "Redis does not take orders of sale " + lane.id() + " now, so they are busy (" + why.getMessage()
                        + "); it is tried again.");
    }

    @Override
    public void late(SaleLane lane) {
        listeners.late(lane.id());
    }

    @Override
    public void worked(SaleLane lane) {
        obstacles.gone(about(lane));
    }

    private static String about(SaleLane lane) {
        return "sale " + lane.id();
    }

    @Override
    public void fatal(Throwable why) {
        if (!isDead) {
            end();
            fatal.accept(why);
        }
    }
}
