package dev.onsale.http.routes;

import dev.onsale.gate.Asker;
import dev.onsale.gate.Gate;
import dev.onsale.http.identity.Buyers;
import dev.onsale.http.identity.Caller;
import dev.onsale.http.identity.RequestText;
import dev.onsale.http.server.ConstantReply;
import dev.onsale.http.server.Exchange;
import dev.onsale.http.server.HeaderValues;
import dev.onsale.http.server.Problem;
import dev.onsale.http.server.ProblemType;
import dev.onsale.json.OrderWriter;
import dev.onsale.ledger.Command;
import dev.onsale.ledger.Ledger;
import dev.onsale.ledger.Order;
import dev.onsale.ledger.OrderId;
import dev.onsale.ledger.Outcome;
import dev.onsale.ledger.Refusal;
import dev.onsale.ledger.SaleView;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET|POST /buy/ticket}, as in the article: buys one ticket, and always answers with status 200. Whoever does not say who they are
 * is a guest, a buyer of their own for each request. Nothing is bought by a request that nobody meant ({@link Intent}), or whose client is
 * gone before its turn. Owned by one event loop.
 */
public final class TicketRoute {

    /** Before the order's id in a guest's name. Who knows the id may act as that guest, where the buyer's header is trusted. */
    private static final String GUEST = "guest-";

    /** Stands for the id of an order that nobody places. */
    private static final OrderId NO_ORDER = new OrderId(0, 0);

    private final Ledger ledger;
    private final Gate gate;
    private final Buyers buyers;
    private final InstantSource clock;
    private final OrderIdSource ids;
    private final TicketCount count;
    private final GuestReturns returns;
    private final String sale;
    private final boolean guests;
    private final ConstantReply late = TicketMessages.reply(TicketMessages.UNKNOWN);

    /** The answers no, by their message. */
    private final Map<String, ConstantReply> refusals = new HashMap<>();

    /** Id of the tier that is sold, once the sale is there: it never changes. */
    private @Nullable String tier;

    private List<String> stops = List.of();

    /**
     * A route of one event loop.
     *
     * @param clock milliseconds since 1970, for what is asked of the ledger
     * @param sale id of the sale whose first tier is sold
     * @param guests whether it sells to callers who do not say who they are
     */
    public TicketRoute(
            Ledger ledger,
            Gate gate,
            Buyers buyers,
            InstantSource clock,
            OrderIdSource ids,
            TicketCount count,
            String sale,
            boolean guests) {
        this.ledger = ledger;
        this.gate = gate;
        this.buyers = buyers;
        this.clock = clock;
        this.ids = ids;
        this.count = count;
        this.returns = new GuestReturns(ledger, clock);
        this.sale = sale;
        this.guests = guests;
    }

