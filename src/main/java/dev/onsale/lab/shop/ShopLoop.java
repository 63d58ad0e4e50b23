package dev.onsale.lab.shop;

import dev.onsale.config.Limits;
import dev.onsale.http.server.Problem;
import dev.onsale.http.server.ProblemReplies;
import dev.onsale.http.server.ProblemType;
import dev.onsale.json.BadInputException;
import dev.onsale.json.OrderRequest;
import dev.onsale.json.PaymentRequest;
import dev.onsale.json.SaleReader;
import dev.onsale.sale.Sale;
import io.vertx.core.Context;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One event loop's share of a contender's port. */
final class ShopLoop implements Deployable {

    private static final Logger LOG = LoggerFactory.getLogger(ShopLoop.class);

    private static final int OK = 200;
    private static final int CREATED = 201;
    private static final String SALES = "/v1/sales";
    private static final String ORDERS = "/v1/orders/";
    private static final String ORDERS_OF_SALE = "/orders";
    private static final String PAYMENT = "/payment";

    private static final CharSequence BUYER = HttpHeaders.createOptimized("Onsale-Buyer");
    private static final CharSequence KEY = HttpHeaders.createOptimized("Idempotency-Key");
    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
    private static final CharSequence PROBLEM_JSON = HttpHeaders.createOptimized("application/problem+json");
    private static final CharSequence PLAIN = HttpHeaders.createOptimized("text/plain; charset=utf-8");

    private final Vertx vertx;
    private final Shop shop;
    private final int port;
    private final String operatorToken;

    /** Of all loops together. */
    private final AtomicInteger connections;

    private volatile int boundPort;

    ShopLoop(Vertx vertx, Shop shop, int port, String operatorToken, AtomicInteger connections) {
        this.vertx = vertx;
        this.shop = shop;
        this.port = port;
        this.operatorToken = operatorToken;
        this.connections = connections;
    }

    @Override
    public Future<?> deploy(Context context) {
        return vertx.createHttpServer(new HttpServerOptions()
                        .setAcceptBacklog(Limits.HTTP_ACCEPT_BACKLOG_MAX)
                        .setMaxInitialLineLength(Limits.HTTP_REQUEST_LINE_BYTES_MAX)
                        .setMaxHeaderSize(Limits.HTTP_HEADERS_BYTES_MAX)
                        .setHttp2ClearTextEnabled(false)
                        .setStrictThreadMode(true)
                        .setTcpNoDelay(true)
                        // A request may wait for its turn at the database for longer than a connection may be silent.
                        .setIdleTimeout(Limits.HTTP_IDLE_SECONDS_MAX + Limits.HTTP_ANSWER_SECONDS_MAX)
                        .setIdleTimeoutUnit(TimeUnit.SECONDS))
                .connectionHandler(connection -> {
                    if (connections.incrementAndGet() > Limits.HTTP_CONNECTIONS_MAX) {
                        connection.close();
                    }
                    connection.closeHandler(closed -> connections.decrementAndGet());
                })
                .requestHandler(this::route)
                .listen(port, "127.0.0.1")
                .onSuccess(server -> boundPort = server.actualPort());
    }

    int port() {
        return boundPort;
    }

    private void route(HttpServerRequest request) {
        String path = String.valueOf(request.path());
        boolean isPost = request.method().equals(HttpMethod.POST);
        if (isPost && path.startsWith(SALES + "/") && path.endsWith(ORDERS_OF_SALE)) {
            String sale = path.substring(SALES.length() + 1, path.length() - ORDERS_OF_SALE.length());
            withBody(request, Limits.ORDER_BODY_BYTES_MAX, CREATED, body -> place(request, sale, body));
        } else if (isPost && path.startsWith(ORDERS) && path.endsWith(PAYMENT)) {
            String order = path.substring(ORDERS.length(), path.length() - PAYMENT.length());
            withBody(
                    request,
                    Limits.ORDER_BODY_BYTES_MAX,
                    OK,
                    body -> isOperator(request)
                            ? shop.pay(order, PaymentRequest.read(body).reference())
                            : no(Problem.of(ProblemType.NOT_ALLOWED)));
        } else if (isPost && path.equals(SALES)) {
            withBody(request, Limits.SALE_BODY_BYTES_MAX, CREATED, body -> open(request, body));
        } else if (!isPost && path.startsWith(SALES + "/")) {
            answer(request, shop.look(path.substring(SALES.length() + 1)), OK);
        } else if (path.equals("/readyz")) {
            end(request.response(), OK, PLAIN, Buffer.buffer("ready\n"));
        } else if (path.equals("/metrics")) {
            shop.writes()
                    .onSuccess(writes -> end(
                            request.response(),
                            OK,
                            PLAIN,
                            Buffer.buffer(ShopServer.WRITES_METRIC + " " + writes + "\n")))
                    .onFailure(why -> failed(request, why));
        } else {
            refuse(request, Problem.of(ProblemType.UNKNOWN_PATH));
        }
    }

