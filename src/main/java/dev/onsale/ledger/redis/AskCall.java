package dev.onsale.ledger.redis;

import dev.onsale.config.RoomLimits;
import dev.onsale.ledger.Command;
import dev.onsale.ledger.Event;
import dev.onsale.ledger.Order;
import dev.onsale.ledger.OrderId;
import dev.onsale.ledger.Outcome;
import dev.onsale.ledger.Party;
import dev.onsale.ledger.Refusal;
import dev.onsale.ledger.Terms;
import dev.onsale.sale.Journey;
import dev.onsale.sale.Money;
import dev.onsale.sale.Sale;
import dev.onsale.sale.Status;
import dev.onsale.sale.Tier;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One call of {@code onsale_ask}: the commands of a sale that travel together, as they are written and as their answers are read.
 *
 * <p>What never changes of a sale (its stops, fares and tiers) is looked up here; so the functions are told journeys and amounts, and
 * decide by what does change. Owned by the event loop.
 */
final class AskCall {

    private static final int HEADER_FIELDS = 3;
    private static final int FIELDS_PER_ANSWER = 3;

    private final String saleId;
    private final @Nullable Sale sale;
    private final List<Question> questions;
    private final CallTerms terms;
    private final long sentNanos = System.nanoTime();

    private List<Outcome> outcomes = List.of();
    private final List<Event> events = new ArrayList<>();

    /** @param sale with the parts that never change; may be null if no question places an order */
    AskCall(String saleId, @Nullable Sale sale, List<Question> questions, CallTerms terms) {
        this.saleId = saleId;
        this.sale = sale;
        this.questions = questions;
        this.terms = terms;
    }

    List<Question> questions() {
        return questions;
    }

    /** The events of this call, once it is read. */
    List<Event> events() {
        return events;
    }

    long sentNanos() {
        return sentNanos;
    }

    /** Tells every asker its outcome, once it is read. */
    void answer() {
        for (int i = 0; i < questions.size(); i++) {
            questions.get(i).answer(outcomes.get(i));
        }
    }

    // ---- writing --------------------------------------------------------------------------------------------------

    /** @param isFull whether the server has no memory for new orders */
    Request request(boolean isFull) {
        Request request = Calls.function("onsale_ask", saleId);
        if (terms.durably()) {
            request.arg("durably");
        }
        if (terms.fixedTime()) {
            request.arg("fixed");
        }
        if (isFull) {
            request.arg("full");
        }
        for (Question question : questions) {
            switch (question.subject()) {
                case Question.Subject.Find(OrderId order) -> request.arg("find").arg(order.toString());
                case Question.Subject.Ask(Command command) -> write(request, question, command);
                case Question.Subject.ExpireSale expire -> throw goesAlone(question);
            }
        }
        return request;
    }

    private void write(Request request, Question question, Command command) {
        switch (command) {
            case Command.PlaceOrder place -> writePlace(request, question, place);
            case Command.PayOrder(long now, OrderId order, String reference) ->
                writeId(request, question)
                        .arg("paid")
                        .arg(now)
                        .arg(order.toString())
                        .arg(Wtf8.encode(reference));
            case Command.ReleaseOrder(long now, OrderId order, Party by) ->
                writeParty(writeId(request, question).arg("release").arg(now).arg(order.toString()), by);
            case Command.RefundOrder(long now, OrderId order, Party by) ->
                writeParty(writeId(request, question).arg("refund").arg(now).arg(order.toString()), by);
            case Command.RestoreOrder restore -> writeRestore(request, question, restore);
            case Command.OpenSale open -> throw goesAlone(question);
            case Command.ChangeSale change -> throw goesAlone(question);
            case Command.ExpireOrders expire -> throw goesAlone(question);
        }
    }

    private static IllegalStateException goesAlone(Question question) {
        return new IllegalStateException("goes alone: " + question.subject());
    }

    /** By this id the functions know it again, and say what it came to: its order may have gone on since. */
    private static Request writeId(Request request, Question question) {
        return request.arg(question.isResent() ? "again" : "once").arg(question.id());
    }

    private static Request writeParty(Request request, Party party) {
        return switch (party) {
            case Party.Operator() -> request.arg("o");
            case Party.Buyer(String name) -> request.arg(Wtf8.encode("b" + name));
        };
    }

    private void writePlace(Request request, Question question, Command.PlaceOrder place) {
        Sale known = Objects.requireNonNull(sale, "whoever places an order has looked the sale up");
        // Opened long ago, and never to close: what is left are the refusals for what never changes.
        Sale alwaysOpen = known.with(Status.ACTIVE, Long.MIN_VALUE, Sale.NEVER, known.tiers());
        Refusal unfit = Terms.refusal(alwaysOpen, place);
        question.unfit(unfit);
        if (unfit != null) {
            request.arg("unfit").arg(place.now());
            return;
        }
        Journey journey = Objects.requireNonNull(Terms.journey(known, place));
        Tier tier = known.tiers().get(known.tierIndex(place.tier()));
        Money amount = tier.fare(journey).times(place.quantity());
        boolean isCounted = terms.frequentBuyers().asksForMany(place.sale(), place.buyer());
        request.arg(isCounted ? "place_counted" : "place")
                .arg(place.order().toString())
                .arg(OrderRecords.keyField(place.buyer(), place.key()))
                .arg(OrderRecords.form(place.now(), journey, place.quantity(), place.tier(), amount));
        if (isCounted) {
            request.arg(RoomLimits.ORDERS_COUNTED_FROM - 1)
                    .arg(terms.frequentBuyers().ordersMax());
        }
    }

