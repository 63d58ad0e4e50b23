package dev.onsale.http.routes;

import dev.onsale.config.Limits;
import dev.onsale.http.identity.Buyers;
import dev.onsale.http.identity.Caller;
import dev.onsale.http.identity.RequestText;
import dev.onsale.http.server.Caching;
import dev.onsale.http.server.Etags;
import dev.onsale.http.server.Exchange;
import dev.onsale.http.server.HeaderValues;
import dev.onsale.http.server.Problem;
import dev.onsale.http.server.ProblemType;
import dev.onsale.http.server.Query;
import dev.onsale.json.BadInputException;
import dev.onsale.json.SaleChangeReader;
import dev.onsale.json.SalePhase;
import dev.onsale.json.SaleReader;
import dev.onsale.json.SaleWriter;
import dev.onsale.ledger.Command;
import dev.onsale.ledger.Ledger;
import dev.onsale.ledger.Outcome;
import dev.onsale.ledger.Refusal;
import dev.onsale.ledger.SaleView;
import dev.onsale.sale.Sale;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code /v1/sales} but for one sale's availability: the list, and what operators do. Owned by one event loop. */
public final class SaleRoutes {

    private static final int PAGE_ROWS = 100;

    /** A sale in the list, as it was written last. */
    private record Row(long version, SalePhase phase, Buffer json) {}

    private final Ledger ledger;
    private final Buyers buyers;
    private final InstantSource clock;
    private final SaleBodies bodies;
    private final SaleCache<Row> rows = new SaleCache<>();

    /** @param clock milliseconds since 1970, for what is asked of the ledger */
    public SaleRoutes(Ledger ledger, Buyers buyers, InstantSource clock, SaleBodies bodies) {
        this.ledger = ledger;
        this.buyers = buyers;
        this.clock = clock;
        this.bodies = bodies;
    }

    /** {@code GET /v1/sales}: all sales by their ids, a page at a time; the cursor is the last id of the page before. */
    public void list(Exchange exchange) {
        String after;
        int limit;
        try {
            Query read = exchange.query();
            after = read.get("cursor");
            limit = read.integer("limit", Limits.PAGE_ROWS_MAX, PAGE_ROWS);
        } catch (BadInputException e) {
            exchange.problem(e);
            return;
        }
        long now = clock.millis();
        Buffer body = Buffer.buffer("{\"sales\":[");
        String last = null;
        String next = null;
        int count = 0;
        for (SaleView view : ledger.salesAfter(after == null ? "" : after)) {
            if (count == limit) {
                next = last;
                break;
            }
            if (count++ > 0) {
                body.appendString(",");
            }
            body.appendBuffer(row(view, now));
            last = view.sale().id();
        }
        body.appendString(next == null ? "],\"next\":null}" : "],\"next\":\"" + next + "\"}");
        show(exchange, body, next, limit);
    }

    private static void show(Exchange exchange, Buffer body, @Nullable String next, int limit) {
        exchange.shared(Caching.SHARED_FOR_A_SECOND);
        String etag = Etags.of(body.getBytes());
        if (Etags.matches(exchange.headers().get(HttpHeaders.IF_NONE_MATCH), etag)) {
            exchange.notModified(etag);
            return;
        }
        if (next != null) {
            // A sale's id has no character that would have to be escaped.
            exchange.header("Link", "</v1/sales?cursor=" + next + "&limit=" + limit + ">; rel=\"next\"");
        }
        exchange.header(HttpHeaders.ETAG, etag).ok(200, HeaderValues.JSON, body);
    }

    private Buffer row(SaleView view, long now) {
        String id = view.sale().id();
        SalePhase phase = SalePhase.of(view.sale(), now);
        Row row = rows.get(id);
        if (row == null || row.version() != view.version() || row.phase() != phase) {
            byte[] json = SaleWriter.bytes(view, phase, view.sale().wholeWay(), SaleWriter.Detail.SHORT);
            row = new Row(view.version(), phase, Buffer.buffer(json));
            rows.put(id, row, json.length);
        }
        return row.json();
    }

