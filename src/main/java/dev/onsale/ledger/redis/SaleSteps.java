package dev.onsale.ledger.redis;

import dev.onsale.config.Limits;
import dev.onsale.ledger.Command;
import dev.onsale.ledger.CommandId;
import dev.onsale.ledger.Decision;
import dev.onsale.ledger.Event;
import dev.onsale.ledger.Order;
import dev.onsale.ledger.Outcome;
import dev.onsale.ledger.Refusal;
import dev.onsale.ledger.SaleDecisions;
import dev.onsale.sale.InvalidSaleException;
import dev.onsale.sale.Sale;
import dev.onsale.sale.SaleRules;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What takes more than one call of a sale: opening, changing, expiring it, and looking it up. A change is decided here on the sale as it was read,
 * and carried out if it is still that one; else it is decided anew. Nothing else of the sale is under way meanwhile from here. Owned by
 * the event loop.
 */
final class SaleSteps {

    private static final int HEADER_FIELDS = 3;

    private final SaleLane lane;
    private final RedisCalls link;
    private final StockViews views;
    private final SaleFeed feed;
    private final LaneKeeper keeper;

    SaleSteps(SaleLane lane, RedisCalls link, StockViews views, SaleFeed feed, LaneKeeper keeper) {
        this.lane = lane;
        this.keeper = keeper;
        this.link = link;
        this.views = views;
        this.feed = feed;
    }

    /** Does what is asked. There is no outcome if the sale was only looked up, and the question can be asked now. */
    Future<Optional<Outcome>> take(Question question) {
        return switch (question.subject()) {
            case Question.Subject.Ask(Command.OpenSale open) ->
                once(CommandId.of(open), question)
                        .compose(answered ->
                                answered.isPresent() ? Future.succeededFuture(answered) : open(open, question));
            case Question.Subject.Ask(Command.ChangeSale change) ->
                once(CommandId.of(change), question)
                        .compose(answered -> answered.isPresent()
                                ? Future.succeededFuture(answered)
                                : change(change, question, Limits.REDIS_CHANGE_ATTEMPTS_MAX));
            case Question.Subject.Ask(Command.PlaceOrder place) -> lookUp(Question.UNKNOWN_SALE);
            case Question.Subject.Ask(Command.RestoreOrder restore) -> lookUp(Question.UNKNOWN_SALE);
            case Question.Subject.Ask(Command other) -> lookUp(Question.UNKNOWN_ORDER);
            case Question.Subject.Find find -> lookUp(Question.UNKNOWN_ORDER);
            case Question.Subject.ExpireSale(long now, int ordersMax) -> expire(now, ordersMax);
        };
    }

    /** What is lost while it only looks has done nothing, whether Redis has carried it out or not. */
    private static <T> Future<T> onlyRead(Future<T> reading) {
        return reading.recover(why -> Future.failedFuture(
                why instanceof RedisLink.Lost ? new RedisLink.NotSent(String.valueOf(why.getMessage())) : why));
    }

    private Future<Optional<Outcome>> lookUp(Outcome unknown) {
        return onlyRead(views.read(lane.id())).map(reading -> {
            if (reading.isEmpty() && feed.told() > 0) {
                throw lane.denied();
            }
            if (reading.isEmpty()) {
                return Optional.of(unknown);
            }
            lane.learn(reading.get().opened());
            return Optional.empty();
        });
    }

    // ---- what comes again -------------------------------------------------------------------------------------------

    /** What a command of this key was told first, if it was carried out before; from here or from another node. */
    private Future<Optional<Outcome>> once(CommandId id, Question question) {
        return id.isKeyed()
                ? onlyRead(link.callDurably(Calls.answered(lane.id(), id)))
                        .compose(answer -> isAnswer(answer)
                                ? again(answer, id, question)
                                : Future.succeededFuture(Optional.<Outcome>empty()))
                : Future.succeededFuture(Optional.empty());
    }

    /** Whether the functions say what a command came to before, and not a position. */
    private static boolean isAnswer(Response answer) {
        return answer.type() == ResponseType.BULK;
    }

    private Future<Optional<Outcome>> again(Response answer, CommandId id, Question question) {
        String text = answer.toString();
        return views.read(lane.id()).map(reading -> {
            Sale opened = reading.orElseThrow(() -> new RedisLedgerException(
                            "Sale " + lane.id() + " is gone, though a change of it is remembered."))
                    .opened();
            lane.learn(opened);
            return Optional.of(SaleAnswer.read(text, id, opened, !question.isResent()));
        });
    }

    /** What comes of a reading alone must be as durable as what was written: it may rest on what another node has just written. */
    Future<Optional<Outcome>> confirmed(Question question, Optional<Outcome> outcome) {
        boolean isWritten = question.subject() instanceof Question.Subject.ExpireSale;
        return isWritten || outcome.isEmpty()
                ? Future.succeededFuture(outcome)
                : link.confirm().map(done -> outcome);
    }

    // ---- opening ----------------------------------------------------------------------------------------------------