    private void writeRestore(Request request, Question question, Command.RestoreOrder restore) {
        Order order = restore.order();
        Refusal misfit = Terms.misfit(Objects.requireNonNull(sale, "whoever restores has looked the sale up"), order);
        question.unfit(misfit);
        if (misfit != null) {
            request.arg("misfit");
            return;
        }
        String reference = order.reference();
        writeId(request, question)
                .arg("restore")
                .arg(order.id().toString())
                .arg(OrderRecords.keyField(order.buyer(), order.key()))
                .arg(OrderRecords.form(
                        order.placedAt(), order.journey(), order.quantity(), order.tier(), order.amount()))
                .arg(restore.now())
                .arg(order.expiresAt() == Order.NO_DEADLINE ? "" : Long.toString(order.expiresAt()))
                .arg(Wtf8.encode(reference == null ? "" : "r" + reference))
                .arg(order.recovered() ? 1 : 0)
                .arg(order.state().word())
                .arg(order.seats().stream().mapToObj(Integer::toString).collect(Collectors.joining(",")));
    }

    // ---- reading --------------------------------------------------------------------------------------------------

    /** Reads the answer; {@link #events()} and {@link #answer()} may be used from then on. */
    void read(Response response) {
        List<Outcome> read = new ArrayList<>(questions.size());
        for (int i = 0; i < questions.size(); i++) {
            Question question = questions.get(i);
            int at = HEADER_FIELDS + i * FIELDS_PER_ANSWER;
            read.add(
                    response.size() == 0
                            ? noSale(question)
                            : read(
                                    question,
                                    response.get(at).toString(),
                                    response.get(at + 1),
                                    response.get(at + 2).toString()));
        }
        outcomes = read;
    }

    private static Outcome noSale(Question question) {
        boolean isOfSale = placed(question) != null
                || question.subject() instanceof Question.Subject.Ask(Command.RestoreOrder restore);
        return new Outcome.Refused(isOfSale ? new Refusal.UnknownSale() : new Refusal.UnknownOrder());
    }

    private static Command.@Nullable PlaceOrder placed(Question question) {
        return question.subject() instanceof Question.Subject.Ask(Command.PlaceOrder place) ? place : null;
    }

    private Outcome read(Question question, String word, Response detail, String otherId) {
        return switch (word) {
            case "moved" -> {
                Event.OfOrder event = OrderRecords.read(saleId, idOf(question, otherId), detail.toBytes());
                events.add(event);
                yield new Outcome.OfOrder(event.order(), false);
            }
            // It was carried out, and its answer lost: the order as it was made then.
            case "first" ->
                new Outcome.OfOrder(
                        OrderRecords.read(saleId, idOf(question, otherId), detail.toBytes())
                                .order(),
                        false);
            case "again" -> {
                OrderId id = idOf(question, otherId);
                Command.PlaceOrder place = placed(question);
                // The first sending was carried out, and its answer lost: to the asker this is the first answer.
                boolean isFirstAnswer =
                        question.isResent() && place != null && place.order().equals(id);
                yield new Outcome.OfOrder(
                        OrderRecords.read(saleId, id, detail.toBytes()).order(), !isFirstAnswer);
            }
            default -> new Outcome.Refused(refusal(question, word, detail.toString()));
        };
    }

    private OrderId idOf(Question question, String otherId) {
        if (!otherId.isEmpty()) {
            return OrderId.parse(otherId).orElseThrow();
        }
        return switch (question.subject()) {
            case Question.Subject.Find(OrderId order) -> order;
            case Question.Subject.Ask(Command.PlaceOrder place) -> place.order();
            case Question.Subject.Ask(Command.PayOrder pay) -> pay.order();
            case Question.Subject.Ask(Command.ReleaseOrder release) -> release.order();
            case Question.Subject.Ask(Command.RefundOrder refund) -> refund.order();
            case Question.Subject.Ask(Command.RestoreOrder restore) ->
                restore.order().id();
            case Question.Subject.Ask(Command other) -> throw goesAlone(question);
            case Question.Subject.ExpireSale expire -> throw goesAlone(question);
        };
    }

    private Refusal refusal(Question question, String word, String detail) {
        return switch (word) {
            case "not_open" -> new Refusal.NotOpen(Long.parseLong(detail));
            case "paused" -> new Refusal.Paused();
            case "closed" -> new Refusal.Closed();
            case "unfit" -> Objects.requireNonNull(question.unfit());
            case "key_reused" -> new Refusal.KeyReused();
            case "buyer_limit" ->
                new Refusal.BuyerLimit(Objects.requireNonNull(sale).perBuyer(), Integer.parseInt(detail));
            case "too_many_orders" -> new Refusal.TooManyOrders(Integer.parseInt(detail));
            case "sold_out" -> new Refusal.SoldOut();
            case "ledger_full" -> new Refusal.LedgerFull();
            case "unknown_order" -> new Refusal.UnknownOrder();
            case "not_yours" -> new Refusal.NotYours();
            case "already" -> new Refusal.Already(OrderRecords.state(detail));
            default -> throw new IllegalStateException("onsale_ask answered \"" + word + "\"");
        };
    }
}
