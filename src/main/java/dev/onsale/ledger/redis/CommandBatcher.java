package dev.onsale.ledger.redis;

import dev.onsale.config.Limits;
import dev.onsale.ledger.Command;
import dev.onsale.ledger.Event;
import dev.onsale.ledger.LedgerMeter;
import dev.onsale.ledger.OrderId;
import dev.onsale.ledger.Outcome;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts each question into the lane of its sale, and keeps the lanes going. An order's sale is found by the tag in the order's id.
 *
 * <p>The ledger's own expiry goes sale by sale and holds nobody up. Owned by the event loop.
 */
final class CommandBatcher implements LaneKeeper, StockViews.Readings {

    private static final Logger LOG = LoggerFactory.getLogger(CommandBatcher.class);

    private final RedisServers servers;
    private final PacedCalls reads = new PacedCalls(Limits.REDIS_READS_MAX);
    private final StockViews views;
    private final SaleDirectory directory;
    private final DueSales dueSales;
    private final SaleSearch search;
    private final SaleSweep sweep;
    private final FeedListeners listeners;
    private final LedgerMeter meter;
    private final InstantSource clock;
    private final CallTerms terms;
    private final Consumer<Throwable> fatal;

    private final Set<SaleLane> active = new LinkedHashSet<>();

    private final SendingTurns turns = new SendingTurns();
    private final ExpiryOfAll expiry;

    /** Whether it is known which sales there are, so that their questions are sent; and whether all were read since the start. */
    private boolean isListed;

    private boolean isRead;
    private boolean isDead;

