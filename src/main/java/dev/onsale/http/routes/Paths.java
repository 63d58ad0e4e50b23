package dev.onsale.http.routes;

import dev.onsale.http.server.Exchange;
import dev.onsale.http.server.Problem;
import dev.onsale.http.server.ProblemType;
import dev.onsale.http.server.Query;
import dev.onsale.http.server.Route;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/** The paths of the interface and what each method does there; any other method is told which ones there are. */
final class Paths {

    /** Answers a request to a path. */
    @FunctionalInterface
    interface Answer {
        void to(Exchange exchange, RoutingContext context);
    }

    /** A method of a path, in the router's notation, and what it asks for. */
    record Entry(HttpMethod method, String path, Route route) {}

    private final List<Entry> entries = new ArrayList<>();
    private final Router router;
    private final Function<RoutingContext, Exchange> exchanges;

    Paths(Router router, Function<RoutingContext, Exchange> exchanges) {
        this.router = router;
        this.exchanges = exchanges;
        router.errorHandler(404, context -> exchanges.apply(context).problem(Problem.of(ProblemType.UNKNOWN_PATH)));
        router.errorHandler(400, context -> exchanges.apply(context).problem(unreadable(context)));
        router.errorHandler(500, context -> exchanges.apply(context).fault(bug(context)));
    }

    /** The router takes escapes apart before it looks for a path. */
    private static Problem unreadable(RoutingContext context) {
        return Query.isReadable(context.request().uri())
                ? Problem.of(ProblemType.BAD_REQUEST, "The request's path cannot be read.")
                : Problem.badInput("query", "holds a broken percent escape");
    }

    private static Throwable bug(RoutingContext context) {
        Throwable failure = context.failure();
        return failure == null ? new IllegalStateException("the router failed and did not say why") : failure;
    }

    /** What stands in the path at {@code name}, decoded. */
    static String parameter(RoutingContext context, String name) {
        return Objects.requireNonNull(context.pathParam(name), name);
    }

    /** All that was described. */
    List<Entry> entries() {
        return List.copyOf(entries);
    }

    /** Begins the description of a path, in the router's notation. */
    Path at(String path) {
        return new Path(path);
    }

    final class Path {
        private final String path;
        private final List<HttpMethod> methods = new ArrayList<>();

        private Path(String path) {
            this.path = path;
        }

        /** GET, and HEAD with it, which takes what GET takes and is told the same without its body. */
        Path get(Route route, Answer answer) {
            return on(HttpMethod.GET, route, answer).on(HttpMethod.HEAD, route, answer);
        }

        Path on(HttpMethod method, Route route, Answer answer) {
            methods.add(method);
            entries.add(new Entry(method, path, route));
            router.route(method, path).handler(context -> {
                Exchange exchange = exchanges.apply(context);
                if (context.normalizedPath().endsWith("/") && !path.equals("/")) {
                    // The router takes it for the same path. What stands in front of the node may not.
                    exchange.problem(Problem.of(ProblemType.UNKNOWN_PATH));
                } else if (exchange.asksFor(route)) {
                    answer.to(exchange, context);
                }
            });
            return this;
        }

        /** Ends the description. */
        void andNoOther() {
            String allowed =
                    String.join(", ", methods.stream().map(HttpMethod::name).toList());
            router.route(path).handler(context -> exchanges
                    .apply(context)
                    .header(HttpHeaders.ALLOW, allowed)
                    .problem(Problem.of(ProblemType.METHOD_NOT_ALLOWED)));
        }
    }
}
