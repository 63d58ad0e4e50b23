package dev.onsale.http.routes;

import dev.onsale.config.Limits;
import dev.onsale.http.server.BodyReader;
import dev.onsale.http.server.Exchange;
import dev.onsale.http.server.Problem;
import dev.onsale.json.BadInputException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Reads operators' bodies. A large sale takes longer to be taken apart than a thousand buyers to be answered, so threads of their own do
 * it, and the event loop goes on meanwhile. Any event loop.
 */
public final class SaleBodies {

    /** Makes a value of a body. */
    @FunctionalInterface
    interface Parser<T> {
        T parse(byte[] body) throws BadInputException;
    }

    private final WorkerExecutor threads;
    private final AtomicInteger waiting = new AtomicInteger();

    /** @param vertx runs the threads */
    public SaleBodies(Vertx vertx) {
        this.threads = vertx.createSharedWorkerExecutor("onsale-sale-bodies", Limits.HTTP_SALE_BODIES_MAX);
    }

    /**
     * Reads the body of a request, or answers why not.
     *
     * @param parser called by a worker thread
     * @param then gets what the body means, on the event loop
     */
    <T> void read(Exchange exchange, Parser<T> parser, Consumer<T> then) {
        BodyReader.read(exchange, Limits.SALE_BODY_BYTES_MAX, body -> parse(exchange, body, parser, then));
    }

    private <T> void parse(Exchange exchange, byte[] body, Parser<T> parser, Consumer<T> then) {
        if (waiting.incrementAndGet() > 2 * Limits.HTTP_SALE_BODIES_MAX) {
            waiting.decrementAndGet();
            exchange.problem(Problem.busy());
            return;
        }
        threads.executeBlocking(
                        () -> {
                            try {
                                return parser.parse(body);
                            } finally {
                                waiting.decrementAndGet();
                            }
                        },
                        false)
                .onComplete(
                        value -> exchange.guarded(then, value),
                        failure -> exchange.guarded(cause -> refuse(exchange, cause), failure));
    }

    private static void refuse(Exchange exchange, Throwable cause) {
        if (cause instanceof BadInputException fault) {
            exchange.problem(fault);
        } else {
            exchange.fault(cause);
        }
    }

    /** Ends its threads. */
    public Future<Void> close() {
        return threads.close();
    }
}
