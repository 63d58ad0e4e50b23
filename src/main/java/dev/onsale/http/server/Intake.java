package dev.onsale.http.server;

import dev.onsale.config.Limits;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.Consumer;

/** Takes in what comes: connections, up to a number; requests, as fast as their answers are taken in. Owned by one event loop. */
final class Intake {

    private final EventLoop loop;
    private final ConnectionWatch watch;
    private final Consumer<Exchange> routes;
    private final int connectionsMax;

    /**
     * @param routes answer a request, now or later
     * @param connectionsMax open at once, on all event loops together
     */
    Intake(EventLoop loop, ConnectionWatch watch, Consumer<Exchange> routes, int connectionsMax) {
        this.loop = loop;
        this.watch = watch;
        this.routes = routes;
        this.connectionsMax = connectionsMax;
    }

    /** A connection was opened; one too many is closed as it comes. */
    void connection(HttpConnection connection) {
        watch.opened(connection, loop.nanos());
        boolean tooMany = loop.meter().connectionOpened() > connectionsMax;
        connection.closeHandler(nothing -> {
            watch.closed(connection);
            loop.meter().connectionClosed();
        });
        if (tooMany) {
            connection.close();
        }
    }

    /** The head of a request came. */
    void request(HttpServerRequest request) {
        Exchange exchange = new Exchange(loop, request);
        watch.began(exchange);
        if (request.response().writeQueueFull()) {
            awaitDrain(exchange);
        } else {
            routes.accept(exchange);
        }
    }

    /** A client that asks on and on but takes no answer in gets no further one until it does; else they would pile up here. */
    private void awaitDrain(Exchange exchange) {
        exchange.request().pause();
        exchange.request().response().drainHandler(nothing -> {
            exchange.request().response().drainHandler(null);
            exchange.request().resume();
            if (!exchange.isAnswered()) {
                routes.accept(exchange);
            }
        });
    }

    /** Bytes came that are no request; the connection is closed behind the answer. */
    void invalid(HttpServerRequest request) {
        Exchange exchange = new Exchange(loop, request);
        watch.began(exchange);
        Throwable cause = request.decoderResult().cause();
        exchange.header(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        if (cause instanceof TooLongHttpLineException) {
            exchange.problem(limited(ProblemType.URI_TOO_LONG, Limits.HTTP_REQUEST_LINE_BYTES_MAX));
        } else if (cause instanceof TooLongHttpHeaderException) {
            exchange.problem(limited(ProblemType.HEADERS_TOO_LARGE, Limits.HTTP_HEADERS_BYTES_MAX));
        } else {
            exchange.problem(Problem.of(ProblemType.BAD_REQUEST));
        }
    }

    private static Problem limited(ProblemType type, int bytesMax) {
        return Problem.limited(type, type.meaning(), bytesMax);
    }
}
