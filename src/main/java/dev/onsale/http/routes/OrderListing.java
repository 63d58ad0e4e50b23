package dev.onsale.http.routes;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.onsale.config.BookLimits;
import dev.onsale.config.Limits;
import dev.onsale.http.identity.BuyerName;
import dev.onsale.http.identity.Buyers;
import dev.onsale.http.identity.Caller;
import dev.onsale.http.server.Exchange;
import dev.onsale.http.server.HeaderValues;
import dev.onsale.http.server.Problem;
import dev.onsale.http.server.ProblemType;
import dev.onsale.http.server.Query;
import dev.onsale.json.BadInputException;
import dev.onsale.json.OrderWriter;
import dev.onsale.ledger.Ledger;
import dev.onsale.ledger.Order;
import dev.onsale.ledger.OrderId;
import dev.onsale.ledger.OrderState;
import dev.onsale.ledger.SaleView;
import dev.onsale.orders.OrderBookException;
import dev.onsale.orders.OrderBookReader;
import dev.onsale.orders.OrderPage;
import dev.onsale.orders.OrderQuery;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code GET /v1/orders}: orders from the order book. The book blocks on a disk, so some few threads of their own read it; who comes when
 * they all have enough to do is answered {@code busy}. Any event loop.
 */
public final class OrderListing {

    private static final Logger LOG = LoggerFactory.getLogger(OrderListing.class);

    private static final int PAGE_ROWS = 50;
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final Map<String, OrderState> STATES =
            Arrays.stream(OrderState.values()).collect(Collectors.toMap(OrderState::word, state -> state));

    /** A page as it is sent, and the URI of the one behind it. */
    private record Written(Buffer json, @Nullable String next) {}

    private final Ledger ledger;
    private final OrderBookReader book;
    private final Buyers buyers;
    private final WorkerExecutor threads;
    private final AtomicInteger waiting = new AtomicInteger();

    /** @param book is only called by worker threads */
    public OrderListing(Vertx vertx, Ledger ledger, OrderBookReader book, Buyers buyers) {
        this.ledger = ledger;
        this.book = book;
        this.buyers = buyers;
        this.threads = vertx.createSharedWorkerExecutor("onsale-listings", Limits.HTTP_LISTINGS_MAX);
    }

    /** Answers with a page. */
    public void list(Exchange exchange) {
        Caller caller = buyers.caller(exchange.headers());
        OrderQuery wanted;
        switch (caller) {
            case Caller.Rejected(Problem problem) -> {
                exchange.problem(problem);
                return;
            }
            case Caller.Nobody nobody -> {
                exchange.problem(Problem.of(ProblemType.UNAUTHENTICATED));
                return;
            }
            case Caller.Payments payments -> {
                exchange.problem(Problem.paymentsAlone());
                return;
            }
            case Caller.Operator operator -> wanted = read(exchange, null);
            case Caller.Buyer(String name) -> wanted = read(exchange, name);
        }
        if (wanted == null) {
            return;
        }
        if (waiting.incrementAndGet() > 2 * Limits.HTTP_LISTINGS_MAX) {
            waiting.decrementAndGet();
            exchange.problem(Problem.busy());
            return;
        }
        // Each wait in it is bounded by the book, and the answer like any other.
        list(wanted)
                .onComplete(
                        written -> exchange.guarded(page -> answer(exchange, page), Objects.requireNonNull(written)),
                        failure -> exchange.guarded(cause -> refuse(exchange, cause), failure));
    }

    private Future<@Nullable Written> list(OrderQuery wanted) {
        return threads.executeBlocking(
                () -> {
                    try {
                        return write(wanted, book.list(wanted));
                    } finally {
                        waiting.decrementAndGet();
                    }
                },
                false);
    }

    private static void answer(Exchange exchange, Written page) {
        if (page.next() != null) {
            exchange.header("Link", "<" + page.next() + ">; rel=\"next\"");
        }
        exchange.ok(200, HeaderValues.JSON, page.json());
    }

    private static void refuse(Exchange exchange, Throwable cause) {
        switch (cause) {
            case OrderBookException unreadable -> {
                LOG.error("The order book was not read: {}", unreadable.getMessage(), unreadable);
                exchange.problem(Problem.of(ProblemType.UNAVAILABLE));
            }
            default -> exchange.fault(cause);
        }
    }

