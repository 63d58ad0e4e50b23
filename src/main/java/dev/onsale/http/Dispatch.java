package dev.onsale.http;

import dev.onsale.http.exchange.Exchange;
import dev.onsale.http.ops.DocsPages;
import dev.onsale.http.orders.OrderIdSource;
import dev.onsale.http.orders.OrderRoutes;
import dev.onsale.http.orders.PlaceRoute;
import dev.onsale.http.sales.SaleReads;
import dev.onsale.http.sales.SaleRoutes;
import dev.onsale.http.tickets.TicketRoute;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/**
 * The table of routes, and which of them a request is for. What a rush asks for is told apart by hand, before anything else; a router
 * finds the rest. Owned by one event loop.
 */
final class Dispatch {

    private static final String TICKET = "/buy/ticket";
    private static final String SALES = "/v1/sales/";
    private static final String ORDERS = "/orders";

    private final Services services;
    private final ConnectionWatch watch;
    private final TicketRoute tickets;
    private final PlaceRoute place;
    private final SaleReads saleReads;
    private final SaleRoutes sales;
    private final OrderRoutes orders;
    private final Router router;

    /** @param watch knows which exchange a request that the router has found belongs to */
    Dispatch(Vertx vertx, Services all, ConnectionWatch watch) {
        OrderIdSource ids = new OrderIdSource();
        this.services = all;
        this.watch = watch;
        this.tickets = new TicketRoute(
                all.ledger(),
                all.gate(),
                all.buyers(),
                all.clock(),
                ids,
                all.tickets(),
                all.options().ticketSale(),
                all.options().ticketGuests());
        this.place = new PlaceRoute(all.ledger(), all.gate(), all.buyers(), all.clock(), ids);
        this.saleReads = new SaleReads(all.ledger(), all.clock());
        this.sales = new SaleRoutes(all.ledger(), all.buyers(), all.clock(), all.saleBodies());
        this.orders = new OrderRoutes(all.ledger(), all.buyers(), all.clock());
        this.router = Router.router(vertx);
        describe(new Paths(router, this::exchange));
    }

    /** Answers a request, now or later. */
    void answer(Exchange exchange) {
        try {
            if (!isHot(exchange)) {
                router.handle(exchange.request());
            }
        } catch (RuntimeException bug) {
            exchange.fault(bug);
        }
    }

    /** Answers what a rush asks for. Everything that is spelled in an unusual way is left to the router. */
    private boolean isHot(Exchange exchange) {
        String uri = exchange.request().uri();
        HttpMethod method = exchange.request().method();
        int question = uri.indexOf('?');
        String path = question < 0 ? uri : uri.substring(0, question);
        if (path.equals(TICKET)) {
            if (method.equals(HttpMethod.GET) || method.equals(HttpMethod.POST)) {
                tickets.buy(exchange);
                return true;
            }
            return false;
        }
        if (!path.startsWith(SALES) || path.indexOf('%') >= 0) {
            return false;
        }
        int slash = path.indexOf('/', SALES.length());
        if (slash < 0 && method.equals(HttpMethod.GET) && path.length() > SALES.length()) {
            saleReads.read(
                    exchange, uri, path.substring(SALES.length()), question < 0 ? null : uri.substring(question + 1));
            return true;
        }
        if (slash > SALES.length()
                && method.equals(HttpMethod.POST)
                && path.startsWith(ORDERS, slash)
                && path.length() == slash + ORDERS.length()) {
            place.place(exchange, path.substring(SALES.length(), slash));
            return true;
        }
        return false;
    }

    private void describe(Paths paths) {
        paths.at(TICKET)
                .on(HttpMethod.GET, (exchange, context) -> tickets.buy(exchange))
                .on(HttpMethod.POST, (exchange, context) -> tickets.buy(exchange))
                .andNoOther();
        paths.at("/v1/sales")
                .get((exchange, context) ->
                        sales.list(exchange, context.request().query()))
                .on(HttpMethod.POST, (exchange, context) -> sales.open(exchange))
                .andNoOther();
        paths.at("/v1/sales/:sale")
                .get((exchange, context) -> saleReads.read(
                        exchange,
                        context.request().uri(),
                        Paths.parameter(context, "sale"),
                        context.request().query()))
                .on(HttpMethod.PATCH, (exchange, context) -> sales.change(exchange, Paths.parameter(context, "sale")))
                .andNoOther();
        paths.at("/v1/sales/:sale/orders")
                .on(HttpMethod.POST, (exchange, context) -> place.place(exchange, Paths.parameter(context, "sale")))
                .andNoOther();
        paths.at("/v1/orders")
                .get((exchange, context) ->
                        services.listing().list(exchange, context.request().query()))
                .andNoOther();
        paths.at("/v1/orders/:order")
                .get((exchange, context) -> orders.read(exchange, Paths.parameter(context, "order")))
                .on(
                        HttpMethod.DELETE,
                        (exchange, context) -> orders.release(exchange, Paths.parameter(context, "order")))
                .andNoOther();
        paths.at("/v1/orders/:order/payment")
                .on(HttpMethod.POST, (exchange, context) -> orders.pay(exchange, Paths.parameter(context, "order")))
                .andNoOther();
        describeOperations(paths);
    }

    private void describeOperations(Paths paths) {
        DocsPages docs = services.docs();
        paths.at("/livez")
                .get((exchange, context) -> services.ops().live(exchange))
                .andNoOther();
        paths.at("/readyz")
                .get((exchange, context) -> services.ops().ready(exchange))
                .andNoOther();
        paths.at("/metrics")
                .get((exchange, context) -> services.ops().metrics(exchange))
                .andNoOther();
        paths.at("/").get((exchange, context) -> docs.front(exchange)).andNoOther();
        paths.at("/problems")
                .get((exchange, context) -> docs.problems(exchange))
                .andNoOther();
        paths.at("/problems/:code")
                .get((exchange, context) -> docs.problem(exchange, Paths.parameter(context, "code")))
                .andNoOther();
        for (String path : DocsPages.paths()) {
            paths.at(path)
                    .get((exchange, context) -> docs.document(exchange, path))
                    .andNoOther();
        }
    }

    private Exchange exchange(RoutingContext context) {
        return watch.exchange(context.request().connection());
    }
}
