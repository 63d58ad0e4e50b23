package dev.onsale.http.routes;

import static io.vertx.core.http.HttpMethod.DELETE;
import static io.vertx.core.http.HttpMethod.GET;
import static io.vertx.core.http.HttpMethod.PATCH;
import static io.vertx.core.http.HttpMethod.POST;

import dev.onsale.http.server.ConnectionWatch;
import dev.onsale.http.server.Exchange;
import dev.onsale.http.server.Route;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

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
    private final List<Paths.Entry> entries;

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
        Paths paths = new Paths(router, this::exchange);
        describe(paths);
        this.entries = paths.entries();
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
            if (method.equals(GET) || method.equals(POST)) {
                if (exchange.asksFor(Route.BUY_TICKET)) {
                    tickets.buy(exchange);
                }
                return true;
            }
            return false;
        }
        if (!path.startsWith(SALES) || path.indexOf('%') >= 0) {
            return false;
        }
        int slash = path.indexOf('/', SALES.length());
        if (slash < 0 && method.equals(GET) && path.length() > SALES.length()) {
            if (exchange.asksFor(Route.READ_SALE)) {
                saleReads.read(exchange, uri, path.substring(SALES.length()));
            }
            return true;
        }
        if (slash > SALES.length()
                && method.equals(POST)
                && path.startsWith(ORDERS, slash)
                && path.length() == slash + ORDERS.length()) {
            if (exchange.asksFor(Route.PLACE_ORDER)) {
                place.place(exchange, path.substring(SALES.length(), slash));
            }
            return true;
        }
        return false;
    }

    private void describe(Paths paths) {
        paths.at(TICKET)
                .on(GET, Route.BUY_TICKET, (exchange, context) -> tickets.buy(exchange))
                .on(POST, Route.BUY_TICKET, (exchange, context) -> tickets.buy(exchange))
                .andNoOther();
        paths.at("/v1/sales")
                .get(Route.LIST_SALES, (exchange, context) -> sales.list(exchange))
                .on(POST, Route.OPEN_SALE, (exchange, context) -> sales.open(exchange))
                .andNoOther();
        paths.at("/v1/sales/:sale")
                .get(
                        Route.READ_SALE,
                        (exchange, context) ->
                                saleReads.read(exchange, context.request().uri(), Paths.parameter(context, "sale")))
                .on(
                        PATCH,
                        Route.CHANGE_SALE,
                        (exchange, context) -> sales.change(exchange, Paths.parameter(context, "sale")))
                .andNoOther();
        paths.at("/v1/sales/:sale/orders")
                .on(
                        POST,
                        Route.PLACE_ORDER,
                        (exchange, context) -> place.place(exchange, Paths.parameter(context, "sale")))
                .andNoOther();
        paths.at("/v1/orders")
                .get(Route.LIST_ORDERS, (exchange, context) -> services.listing()
                        .list(exchange))
                .andNoOther();
        paths.at("/v1/orders/:order")
                .get(Route.READ_ORDER, (exchange, context) -> orders.read(exchange, Paths.parameter(context, "order")))
                .on(
                        DELETE,
                        Route.RELEASE_ORDER,
                        (exchange, context) -> orders.release(exchange, Paths.parameter(context, "order")))
                .andNoOther();
        paths.at("/v1/orders/:order/payment")
                .on(
                        POST,
                        Route.PAY_ORDER,
                        (exchange, context) -> orders.pay(exchange, Paths.parameter(context, "order")))
                .andNoOther();
        describeOperations(paths);
    }

    private void describeOperations(Paths paths) {
        DocsPages docs = services.docs();
        operation(paths, "/livez", (exchange, context) -> services.ops().live(exchange));
        operation(paths, "/readyz", (exchange, context) -> services.ops().ready(exchange));
        operation(paths, "/metrics", (exchange, context) -> services.ops().metrics(exchange));
        operation(paths, "/", (exchange, context) -> docs.front(exchange));
        operation(paths, "/problems", (exchange, context) -> docs.problems(exchange));
        operation(
                paths,
                "/problems/:code",
                (exchange, context) -> docs.problem(exchange, Paths.parameter(context, "code")));
        for (String path : DocsPages.paths()) {
            operation(paths, path, (exchange, context) -> docs.document(exchange, path));
        }
    }

    private static void operation(Paths paths, String path, Paths.Answer answer) {
        paths.at(path).get(Route.OPERATIONS, answer).andNoOther();
    }

    /** The table of routes. */
    List<Paths.Entry> entries() {
        return entries;
    }

    private Exchange exchange(RoutingContext context) {
        return watch.exchange(context.request().connection());
    }
}