    /** {@code POST /v1/sales}: puts a sale on sale. */
    public void open(Exchange exchange) {
        String key = isOperator(exchange) ? key(exchange) : null;
        if (key != null) {
            long now = clock.millis();
            bodies.read(
                    exchange, SaleReader::read, sale -> submit(exchange, new Command.OpenSale(now, key, sale), true));
        }
    }

    /** {@code PATCH /v1/sales/{sale}}: pauses, resumes, closes, adds stock, moves the times. */
    public void change(Exchange exchange, String sale) {
        String key = isOperator(exchange) ? key(exchange) : null;
        if (key != null) {
            bodies.read(
                    exchange,
                    SaleChangeReader::read,
                    change -> submit(exchange, new Command.ChangeSale(clock.millis(), key, sale, change), false));
        }
    }

    /**
     * The key that the command is known by when it comes again; made up where the operator sends none, so that the ledger at least knows again what it
     * was sent twice. Null if what was sent is no key, which is answered then.
     */
    private static @Nullable String key(Exchange exchange) {
        List<String> keys = exchange.headers().getAll(RequestText.KEY_HEADER);
        if (keys.isEmpty()) {
            return UUID.randomUUID().toString();
        }
        if (keys.size() == 1 && RequestText.isKey(keys.getFirst())) {
            return keys.getFirst();
        }
        exchange.problem(Problem.badInput(
                RequestText.KEY_HEADER,
                keys.size() > 1
                        ? "stands twice"
                        : "must be 1 to " + Limits.IDEMPOTENCY_KEY_CHARS_MAX + " visible ASCII characters"));
        return null;
    }

    private void submit(Exchange exchange, Command command, boolean opening) {
        ledger.submit(command, exchange.later(outcome -> answer(exchange, outcome, opening)));
    }

    private void answer(Exchange exchange, Outcome outcome, boolean opening) {
        switch (outcome) {
            case Outcome.OfSale(Sale sale, boolean repeated) -> {
                byte[] body = SaleWriter.bytes(sale, SalePhase.of(sale, clock.millis()));
                if (opening) {
                    exchange.header(HttpHeaders.LOCATION, "/v1/sales/" + sale.id());
                }
                if (repeated) {
                    boolean isKeyed = opening && exchange.headers().contains(RequestText.KEY_HEADER);
                    if (isKeyed) {
                        exchange.header(HeaderValues.REPLAYED, HeaderValues.TRUE);
                    }
                    exchange.replayed(isKeyed ? 201 : 200, HeaderValues.JSON, body);
                } else {
                    exchange.ok(opening ? 201 : 200, HeaderValues.JSON, body);
                }
            }
            case Outcome.Refused(Refusal refusal) -> exchange.problem(Problem.of(refusal));
            case Outcome.Unknown() -> exchange.problem(Problem.of(ProblemType.UNKNOWN_OUTCOME));
            case Outcome.OfOrder ofOrder -> throw new IllegalStateException("a sale was asked for, not " + ofOrder);
            case Outcome.Expired expired -> throw new IllegalStateException("a sale was asked for, not " + expired);
        }
    }

    private boolean isOperator(Exchange exchange) {
        Problem refusal =
                switch (buyers.caller(exchange.headers())) {
                    case Caller.Operator operator -> null;
                    case Caller.Rejected(Problem problem) -> problem;
                    case Caller.Nobody nobody ->
                        Problem.unauthenticated("This is for operators: the request must carry the operators' token, as"
                                + " Authorization: Bearer. Nothing was changed.");
                    case Caller.Buyer buyer -> Problem.of(ProblemType.OPERATORS_ONLY);
                    case Caller.Payments payments -> Problem.of(ProblemType.OPERATORS_ONLY);
                };
        if (refusal != null) {
            exchange.problem(refusal);
        }
        return refusal == null;
    }
}