    /** Answers with a ticket, or why there is none. */
    public void buy(Exchange exchange) {
        exchange.orElseLate(late);
        String sold = tier == null ? findTier() : tier;
        if (sold == null) {
            refuse(exchange, new Refusal.UnknownSale());
            return;
        }
        Caller caller = buyers.caller(exchange.headers());
        if (caller instanceof Caller.Rejected(Problem problem)) {
            refuse(exchange, TicketMessages.BAD_IDENTITY, problem.type());
            return;
        }
        if (caller instanceof Caller.Payments) {
            refuse(exchange, TicketMessages.BAD_IDENTITY, ProblemType.NOT_ALLOWED);
            return;
        }
        long now = clock.millis();
        String buyer = caller.orderer();
        String key = buyer == null ? null : exchange.headers().get(RequestText.KEY_HEADER);
        if (key != null
                && !(RequestText.isKey(key)
                        && exchange.headers().getAll(RequestText.KEY_HEADER).size() == 1)) {
            refuse(exchange, TicketMessages.BAD_REQUEST, ProblemType.BAD_INPUT);
            return;
        }
        if (buyer == null && !guests) {
            refuse(exchange, TicketMessages.WHO_ARE_YOU, ProblemType.UNAUTHENTICATED);
            return;
        }
        if (buyer == null) {
            // Most of a rush ends here, before there is a guest's name or an order's id.
            Outcome known = gate.refusalToStranger(command(now, NO_ORDER, GUEST, GUEST, sold));
            if (known != null) {
                answer(exchange, known);
                return;
            }
        }
        String meant = Intent.refusal(exchange.headers());
        if (meant != null) {
            refuse(exchange, meant, ProblemType.NOT_ALLOWED);
            return;
        }
        if (exchange.isGone()) {
            exchange.abandon();
            return;
        }
        OrderId order = ids.next(now, sale);
        String ownKey = order.toString();
        Command.PlaceOrder command =
                command(now, order, buyer == null ? GUEST + ownKey : buyer, key == null ? ownKey : key, sold);
        boolean isGuest = buyer == null;
        Consumer<Outcome> later = exchange.later(outcome -> {
            if (isGuest && isUntold(exchange, outcome)) {
                returns.giveBack(exchange, order);
                if (exchange.isClosed()) {
                    exchange.abandon();
                    return;
                }
            }
            answer(exchange, outcome);
        });
        Outcome known = gate.place(command, asker(exchange, later));
        if (known != null) {
            answer(exchange, known);
        }
    }

    private static Asker asker(Exchange exchange, Consumer<Outcome> later) {
        return new Asker() {
            @Override
            public void tell(Outcome outcome) {
                later.accept(outcome);
            }

            @Override
            public boolean isGone() {
                return exchange.isClosed();
            }
        };
    }

    /** Whether there is or may be an order of which the buyer is not told now. */
    private static boolean isUntold(Exchange exchange, Outcome outcome) {
        return outcome instanceof Outcome.Unknown
                || ((exchange.isAnswered() || exchange.isClosed()) && outcome instanceof Outcome.OfOrder);
    }

    private Command.PlaceOrder command(long now, OrderId order, String buyer, String key, String sold) {
        return new Command.PlaceOrder(now, sale, order, buyer, key, sold, null, null, 1);
    }

    private @Nullable String findTier() {
        SaleView view = ledger.sale(sale);
        if (view != null) {
            tier = view.sale().tiers().getFirst().id();
            stops = view.sale().stops();
        }
        return tier;
    }

    private void answer(Exchange exchange, Outcome outcome) {
        switch (outcome) {
            case Outcome.OfOrder(Order order, boolean repeated) -> bought(exchange, order, repeated);
            case Outcome.Refused(Refusal refusal) -> refuse(exchange, refusal);
            case Outcome.Unknown() -> refuse(exchange, TicketMessages.UNKNOWN, ProblemType.UNKNOWN_OUTCOME);
            case Outcome.OfSale ofSale -> throw new IllegalStateException("an order was asked for, not " + ofSale);
            case Outcome.Expired expired -> throw new IllegalStateException("an order was asked for, not " + expired);
        }
    }

    private void bought(Exchange exchange, Order order, boolean repeated) {
        if (exchange.isAnswered()) {
            return;
        }
        String over = TicketMessages.over(order.state());
        if (over != null) {
            refuse(exchange, over, Problem.type(new Refusal.Already(order.state())));
            return;
        }
        byte[] body = TicketBody.bought(TicketMessages.BOUGHT, OrderWriter.bytes(order, stops));
        if (repeated) {
            count.boughtBefore();
            exchange.replayed(200, HeaderValues.JSON, body);
        } else {
            count.bought();
            exchange.ok(200, HeaderValues.JSON, body);
        }
    }

    private void refuse(Exchange exchange, Refusal refusal) {
        refuse(exchange, TicketMessages.of(refusal), Problem.type(refusal));
    }

    private void refuse(Exchange exchange, String message, ProblemType outcome) {
        if (exchange.isAnswered()) {
            return;
        }
        count.refused();
        exchange.constant(refusals.computeIfAbsent(message, TicketMessages::reply), outcome);
    }
}