    private Future<Said> place(HttpServerRequest request, String sale, byte[] body) throws BadInputException {
        String buyer = request.headers().get(BUYER);
        String key = request.headers().get(KEY);
        if (buyer == null) {
            return no(Problem.unauthenticated("The header Onsale-Buyer is missing."));
        }
        if (key == null) {
            return no(Problem.badInput("Idempotency-Key", "is missing"));
        }
        return shop.place(sale, buyer, key, OrderRequest.read(body));
    }

    private Future<Said> open(HttpServerRequest request, byte[] body) throws BadInputException {
        if (!isOperator(request)) {
            return no(Problem.of(ProblemType.OPERATORS_ONLY));
        }
        Sale sale = SaleReader.read(body).openedAt(System.currentTimeMillis());
        return sale.tiers().size() == 1 && sale.stops().isEmpty()
                ? shop.open(sale)
                : no(Problem.badInput("tiers", "must be one, and the sale without stops: this shop knows no more"));
    }

    private boolean isOperator(HttpServerRequest request) {
        return ("Bearer " + operatorToken).equals(request.headers().get(HttpHeaders.AUTHORIZATION));
    }

    private static Future<Said> no(Problem problem) {
        return Future.succeededFuture(new Said.No(problem));
    }

    private interface BodyWork {
        Future<Said> on(byte[] body) throws BadInputException;
    }

    private void withBody(HttpServerRequest request, int bytesMax, int yes, BodyWork work) {
        Buffer[] body = {Buffer.buffer(0)};
        request.handler(chunk -> {
            if (body[0].length() + chunk.length() > bytesMax) {
                request.connection().close();
            } else {
                body[0] = body[0].length() == 0 ? chunk : body[0].copy().appendBuffer(chunk);
            }
        });
        request.endHandler(end -> {
            try {
                answer(request, work.on(body[0].getBytes()), yes);
            } catch (BadInputException e) {
                refuse(request, Problem.badInput(e.field(), e.sentence()));
            }
        });
    }

    private void answer(HttpServerRequest request, Future<Said> said, int yes) {
        said.onComplete(
                what -> {
                    switch (what) {
                        case Said.Order order ->
                            end(request.response(), yes, JSON, Buffer.buffer(SaidWriter.order(order)));
                        case Said.Stock stock ->
                            end(request.response(), yes, JSON, Buffer.buffer(SaidWriter.stock(stock)));
                        case Said.No(Problem problem) -> refuse(request, problem);
                    }
                },
                why -> failed(request, why));
    }

    private void failed(HttpServerRequest request, Throwable why) {
        LOG.warn("A request could not be answered: {}", why.toString());
        refuse(request, Problem.of(ProblemType.UNAVAILABLE));
    }

    private static void refuse(HttpServerRequest request, Problem problem) {
        end(request.response(), problem.type().status(), PROBLEM_JSON, Buffer.buffer(ProblemReplies.body(problem)));
    }

    private static void end(HttpServerResponse response, int status, CharSequence type, Buffer body) {
        if (response.closed()) {
            return;
        }
        response.setStatusCode(status);
        response.headers()
                .set(HttpHeaders.CONTENT_TYPE, type)
                .set(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length()));
        response.end(body);
    }
}