    /**
     * The refusal of an id that no sale can have, or null. Of all that can be wrong with a sale this alone is looked at before its lane is: a sale of that
     * id may be there, and then that is what is wrong, but only if ids like it can be.
     */
    static @Nullable Outcome refusedId(Command.OpenSale open) {
        try {
            SaleRules.check(open.sale());
            return null;
        } catch (InvalidSaleException e) {
            return e.field().equals("id") ? new Outcome.Refused(new Refusal.BadChange(e.field(), e.sentence())) : null;
        }
    }

    private Future<Optional<Outcome>> open(Command.OpenSale command, Question question) {
        Sale sale = command.sale().openedAt(command.now());
        return onlyRead(views.read(sale.id())).compose(reading -> {
            if (reading.isPresent()) {
                Sale opened = reading.get().opened();
                lane.learn(opened);
                return command.sale().asksFor(opened)
                        ? done(new Outcome.OfSale(reading.get().view().sale(), !question.isResent()))
                        : refused(new Refusal.SaleExists());
            }
            try {
                SaleRules.check(sale);
            } catch (InvalidSaleException e) {
                return refused(new Refusal.BadChange(e.field(), e.sentence()));
            }
            return enlist(() -> openListed(command, question));
        });
    }

    /** Puts the sale into the list of those that are open, and then does the rest. */
    private Future<Optional<Outcome>> enlist(Supplier<Future<Optional<Outcome>>> then) {
        return keeper.list().callDurably(Calls.enlist(lane.id())).compose(listed -> {
            long added = Calls.number(listed);
            if (added < 0) {
                return refused(new Refusal.BadChange("id", SaleDecisions.ONE_SALE_TOO_MANY));
            }
            if (added > 0) {
                keeper.listed(lane);
            }
            return then.get();
        });
    }

    private Future<Optional<Outcome>> openListed(Command.OpenSale command, Question question) {
        Sale sale = command.sale().openedAt(command.now());
        return link.callDurably(Calls.open(command)).compose(position -> {
            if (isAnswer(position)) {
                return again(position, CommandId.of(command), question);
            }
            if (Calls.number(position) == 0) {
                return open(command, question); // another node was quicker
            }
            lane.learn(sale);
            return told(Calls.number(position), Calls.opened(command), new Outcome.OfSale(sale, false));
        });
    }

    // ---- changing ---------------------------------------------------------------------------------------------------

    private Future<Optional<Outcome>> change(Command.ChangeSale command, Question question, int attemptsLeft) {
        return onlyRead(views.read(lane.id())).compose(reading -> {
            if (reading.isEmpty()) {
                return done(Question.UNKNOWN_SALE);
            }
            Decision decision = SaleDecisions.change(reading.get().view().sale(), command);
            if (!(decision.outcome() instanceof Outcome.OfSale changed)
                    || decision.events().isEmpty()) {
                return done(decision.outcome());
            }
            if (attemptsLeft == 0) {
                return done(Question.BUSY);
            }
            Supplier<Future<Optional<Outcome>>> change = () -> link.callDurably(
                            Calls.change(command, changed.sale(), reading.get().revision()))
                    .compose(position -> {
                        if (isAnswer(position)) {
                            return again(position, CommandId.of(command), question);
                        }
                        return Calls.number(position) == 0
                                ? change(command, question, attemptsLeft - 1)
                                : told(Calls.number(position), Calls.changed(command, changed.sale()), changed);
                    });
            // One that was over may be open again by this.
            return keeper.isOver(lane) ? enlist(change) : change.get();
        });
    }

    /** Whoever opened or changed a sale looks at it next: it is shown before the answer is told. */
    private Future<Optional<Outcome>> told(long position, Event event, Outcome outcome) {
        Promise<Optional<Outcome>> told = Promise.promise();
        feed.deliver(position, List.of(event), () -> told.complete(Optional.of(outcome)));
        return told.future().compose(same -> views.read(lane.id()).map(same).otherwise(same));
    }

    private static Future<Optional<Outcome>> refused(Refusal refusal) {
        return done(new Outcome.Refused(refusal));
    }

    private static Future<Optional<Outcome>> done(Outcome outcome) {
        return Future.succeededFuture(Optional.of(outcome));
    }

    // ---- expiring ---------------------------------------------------------------------------------------------------

    private Future<Optional<Outcome>> expire(long now, int ordersMax) {
        Future<Response> call = link.callDurably(
                Calls.expire(lane.id(), now, ordersMax, keeper.terms().fixedTime()));
        return call.map(answer -> {
            int orders = expired(answer);
            return Optional.of(new Outcome.Expired(orders, orders > 0 && lane.nextDeadline() <= now));
        });
    }

    /** Tells what a call of {@code onsale_expire} has done; returns how many orders have expired. */
    int expired(Response answer) {
        if (answer.size() == 0) {
            lane.nextDeadline(Order.NO_DEADLINE); // there is no such sale
            return 0;
        }
        String ids = answer.get(HEADER_FIELDS).toString();
        List<Event> events = ids.isEmpty()
                ? List.of()
                : StreamEntry.orders(
                        lane.id(), ids, answer.get(HEADER_FIELDS + 1).toBytes());
        feed.deliver(Calls.number(answer.get(0)), events, () -> {});
        lane.nextDeadline(SaleReading.deadline(answer.get(2)));
        return events.size();
    }
}
