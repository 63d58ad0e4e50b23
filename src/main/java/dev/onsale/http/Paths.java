package dev.onsale.http;

import dev.onsale.http.answers.Problem;
import dev.onsale.http.answers.ProblemType;
import dev.onsale.http.exchange.Exchange;
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

    private final Router router;
    private final Function<RoutingContext, Exchange> exchanges;

    Paths(Router router, Function<RoutingContext, Exchange> exchanges) {
        this.router = router;
        this.exchanges = exchanges;
        router.errorHandler(404, context -> exchanges.apply(context).problem(Problem.of(ProblemType.UNKNOWN_PATH)));
        router.errorHandler(400, context -> exchanges
                .apply(context)
                .problem(Problem.of(ProblemType.BAD_REQUEST, "The request's URI cannot be read.")));
        router.errorHandler(500, context -> exchanges.apply(context).fault(bug(context)));
    }

    private static Throwable bug(RoutingContext context) {
        Throwable failure = context.failure();
        return failure == null ? new IllegalStateException("the router failed and did not say why") : failure;
    }

    /** What stands in the path at {@code name}, decoded. */
    static String parameter(RoutingContext context, String name) {
        return Objects.requireNonNull(context.pathParam(name), name);
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

        /** GET, and HEAD with it. */
        Path get(Answer answer) {
            return on(HttpMethod.GET, answer).on(HttpMethod.HEAD, answer);
        }

        Path on(HttpMethod method, Answer answer) {
            methods.add(method);
            router.route(method, path).handler(context -> answer.to(exchanges.apply(context), context));
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