    /** What is wanted, or null after it was answered why not. A buyer sees their own orders only. */
    private static @Nullable OrderQuery read(Exchange exchange, @Nullable String self) {
        try {
            Query read = exchange.query();
            String buyer = buyer(read.get("buyer"));
            if (self != null && buyer != null && !buyer.equals(self)) {
                exchange.problem(
                        Problem.of(ProblemType.OPERATORS_ONLY, "Only operators may list another buyer's orders."));
                return null;
            }
            return new OrderQuery(
                    read.get("sale"),
                    self != null ? self : buyer,
                    state(read.get("state")),
                    cursor(read.get("cursor")),
                    read.integer("limit", Limits.PAGE_ROWS_MAX, PAGE_ROWS));
        } catch (BadInputException e) {
            exchange.problem(e);
            return null;
        }
    }

    private static @Nullable String buyer(@Nullable String text) throws BadInputException {
        String name = BuyerName.of(text);
        if (text != null && name == null) {
            throw new BadInputException("buyer", "must be " + BuyerName.RULE);
        }
        return name;
    }

    private static @Nullable OrderState state(@Nullable String word) throws BadInputException {
        if (word == null) {
            return null;
        }
        OrderState state = STATES.get(word);
        if (state == null) {
            throw new BadInputException(
                    "state",
                    "must be one of "
                            + Arrays.stream(OrderState.values())
                                    .map(OrderState::word)
                                    .collect(Collectors.joining(", ")));
        }
        return state;
    }

    private static @Nullable OrderId cursor(@Nullable String text) throws BadInputException {
        if (text == null) {
            return null;
        }
        return OrderId.parse(text)
                .orElseThrow(() -> new BadInputException("cursor", "must be the \"next\" of the page before"));
    }

    private Written write(OrderQuery wanted, OrderPage page) {
        ByteArrayOutputStream out =
                new ByteArrayOutputStream(512 * (page.orders().size() + 1));
        OrderId next = page.next();
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            json.writeStartObject();
            json.writeArrayFieldStart("orders");
            for (Order order : page.orders()) {
                OrderWriter.write(json, order, stops(order));
            }
            json.writeEndArray();
            json.writeStringField("next", next == null ? null : next.toString());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Written(Buffer.buffer(out.toByteArray()), next == null ? null : uri(wanted, next));
    }

    private List<String> stops(Order order) {
        SaleView view = ledger.sale(order.sale());
        if (view == null) {
            view = shown(order.sale());
        }
        if (view == null) {
            throw new OrderBookException(
                    "The order book knows the sale \"" + order.sale()
                            + "\", but the ledger does not. It belongs to another ledger: move it away, and it is written anew.");
        }
        return view.sale().stops();
    }

    /** A sale that has been over for long, null if the ledger has none; on a thread that may wait. */
    private @Nullable SaleView shown(String sale) {
        CompletableFuture<Boolean> isAsked = new CompletableFuture<>();
        ledger.show(sale, () -> isAsked.complete(true), () -> isAsked.complete(false));
        try {
            if (isAsked.get(BookLimits.BOOK_QUERY_MILLIS_MAX, TimeUnit.MILLISECONDS)) {
                return ledger.sale(sale);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (TimeoutException e) {
            LOG.debug("The ledger has not shown sale {} in time", sale);
        }
        throw new OrderBookException(
                "The ledger cannot be asked now for the sale \"" + sale + "\" of an order; ask again.");
    }

    private static String uri(OrderQuery wanted, OrderId next) {
        StringBuilder uri = new StringBuilder("/v1/orders?");
        append(uri, "sale", wanted.sale());
        append(uri, "buyer", wanted.buyer());
        append(uri, "state", wanted.state() == null ? null : wanted.state().word());
        return uri + "cursor=" + next + "&limit=" + wanted.limit();
    }

    private static void append(StringBuilder uri, String name, @Nullable String value) {
        if (value != null) {
            uri.append(name)
                    .append('=')
                    .append(URLEncoder.encode(value, StandardCharsets.UTF_8))
                    .append('&');
        }
    }

    /** Ends its threads. */
    public Future<Void> close() {
        return threads.close();
    }
}
