package dev.onsale.http.routes;

import dev.onsale.config.Limits;
import dev.onsale.gate.Gate;
import dev.onsale.http.identity.Buyers;
import dev.onsale.http.identity.Caller;
import dev.onsale.http.identity.RequestText;
import dev.onsale.http.server.BodyReader;
import dev.onsale.http.server.Exchange;
import dev.onsale.http.server.Problem;
import dev.onsale.http.server.ProblemType;
import dev.onsale.json.BadInputException;
import dev.onsale.json.OrderRequest;
import dev.onsale.ledger.Command;
import dev.onsale.ledger.Ledger;
import dev.onsale.ledger.Order;
import dev.onsale.ledger.OrderId;
import dev.onsale.ledger.Outcome;
import dev.onsale.ledger.Refusal;
import dev.onsale.sale.Stops;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code POST /v1/sales/{sale}/orders}: places an order. Owned by one event loop. */
public final class PlaceRoute {

    private final Gate gate;
    private final Buyers buyers;
    private final InstantSource clock;
    private final OrderIdSource ids;
    private final OrderAnswers answers;

    /** The body that came last and was right, and what it says: in a rush nearly everybody wants the same. */
    private byte[] lastBody = {};

    private @Nullable OrderRequest lastWanted;

    /** @param clock milliseconds since 1970, for what is asked of the ledger */
    public PlaceRoute(Ledger ledger, Gate gate, Buyers buyers, InstantSource clock, OrderIdSource ids) {
        this.gate = gate;
        this.buyers = buyers;
        this.clock = clock;
        this.ids = ids;
        this.answers = new OrderAnswers(ledger);
    }

    /** Answers with the order, or why there is none. */
    public void place(Exchange exchange, String sale) {
        Caller caller = buyers.caller(exchange.headers());
        String buyer = caller.orderer();
        if (buyer == null) {
            exchange.problem(whoOrders(caller));
            return;
        }
        List<String> keys = exchange.headers().getAll(RequestText.KEY_HEADER);
        if (keys.size() != 1 || !RequestText.isKey(keys.getFirst())) {
            exchange.problem(badKey(keys.size()));
            return;
        }
        String key = keys.getFirst();
        BodyReader.read(exchange, Limits.ORDER_BODY_BYTES_MAX, body -> place(exchange, sale, buyer, key, body));
    }

    private void place(Exchange exchange, String sale, String buyer, String key, byte[] body) {
        OrderRequest wanted;
        try {
            wanted = read(body);
        } catch (BadInputException e) {
            exchange.problem(e);
            return;
        }
        long now = clock.millis();
        OrderId order = ids.next(now, sale);
        Command.PlaceOrder command = new Command.PlaceOrder(
                now, sale, order, buyer, key, wanted.tier(), wanted.from(), wanted.to(), wanted.quantity());
        Outcome known = gate.place(
                command, exchange.<Outcome>later(outcome -> answer(exchange, wanted, sale, outcome))::accept);
        if (known != null) {
            answer(exchange, wanted, sale, known);
        }
    }

    private OrderRequest read(byte[] body) throws BadInputException {
        OrderRequest last = lastWanted;
        if (last != null && Arrays.equals(body, lastBody)) {
            return last;
        }
        OrderRequest wanted = OrderRequest.read(body);
        lastBody = body;
        lastWanted = wanted;
        return wanted;
    }

    private void answer(Exchange exchange, OrderRequest wanted, String sale, Outcome outcome) {
        switch (outcome) {
            case Outcome.OfOrder(Order order, boolean repeated) -> answers.placed(exchange, order, repeated);
            case Outcome.Refused(Refusal.BadJourney(String why)) ->
                exchange.problem(Problem.ofField(ProblemType.BAD_JOURNEY, fieldAtFault(wanted, sale), why));
            case Outcome.Refused(Refusal refusal) -> exchange.problem(Problem.of(refusal));
            case Outcome.Unknown() -> exchange.problem(Problem.of(ProblemType.UNKNOWN_OUTCOME));
            case Outcome.OfSale ofSale -> throw new IllegalStateException("an order was asked for, not " + ofSale);
            case Outcome.Expired expired -> throw new IllegalStateException("an order was asked for, not " + expired);
        }
    }

    private String fieldAtFault(OrderRequest wanted, String sale) {
        List<String> stops = answers.stops(sale);
        return stops == null
                ? "from"
                : Stops.whyNone(stops, wanted.from(), wanted.to()).field();
    }

    private static Problem whoOrders(Caller caller) {
        return switch (caller) {
            case Caller.Rejected(Problem problem) -> problem;
            case Caller.Operator operator ->
                Problem.badInput(Buyers.HEADER, "is missing; an operator must name the buyer for whom they order");
            case Caller.Payments payments -> Problem.paymentsAlone();
            case Caller.Nobody nobody -> Problem.of(ProblemType.UNAUTHENTICATED);
            case Caller.Buyer buyer -> throw new IllegalStateException("a buyer orders for themselves");
        };
    }

    private static Problem badKey(int count) {
        String allowed = "1 to " + Limits.IDEMPOTENCY_KEY_CHARS_MAX + " visible ASCII characters";
        return Problem.badInput(
                RequestText.KEY_HEADER,
                switch (count) {
                    case 0 -> "is missing; it must be a key of your own for this order, of " + allowed;
                    case 1 -> "must be " + allowed;
                    default -> "stands twice";
                });
    }
}
