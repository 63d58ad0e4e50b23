package dev.onsale.http.routes;

import dev.onsale.http.server.Caching;
import dev.onsale.http.server.ConstantReply;
import dev.onsale.http.server.Etags;
import dev.onsale.http.server.Exchange;
import dev.onsale.http.server.HeaderValues;
import dev.onsale.http.server.Problem;
import dev.onsale.http.server.ProblemType;
import dev.onsale.http.server.Query;
import dev.onsale.json.BadInputException;
import dev.onsale.json.SalePhase;
import dev.onsale.json.SaleWriter;
import dev.onsale.ledger.Ledger;
import dev.onsale.ledger.SaleView;
import dev.onsale.sale.Journey;
import dev.onsale.sale.Sale;
import dev.onsale.sale.Stops;
import io.vertx.core.http.HttpHeaders;
import java.time.InstantSource;
import java.util.function.Consumer;

/**
 * {@code GET /v1/sales/{sale}}: a sale and what is free of it, out of memory. An answer is written once for each state of the sale and then
 * sent as it is. Owned by one event loop.
 */
public final class SaleReads {

    /** An answer, and what it was made from. */
    private record Written(
            String sale, Journey journey, long version, SalePhase phase, String etag, ConstantReply reply) {}

    private final Ledger ledger;
    private final InstantSource clock;
    private final SaleCache<Written> cache = new SaleCache<>();

    /** @param clock milliseconds since 1970, for whether a sale is open */
    public SaleReads(Ledger ledger, InstantSource clock) {
        this.ledger = ledger;
        this.clock = clock;
    }

    /**
     * Answers with one sale.
     *
     * @param uri as it was asked: the same one is the same question
     */
    public void read(Exchange exchange, String uri, String sale) {
        SaleView view = ledger.sale(sale);
        if (view != null) {
            read(exchange, uri, view);
            return;
        }
        Consumer<String> shown = exchange.later(id -> {
            SaleView found = ledger.sale(id);
            if (found == null) {
                exchange.problem(Problem.of(ProblemType.UNKNOWN_SALE));
            } else {
                read(exchange, uri, found);
            }
        });
        // Of a sale that nobody can be asked for it is not known that there is none.
        Consumer<String> busy = exchange.later(id -> exchange.problem(Problem.busy()));
        ledger.show(sale, () -> shown.accept(sale), () -> busy.accept(sale));
    }

    private void read(Exchange exchange, String uri, SaleView view) {
        SalePhase phase = SalePhase.of(view.sale(), clock.millis());
        Written written = cache.get(uri);
        if (written == null || written.version() != view.version() || written.phase() != phase) {
            try {
                Journey journey = written == null ? journey(view.sale(), exchange.query()) : written.journey();
                written = write(view, phase, journey);
            } catch (BadInputException e) {
                exchange.problem(Problem.ofField(ProblemType.BAD_JOURNEY, e.field(), e.sentence()));
                return;
            }
            cache.put(uri, written, written.reply().length());
        }
        if (Etags.matches(exchange.headers().get(HttpHeaders.IF_NONE_MATCH), written.etag())) {
            exchange.shared(Caching.SHARED_FOR_A_SECOND).notModified(written.etag());
        } else {
            exchange.constant(written.reply());
        }
    }

    private static Written write(SaleView view, SalePhase phase, Journey journey) {
        boolean whole = journey.equals(view.sale().wholeWay());
        byte[] body = SaleWriter.bytes(view, phase, journey, whole ? SaleWriter.Detail.FULL : SaleWriter.Detail.SHORT);
        String etag = Etags.of(body);
        ConstantReply reply = new ConstantReply(200, Caching.SHARED_FOR_A_SECOND, HeaderValues.JSON, body)
                .with(HttpHeaders.ETAG, etag);
        return new Written(view.sale().id(), journey, view.version(), phase, etag, reply);
    }

    private static Journey journey(Sale sale, Query query) throws BadInputException {
        String from = query.get("from");
        String to = query.get("to");
        Journey journey = Stops.journey(sale.stops(), from, to);
        if (journey == null) {
            Stops.NoJourney none = Stops.whyNone(sale.stops(), from, to);
            throw new BadInputException(none.field(), none.sentence());
        }
        return journey;
    }
}
