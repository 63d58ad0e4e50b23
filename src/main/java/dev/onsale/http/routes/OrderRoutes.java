package dev.onsale.http.routes;

import dev.onsale.config.Limits;
import dev.onsale.http.identity.Buyers;
import dev.onsale.http.identity.Caller;
import dev.onsale.http.server.BodyReader;
import dev.onsale.http.server.Exchange;
import dev.onsale.http.server.Problem;
import dev.onsale.http.server.ProblemType;
import dev.onsale.json.BadInputException;
import dev.onsale.json.PaymentRequest;
import dev.onsale.ledger.Command;
import dev.onsale.ledger.Ledger;
import dev.onsale.ledger.Order;
import dev.onsale.ledger.OrderId;
import dev.onsale.ledger.OrderState;
import dev.onsale.ledger.Outcome;
import dev.onsale.ledger.Party;
import dev.onsale.ledger.Refusal;
import java.time.InstantSource;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code /v1/orders/{order}}: reads, pays, gives back. Owned by one event loop. */
public final class OrderRoutes {

    /** The states out of which an order is given back, by their words. */
    private static final SortedMap<String, OrderState> GIVEN_BACK_FROM = Collections.unmodifiableSortedMap(
            new TreeMap<>(Stream.of(OrderState.HELD, OrderState.PLACED, OrderState.PAID, OrderState.REFUND_DUE)
                    .collect(Collectors.toMap(OrderState::word, state -> state))));

    private final Ledger ledger;
    private final Buyers buyers;
    private final InstantSource clock;
    private final OrderAnswers answers;

    /** @param clock milliseconds since 1970, for what is asked of the ledger */
    public OrderRoutes(Ledger ledger, Buyers buyers, InstantSource clock) {
        this.ledger = ledger;
        this.buyers = buyers;
        this.clock = clock;
        this.answers = new OrderAnswers(ledger);
    }

    /** {@code GET /v1/orders/{order}}: the order as the ledger has it now. */
    public void read(Exchange exchange, String id) {
        withParty(
                exchange,
                id,
                (party, order) -> withFound(exchange, party, order, found -> answers.order(exchange, found, false)));
    }

    /** Goes on with an order as the ledger has it now, or answers why not. */
    private void withFound(Exchange exchange, Party party, OrderId id, Consumer<Order> then) {
        ledger.find(
                id,
                exchange.later(found -> {
                    if (found.isEmpty()) {
                        exchange.problem(Problem.of(ProblemType.UNKNOWN_ORDER));
                    } else if (!party.mayHandle(found.get())) {
                        exchange.problem(Problem.of(ProblemType.NOT_YOURS));
                    } else {
                        then.accept(found.get());
                    }
                }),
                () -> exchange.later(nothing -> exchange.problem(Problem.busy()))
                        .accept("busy"));
    }

    /** {@code POST /v1/orders/{order}/payment}: says that the order was paid. For whoever moves the money. */
    public void pay(Exchange exchange, String id) {
        Problem refusal = buyers.caller(exchange.headers()).mayNotReportPayments();
        if (refusal != null) {
            exchange.problem(refusal);
            return;
        }
        withOrder(
                exchange,
                id,
                order -> BodyReader.read(exchange, Limits.ORDER_BODY_BYTES_MAX, body -> {
                    try {
                        String reference = PaymentRequest.read(body).reference();
                        submit(exchange, new Command.PayOrder(clock.millis(), order, reference));
                    } catch (BadInputException e) {
                        exchange.problem(e);
                    }
                }));
    }

    /**
     * {@code DELETE /v1/orders/{order}}: gives the order back; one that is paid, for its money. With {@code state} it is given back out of that
     * state or not at all, so that who means a release makes no refund.
     */
    public void release(Exchange exchange, String id) {
        String state = exchange.query().get("state");
        if (state == null) {
            giveBack(exchange, id);
            return;
        }
        OrderState only = GIVEN_BACK_FROM.get(state);
        if (only == null) {
            exchange.problem(
                    Problem.badInput("state", "must be one of " + String.join(", ", GIVEN_BACK_FROM.keySet())));
            return;
        }
        withParty(
                exchange,
                id,
                (party, order) -> withFound(exchange, party, order, found -> giveBack(exchange, party, found, only)));
    }

    private void giveBack(Exchange exchange, Party party, Order found, OrderState only) {
        OrderState now = found.state();
        if (now != only && GIVEN_BACK_FROM.containsValue(now)) {
            exchange.problem(Problem.of(new Refusal.Already(now)));
            return;
        }
        // What may come between is refused by the ledger: neither command does the other's work, held never becomes
        // placed,
        // and paid never becomes refund_due.
        submit(
                exchange,
                isPaidFor(only)
                        ? new Command.RefundOrder(clock.millis(), found.id(), party)
                        : new Command.ReleaseOrder(clock.millis(), found.id(), party));
    }

    private void giveBack(Exchange exchange, String id) {
        withParty(exchange, id, (party, order) -> {
            Command release = new Command.ReleaseOrder(clock.millis(), order, party);
            ledger.submit(release, exchange.later(outcome -> {
                if (outcome instanceof Outcome.Refused(Refusal.Already(OrderState state)) && isPaidFor(state)) {
                    submit(exchange, new Command.RefundOrder(clock.millis(), order, party));
                } else {
                    answer(exchange, outcome);
                }
            }));
        });
    }

    private static boolean isPaidFor(OrderState state) {
        return switch (state) {
            case PAID, REFUND_DUE, REFUNDED -> true;
            case HELD, PLACED, RELEASED, EXPIRED -> false;
        };
    }

    private void submit(Exchange exchange, Command command) {
        ledger.submit(command, exchange.later(outcome -> answer(exchange, outcome)));
    }

    private void answer(Exchange exchange, Outcome outcome) {
        switch (outcome) {
            case Outcome.OfOrder(Order order, boolean repeated) -> answers.order(exchange, order, repeated);
            case Outcome.Refused(Refusal refusal) -> exchange.problem(Problem.of(refusal));
            case Outcome.Unknown() -> exchange.problem(Problem.of(ProblemType.UNKNOWN_OUTCOME));
            case Outcome.OfSale ofSale -> throw new IllegalStateException("an order was asked for, not " + ofSale);
            case Outcome.Expired expired -> throw new IllegalStateException("an order was asked for, not " + expired);
        }
    }

    /** Goes on with who asks and which order is meant, or answers why not. */
    private void withParty(Exchange exchange, String id, BiConsumer<Party, OrderId> then) {
        switch (buyers.caller(exchange.headers())) {
            case Caller.Operator operator -> withOrder(exchange, id, order -> then.accept(new Party.Operator(), order));
            case Caller.Buyer(String name) ->
                withOrder(exchange, id, order -> then.accept(new Party.Buyer(name), order));
            case Caller.Payments payments -> exchange.problem(Problem.paymentsAlone());
            case Caller.Nobody nobody -> exchange.problem(Problem.of(ProblemType.UNAUTHENTICATED));
            case Caller.Rejected(Problem problem) -> exchange.problem(problem);
        }
    }

    private static void withOrder(Exchange exchange, String id, Consumer<OrderId> then) {
        OrderId.parse(id).ifPresentOrElse(then, () -> exchange.problem(Problem.of(ProblemType.UNKNOWN_ORDER)));
    }
}
