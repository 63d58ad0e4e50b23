package dev.onsale.http.server;

import dev.onsale.config.Limits;
import io.vertx.core.http.HttpConnection;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Knows the connections of one event loop, and what each of them is waiting for, so that none waits for ever: not for a request that
 * never becomes whole (a client that sends a byte now and then keeps no connection), not for a body, not for an answer. One
 * sweep a second looks at all of them; a timer for each request would cost more than the request.
 *
 * <p>Owned by its event loop.
 */
public final class ConnectionWatch {

    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(Limits.HTTP_IDLE_SECONDS_MAX);
    private static final long BODY_NANOS = TimeUnit.SECONDS.toNanos(Limits.HTTP_BODY_SECONDS_MAX);
    private static final long ANSWER_NANOS = TimeUnit.SECONDS.toNanos(Limits.HTTP_ANSWER_SECONDS_MAX);

    private static final class Watched {
        private long aliveNanos;
        private @Nullable Exchange exchange;

        Watched(long nowNanos) {
            aliveNanos = nowNanos;
        }
    }

    private final IdentityHashMap<HttpConnection, Watched> connections = new IdentityHashMap<>();

    ConnectionWatch() {}

    void opened(HttpConnection connection, long nowNanos) {
        connections.put(connection, new Watched(nowNanos));
    }

    void closed(HttpConnection connection) {
        connections.remove(connection);
    }

    /** A whole head of a request came. */
    void began(Exchange exchange) {
        Watched watched = connections.get(exchange.request().connection());
        if (watched != null) {
            watched.exchange = exchange;
            watched.aliveNanos = exchange.startedNanos();
        }
    }

    /** The request that came last on a connection. */
    public Exchange exchange(HttpConnection connection) {
        Watched watched = connections.get(connection);
        Exchange exchange = watched == null ? null : watched.exchange;
        if (exchange == null) {
            throw new IllegalStateException("a request came on no connection");
        }
        return exchange;
    }

    /** Ends what has waited too long. */
    void sweep(long nowNanos) {
        // A copy: to answer or to close may change the connections.
        for (Map.Entry<HttpConnection, Watched> entry : new ArrayList<>(connections.entrySet())) {
            sweep(entry.getKey(), entry.getValue(), nowNanos);
        }
    }

    private static void sweep(HttpConnection connection, Watched watched, long nowNanos) {
        Exchange exchange = watched.exchange;
        long waited = nowNanos - watched.aliveNanos;
        if (exchange == null || exchange.isAnswered()) {
            // The time since the last request began: an answer that the client does not take in does not count either.
            if (waited > IDLE_NANOS) {
                connection.close();
            }
        } else if (exchange.isReadingBody()) {
            if (waited > BODY_NANOS) {
                exchange.problemAndClose(Problem.of(ProblemType.SLOW_BODY));
            }
        } else if (waited > ANSWER_NANOS) {
            exchange.timedOut();
        }
    }
}
