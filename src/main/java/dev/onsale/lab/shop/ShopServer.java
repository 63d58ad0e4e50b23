package dev.onsale.lab.shop;

import dev.onsale.config.CompareLimits;
import dev.onsale.config.Limits;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A contender's server on 127.0.0.1, with as many event loops as Onsale has. */
public final class ShopServer implements AutoCloseable {

    /** The figure of {@code /metrics} that says how many writes the database had to keep. */
    public static final String WRITES_METRIC = "shop_database_writes_total";

    /** Makes a shop on the server's event loops. */
    private interface Opening {
        Shop on(Vertx vertx) throws ShopException, InterruptedException;
    }

    private final Vertx vertx;
    private final Shop shop;
    private final int port;

    private ShopServer(int port, int eventLoops, String operatorToken, Opening opening)
            throws ShopException, InterruptedException {
        vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(eventLoops).setPreferNativeTransport(true));
        Shop opened = null;
        try {
            opened = opening.on(vertx);
            AtomicInteger connections = new AtomicInteger();
            // To Vert.x a negative port is any one, the same for all who name the same number.
            int shared = port == 0 ? -1 : port;
            int bound = port;
            for (int i = 0; i < eventLoops; i++) {
                ShopLoop loop = new ShopLoop(vertx, opened, shared, operatorToken, connections);
                await(vertx.deployVerticle(loop));
                bound = loop.port();
            }
            this.port = bound;
            this.shop = opened;
        } catch (ShopException | InterruptedException | RuntimeException e) {
            if (opened != null) {
                opened.close();
            }
            vertx.close();
            throw e;
        }
    }

    /**
     * One transaction for each order, in PostgreSQL.
     *
     * @param port 0 for any
     * @param operatorToken of whoever may open sales and report payments
     * @param url for JDBC, with the user
     * @throws ShopException if it cannot start
     */
    public static ShopServer postgres(
            int port, int eventLoops, String operatorToken, String url, @Nullable String password)
            throws ShopException, InterruptedException {
        return new ShopServer(port, eventLoops, operatorToken, vertx -> SqlShop.postgres(vertx, url, password));
    }

    /** One transaction for each order, in a new SQLite file. */
    public static ShopServer sqlite(int port, int eventLoops, String operatorToken, Path file)
            throws ShopException, InterruptedException {
        return new ShopServer(port, eventLoops, operatorToken, vertx -> SqlShop.sqlite(vertx, file));
    }

    /** A count in memory and a script in Redis. */
    public static ShopServer script(int port, int eventLoops, String operatorToken, String url)
            throws ShopException, InterruptedException {
        return new ShopServer(port, eventLoops, operatorToken, vertx -> await(ScriptShop.connect(vertx, url)));
    }

    private static <T> T await(Future<T> future) throws ShopException, InterruptedException {
        try {
            return future.toCompletionStage()
                    .toCompletableFuture()
                    .get(CompareLimits.SHOP_START_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new ShopException("the contender's server cannot start: " + e, e);
        }
    }

    /** Where it listens; ends with a slash. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + port + "/");
    }

    /** Answers what is under way, and lets the database go. */
    @Override
    public void close() {
        shop.close();
        try {
            vertx.close()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(Limits.HTTP_CLOSE_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the contender's server does not stop", e);
        }
    }
}
