package dev.onsale.ledger.redis;

import dev.onsale.config.Limits;
import dev.onsale.ledger.Event;
import dev.onsale.ledger.Order;
import dev.onsale.ledger.Outcome;
import dev.onsale.sale.Sale;
import io.vertx.core.Future;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The way of one sale's questions to Redis, in their order. What comes in while calls are under way waits, and then goes together.
 *
 * <p>A call that is lost is sent again when the connection is back: a command that was carried out the first time is known by its key, its
 * reference or its order's state, and is answered as it was. What has no answer in time is {@code busy} if certainly no call that carried it was carried out, else
 * its outcome is not known. Whatever Redis refuses, or says that makes no sense, is tried again after a pause; nothing is sold over it meanwhile. Owned by the
 * event loop.
 */
final class SaleLane {

    private final String id;
    private final RedisCalls link;
    private final LaneKeeper keeper;
    private final SaleFeed feed;
    private final SaleSteps steps;
    private final SaleExpiry expiry;

    private final PendingQuestions pending = new PendingQuestions();
    private final ArrayDeque<AskCall> underWay = new ArrayDeque<>(1);

    /** Calls whose answers are here, but may not be told before the events of other nodes. */
    private final ArrayDeque<AskCall> untold = new ArrayDeque<>(1);

    /** Pauses after what Redis has refused. */
    private final Pause pause = new Pause();

    private final boolean isFromBefore;
    private boolean isAlone;

    /** Whether something of this sale fails although there is a connection: it is tried again until it does not. */
    private boolean isInTrouble;

    /** With what never changes of it; null until it was looked up. */
    private @Nullable Sale sale;

    private long nextDeadline = Order.NO_DEADLINE;

    /**
     * @param isFromBefore whether the sale may be older than this node, so that its feed begins behind what is there
     * @param reads for what nobody waits for
     */
    SaleLane(String id, RedisCalls link, StockViews views, LaneKeeper keeper, PacedCalls reads, boolean isFromBefore) {
        this.id = id;
        this.link = link;
        this.keeper = keeper;
        this.isFromBefore = isFromBefore;
        this.feed = new SaleFeed(id, link, reads, new FeedListener());
        this.steps = new SaleSteps(this, link, views, feed, keeper);
        this.expiry = new SaleExpiry(id, link, keeper, steps, this);
    }

    String id() {
        return id;
    }

    /** The way to the server that has the sale. */
    RedisCalls link() {
        return link;
    }

    SaleFeed feed() {
        return feed;
    }

    /** Whether its events are told from here on. If not, they are as soon as it was read. */
    boolean isBegun() {
        return !isFromBefore || feed.told() > 0;
    }

    long nextDeadline() {
        return nextDeadline;
    }

    void nextDeadline(long millis) {
        if (millis != nextDeadline) {
            keeper.beforeDeadlineMoves(this);
            nextDeadline = millis;
            keeper.afterDeadlineMoved(this);
        }
    }

    void learn(Sale known) {
        sale = known;
    }

    /** Nothing waits, and nothing is under way. */
    boolean isIdle() {
        return pending.isEmpty() && isQuiet() && feed.isIdle() && !feed.isBehind() && !isInTrouble;
    }

    /** No call of its own is under way. */
    private boolean isQuiet() {
        return underWay.isEmpty() && untold.isEmpty() && !isAlone && !expiry.isUnderWay();
    }

    int waiting() {
        return pending.size();
    }

    void add(Question question) {
        pending.add(question);
        keeper.active(this);
    }

    /** The way of what expires by itself. */
    SaleExpiry expiry() {
        return expiry;
    }

    /** Expires so many of the orders that are due, and says how many it were when that is known. */
    Future<Integer> expire(long now, int ordersMax) {
        keeper.active(this);
        return expiry.expire(now, ordersMax);
    }

    /** Sends what can be sent. */
    void pump() {
        while (link.takesWrites() && !isAlone && !pending.isEmpty() && mayAsk()) {
            if (link.waiting() >= Limits.REDIS_CALLS_MAX) {
                keeper.heldBack(this); // there may be thousands of sales with a question
                return;
            }
            Question head = pending.head();
            if (goesAlone(head)) {
                if (underWay.isEmpty()) {
                    goAlone(head);
                }
                return;
            }
            if (underWay.size() >= Limits.REDIS_SALE_CALLS_MAX) {
                return;
            }
            send();
        }
    }

    boolean mayAsk() {
        return pause.isOver() && feed.isReadable();
    }

    private boolean goesAlone(Question question) {
        return question.goesAlone() || sale == null;
    }

    // ---- calls of many commands -------------------------------------------------------------------------------------

    private void send() {
        List<Question> batch = pending.takeBatch(this::goesAlone);
        send(new AskCall(id, sale, batch, keeper.terms()));
    }

    private void send(AskCall call) {
        Request request;
        try {
            request = call.request(link.isFull());
        } catch (RuntimeException bug) {
            call.questions().forEach(Question::giveUp);
            keeper.fatal(bug);
            return;
        }
        underWay.add(call);
        link.callDurably(request).onComplete(answer -> {
            if (underWay.peekFirst() != call) {
                return; // was given up with those before it
            }
            if (answer.failed()) {
                giveUp(answer.cause());
                return;
            }
            try {
                call.read(answer.result());
            } catch (RuntimeException e) {
                giveUp(e); // it was carried out, and what came of it cannot be read
                return;
            }
            if (answer.result().size() == 0 && !isGone()) {
                giveUp(denied());
                return;
            }
            underWay.remove();
            receive(call, answer.result());
        });
    }