    /** Questions that waited in the lanes at the last tick. */
    private int waiting;

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
        this.views = new StockViews(servers::of, this, reads);
        this.directory = new SaleDirectory(servers.of(Calls.SALES_TAG)::call, this::newLane);
        this.dueSales = new DueSales(System.identityHashCode(this));
        this.expiry = new ExpiryOfAll(dueSales, reads, this::route, this::flush);
        this.search = new SaleSearch(directory);
        this.sweep = new SaleSweep(directory, views, dueSales, reads, servers.of(Calls.SALES_TAG));
    }

    StockViews views() {
        return views;
    }

    private SaleLane newLane(String sale, boolean isFromBefore) {
        return new SaleLane(sale, servers.of(sale), views, this, reads, isFromBefore);
    }

    // ---- questions --------------------------------------------------------------------------------------------------

    void take(Question question) {
        if (isDead) {
            question.answer(Question.BUSY);
        } else if (expiry.isThere()) {
            expiry.standBehind(question);
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
                        expiry.ask(question);
                        expireIfQuiet();
                    }
                }
            }
        }
    }

    private void routeOpen(Question question, Command.OpenSale open) {
        Outcome refused = SaleSteps.refusedId(open);
        if (refused != null) {
            question.answer(refused);
            return;
        }
        put(question, directory.laneOrNew(open.sale().id()));
    }

    private void routeBySale(Question question, String sale) {
        SaleLane lane = directory.lane(sale);
        if (lane != null) {
            put(question, lane);
        } else {
            putLate(question, search.bySale(sale), Question.UNKNOWN_SALE);
        }
    }

    /** Asks the sale that the order is of. If it is none of those that are asked, it is looked for among the others. */
    private void routeByOrder(Question question, OrderId order) {
        List<SaleLane> asked = search.toAsk(order);
        if (asked.isEmpty()) {
            putLate(question, search.byOrder(order, asked), Question.UNKNOWN_ORDER);
            return;
        }
        Question first = question.withAnswer(outcome -> {
            if (outcome.equals(Question.UNKNOWN_ORDER)) {
                putLate(question, search.byOrder(order, asked), Question.UNKNOWN_ORDER);
            } else {
                question.answer(outcome);
            }
        });
        first.expectAnswers(asked.size());
        asked.forEach(lane -> put(first, lane));
    }

    /** Reads a sale that is not kept in mind, if there is one. */
    Future<?> show(String sale) {
        return search.show(sale, views);
    }

    /** The lane sends it with the next {@link #flush}. */
    private void put(Question question, SaleLane lane) {
        lane.add(question);
        turns.fed(lane);
    }

    /** Puts it into its lane when that is found. */
    private void putLate(Question question, Future<Optional<SaleLane>> lane, Outcome ifNone) {
        lane.onComplete(found -> {
            if (isDead || found.failed()) {
                question.answer(Question.BUSY);
            } else if (found.result().isEmpty()) {
                question.answer(ifNone);
            } else {
                put(question, found.result().get());
                flush();
            }
        });
    }

    /** Sends what was put into the lanes since the last time. */
    void flush() {
        if (isListed) {
            turns.letGo();
        }
    }

    private void expireIfQuiet() {
        if (isListed && active.isEmpty()) {
            expiry.quiet();
        }
    }

    // ---- what the connection and the clock tell ---------------------------------------------------------------------

    /**
     * The connection stands: finds out which sales there are, lets their questions go, and reads them one after the other. The first time, the feed of each begins
     * behind what was read.
     *
     * @return done when questions may go and all sales were read at least once
     */
    Future<Void> up() {
        List.copyOf(directory.lanes()).forEach(SaleLane::up);
        return directory.look().compose(looked -> {
            isListed = true;
            List.copyOf(active).forEach(SaleLane::pump);
            expireIfQuiet();
            Future<Void> read = readAll();
            return isRead ? Future.succeededFuture() : read;
        });
    }

    /** As after a reconnect: what was told of the sales may not be so any more. */
    Future<Void> lookAnew() {
        List.copyOf(directory.lanes()).forEach(SaleLane::up);
        return lookAtAll();
    }

    /** Looks whether there is anything that was not heard of; done when all of it is known. */
    Future<Void> lookAtAll() {
        return directory.look().compose(looked -> readAll());
    }

    private Future<Void> readAll() {
        // One of several servers may be away: its sales are read when it is back.
        return reads.forEach(List.copyOf(directory.lanes()), lane -> views.read(lane.id()))
                .onSuccess(all -> isRead = true);
    }

    /** Another node, or this one, has added events to a sale. */
    void hear(String sale, long position) {
        if (!isListed) {
            return;
        }
        SaleLane known = directory.lane(sale);
        if (known == null) {
            search.newSale(sale, position).onSuccess(lane -> lane.ifPresent(opened -> opened.hear(position)));
        } else if (known.isBegun()) {
            known.hear(position);
        } else {
            views.refresh(sale);
        }
    }

    /** Everything that was heard of before this was told, but for what cannot be read. */
    long toldUpToNanos(long nowNanos) {
        return active.stream()
                .mapToLong(lane -> lane.feed().toldUpToNanos(nowNanos))
                .reduce(nowNanos, Math::min);
    }

    void tick() {
        long now = System.nanoTime();
        servers.tick();
        waiting = 0;
        for (SaleLane lane : List.copyOf(active)) {
            lane.tick(now);
            waiting += lane.waiting();
        }
        expiry.tick(now);
        if (!isListed || !servers.isUp()) {
            return;
        }
        views.tick();
        long millis = clock.millis();
        sweep.tick(millis);
        dueSales.tick(millis);
        expireIfQuiet();
    }

    @Override
    public void read(String sale, SaleReading reading) {
        Optional.ofNullable(directory.lane(sale)).ifPresent(lane -> lane.read(reading));
    }

    @Override
    public boolean isGone(String sale) {
        SaleLane lane = directory.lane(sale);
        return lane == null || lane.isGone();
    }

    /** Whether nothing waits for an answer. */
    boolean isIdle() {
        return active.isEmpty() && !expiry.isThere();
    }

    /** Refuses all that waits, and all that comes. */
    void end() {
        isDead = true;
        for (SaleLane lane : new HashSet<>(active)) {
            lane.refuseAll();
        }
        expiry.refuseAll();
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
    public void heldBack(SaleLane lane) {
        turns.heldBack(lane);
    }

    @Override
    public void idle(SaleLane lane) {
        active.remove(lane);
        turns.letGoHeldBack();
        expireIfQuiet();
    }

    @Override
    public void listed(SaleLane lane) {
        directory.listedOneMore(lane);
    }

    @Override
    public boolean isOver(SaleLane lane) {
        return directory.isOver(lane);
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
        meter.batch(call.questions().size(), call.events().size(), System.nanoTime() - call.sentNanos(), waiting);
    }

    @Override
    public void tell(SaleLane lane, List<Event> events, long position) {
        listeners.committed(lane.id(), events, position);
        search.noticed(events, lane);
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
                "sale " + lane.id(),
                "Redis does not take orders of sale " + lane.id() + " now, so they are busy ("
                        + RedisTrouble.sentence(why) + "); it is tried again.");
    }

    @Override
    public void late(SaleLane lane) {
        listeners.late(lane.id());
    }

    @Override
    public void worked(SaleLane lane) {
        obstacles.gone("sale " + lane.id());
    }

    @Override
    public void fatal(Throwable why) {
        if (!isDead) {
            end();
            fatal.accept(why);
        }
    }
}
