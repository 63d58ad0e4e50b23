package dev.onsale.http.server;

import dev.onsale.config.Limits;
import io.vertx.core.Context;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One event loop's share of the port. Shares nothing that changes with the other loops but {@link LoopParts} and what its
 * routes share. Deployed once; the other methods may be called by any thread.
 */
public final class LoopServer implements Deployable {

    private static final long TICK_MILLIS = 1_000;

    private record Listening(EventLoop loop, HttpServer server) {}

    private final Vertx vertx;
    private final LoopParts parts;
    private final Function<ConnectionWatch, Consumer<Exchange>> routes;
    private final int port;
    private final String host;
    private volatile @Nullable Listening listening;

    /**
     * Nothing listens yet.
     *
     * @param routes asked once, on the event loop, for what answers each request there, now or later
     * @param port 1 … 65535, or a negative number that stands for a free port which several servers share
     * @param host address to bind
     */
    public LoopServer(
            Vertx vertx, LoopParts parts, Function<ConnectionWatch, Consumer<Exchange>> routes, int port, String host) {
        this.vertx = vertx;
        this.parts = parts;
        this.routes = routes;
        this.port = port;
        this.host = host;
    }

    private static HttpServerOptions serverOptions() {
        return new HttpServerOptions()
                .setAcceptBacklog(Limits.HTTP_ACCEPT_BACKLOG_MAX)
                .setMaxInitialLineLength(Limits.HTTP_REQUEST_LINE_BYTES_MAX)
                .setMaxHeaderSize(Limits.HTTP_HEADERS_BYTES_MAX)
                .setHttp2ClearTextEnabled(false)
                // A response is only ever written by its event loop, and so needs no queue in front of it.
                .setStrictThreadMode(true)
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false)
                .setTcpNoDelay(true);
    }

    /** Begins to listen; on the event loop that is to be this one's. */
    @Override
    public Future<?> deploy(Context context) {
        EventLoop loop = new EventLoop(vertx, context, parts.meter(), parts.clock(), parts.nanos());
        ConnectionWatch watch = new ConnectionWatch();
        Intake intake = new Intake(loop, watch, routes.apply(watch), parts.connectionsMax());
        vertx.setPeriodic(TICK_MILLIS, timer -> {
            loop.tick();
            watch.sweep(loop.nanos());
        });
        HttpServer server = vertx.createHttpServer(serverOptions())
                .connectionHandler(intake::connection)
                .invalidRequestHandler(intake::invalid)
                .requestHandler(intake::request);
        return server.listen(port, host).onSuccess(bound -> listening = new Listening(loop, bound));
    }

    /** The port that was bound. */
    public int port() {
        return listening().server().actualPort();
    }

    private Listening listening() {
        Listening now = listening;
        if (now == null) {
            throw new IllegalStateException("does not listen");
        }
        return now;
    }

    /** Takes no more connections, answers what is under way, and closes the connections. Any thread. */
    public Future<Void> shutdown() {
        Listening now = listening;
        if (now == null) {
            return Future.succeededFuture();
        }
        now.loop().close();
        return now.server().shutdown(Limits.HTTP_CLOSE_SECONDS_MAX, TimeUnit.SECONDS);
    }
}