    private void receive(AskCall call, Response answer) {
        worked();
        keeper.committed(call);
        untold.add(call);
        if (answer.size() > 0) {
            nextDeadline(SaleReading.deadline(answer.get(2)));
        }
        feed.deliver(answer.size() > 0 ? Calls.number(answer.get(0)) : 0, call.events(), () -> {
            untold.remove();
            call.answer();
        });
        goOn();
    }

    /** Takes back what is under way, to be sent again in its order. */
    private void giveUp(Throwable why) {
        while (!underWay.isEmpty()) {
            pending.takeBack(underWay.removeLast().questions(), why);
        }
        failed(why);
    }

    /** What the connection failed of, or that it takes nothing now, it tells itself, and when that is over. */
    void failed(Throwable why) {
        if (why instanceof RedisLink.Lost || why instanceof RedisLink.NotSent) {
            return;
        }
        switch (RedisTrouble.of(why)) {
            case NOT_PRIMARY, NO_FUNCTIONS -> {} // a new connection is on its way
            case MOVED -> pause.begin(); // and is looked for
            case FOR_NOW -> {
                pause.begin();
                isInTrouble = true;
                keeper.active(this);
                keeper.failed(this, why);
            }
        }
    }

    void worked() {
        pause.end();
        if (isInTrouble && feed.isReadable()) {
            isInTrouble = false;
            keeper.worked(this);
        }
    }

    // ---- what goes alone --------------------------------------------------------------------------------------------

    private void goAlone(Question head) {
        isAlone = true;
        pending.removeHead();
        Future<Optional<Outcome>> taken;
        try {
            taken = steps.take(head);
        } catch (RuntimeException bug) {
            isAlone = false;
            head.giveUp();
            keeper.fatal(bug);
            return;
        }
        taken.compose(outcome -> steps.confirmed(head, outcome)).onComplete(done -> {
            isAlone = false;
            if (done.failed()) {
                pending.takeBack(List.of(head), done.cause());
                failed(done.cause());
            } else {
                worked();
                done.result().ifPresentOrElse(head::answer, () -> pending.addFirst(head)); // its sale is known now
            }
            goOn();
        });
    }

    void goOn() {
        pump();
        if (pause.isOver() && link.isUp()) {
            feed.goOn();
            if (isQuiet()) {
                feed.catchUp();
                tryIfInTrouble();
            }
        }
        if (isIdle()) {
            keeper.idle(this);
        }
    }

    /** Asks for nothing, to see whether anything can be asked again: nobody else may ask for long. */
    private void tryIfInTrouble() {
        if (isInTrouble && feed.isReadable() && pending.isEmpty() && link.takesWrites()) {
            send(new AskCall(id, sale, List.of(), keeper.terms()));
        }
    }

    /** The connection is back. */
    void up() {
        pause.end();
        feed.goOnIfUncut();
        goOn();
    }

    /** The sale was read. What is under way may have changed its deadlines since, and will say so. */
    void read(SaleReading reading) {
        if (!isBegun()) {
            feed.beginBehind(reading.position());
        }
        hear(reading.position());
        learn(reading.opened());
        feed.endsAt(reading.position());
        if (underWay.isEmpty() && !isAlone && !expiry.isUnderWay() && feed.isIdle()) {
            nextDeadline(reading.nextDeadline());
        }
    }

    /**
     * Redis says that there is no such sale. Returns whether that may be believed: not of one of which something was told, before its stream has said so too.
     * Then Redis was emptied, and nothing that is known counts for a sale that comes under the same id; which is read before it is asked.
     */
    boolean isGone() {
        sale = null;
        feed.holdAgainstStream();
        return feed.told() == 0;
    }

    /** Why a sale is not sold that Redis denies to have. */
    RedisLedgerException denied() {
        return new RedisLedgerException("Redis has events of sale " + id
                + ", and its functions say that there is no such sale: the hash {" + id
                + "}:sale is gone, or the functions are not those of Onsale");
    }

    /** Other nodes have added events up to this position. */
    void hear(long position) {
        feed.hear(position);
        if (underWay.isEmpty() && !isAlone && !expiry.isUnderWay() && pause.isOver()) {
            feed.catchUp();
        }
        if (feed.isBehind()) {
            keeper.active(this);
        }
    }

    /** Answers what has waited too long. */
    void tick(long nowNanos) {
        pending.giveUpOld(link.takesWrites() && !isInTrouble, nowNanos);
        for (AskCall call : untold) {
            for (Question question : call.questions()) {
                if (question.isOlderThan(Limits.REDIS_ANSWER_MILLIS_MAX, nowNanos)) {
                    question.answer(Question.UNKNOWN); // known here, but not before what it rests on was told
                }
            }
        }
        goOn();
    }

    /** Gives everything up that has no answer yet. */
    void refuseAll() {
        List<Question> sent = new ArrayList<>();
        untold.forEach(call -> sent.addAll(call.questions()));
        underWay.forEach(call -> sent.addAll(call.questions()));
        sent.forEach(Question::mayBeDone);
        sent.forEach(Question::giveUp);
        pending.giveUpAll();
    }

    private final class FeedListener implements SaleFeed.EventsTold {
        @Override
        public void told(List<Event> events, long position) {
            tell(events, position);
        }

        @Override
        public void cut() {
            keeper.cut(SaleLane.this);
        }

        @Override
        public void unreadable(Throwable why) {
            SaleLane.this.failed(why);
            keeper.late(SaleLane.this);
        }

        @Override
        public void readable() {
            worked();
        }
    }

    private void tell(List<Event> events, long position) {
        nextDeadline(Math.min(nextDeadline, DueSales.earliest(events)));
        keeper.tell(this, events, position);
    }
}
