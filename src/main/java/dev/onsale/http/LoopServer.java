package dev.onsale.http;

import dev.onsale.config.Limits;
import dev.onsale.http.exchange.EventLoop;
import io.vertx.core.Context;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One event loop's share of the port. Shares nothing that changes with the other loops but {@link Services}. */
final class LoopServer implements Deployable {

    private static final long TICK_MILLIS = 1_000;

    private record Listening(EventLoop loop, HttpServer server, List<Paths.Entry> table) {}

    private final Vertx vertx;
    private final Services services;
    private final int port;
    private final String host;
    private volatile @Nullable Listening listening;

    LoopServer(Vertx vertx, Services services, int port, String host) {
        this.vertx = vertx;
        this.services = services;
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
        EventLoop loop = new EventLoop(vertx, context, services.meter(), services.clock(), services.nanos());
        ConnectionWatch watch = new ConnectionWatch();
        Dispatch dispatch = new Dispatch(vertx, services, watch);
        Intake intake = new Intake(loop, watch, dispatch, services.connectionsMax());
        vertx.setPeriodic(TICK_MILLIS, timer -> {
            loop.tick();
            watch.sweep(loop.nanos());
        });
        HttpServer server = vertx.createHttpServer(serverOptions())
                .connectionHandler(intake::connection)
                .invalidRequestHandler(intake::invalid)
                .requestHandler(intake::request);
        return server.listen(port, host).onSuccess(bound -> listening = new Listening(loop, bound, dispatch.entries()));
    }

    /** The port that was bound. */
    int port() {
        return listening().server().actualPort();
    }

    /** The table of routes. */
    List<Paths.Entry> table() {
        return listening().table();
    }

    private Listening listening() {
        Listening now = listening;
        if (now == null) {
            throw new IllegalStateException("does not listen");
        }
        return now;
    }

    /** Takes no more connections, answers what is under way, and closes the connections. Any thread. */
    Future<Void> shutdown() {
        Listening now = listening;
        if (now == null) {
            return Future.succeededFuture();
        }
        now.loop().close();
        return now.server().shutdown(Limits.HTTP_CLOSE_SECONDS_MAX, TimeUnit.SECONDS);
    }
}
