package dev.onsale.http.orders;

import dev.onsale.http.answers.HeaderValues;
import dev.onsale.http.exchange.Exchange;
import dev.onsale.json.OrderWriter;
import dev.onsale.ledger.Ledger;
import dev.onsale.ledger.Order;
import dev.onsale.ledger.SaleView;
import io.vertx.core.http.HttpHeaders;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answers with one order. Any event loop. */
final class OrderAnswers {

    private final Ledger ledger;

    OrderAnswers(Ledger ledger) {
        this.ledger = ledger;
    }

    /** Answers with an order that was placed, now or when it was asked for before. */
    void placed(Exchange exchange, Order order, boolean repeated) {
        byte[] body = bodyOrLate(exchange, order);
        if (body == null) {
            return;
        }
        exchange.header(HttpHeaders.LOCATION, "/v1/orders/" + order.id());
        if (repeated) {
            exchange.header(HeaderValues.REPLAYED, HeaderValues.TRUE).replayed(201, HeaderValues.JSON, body);
        } else {
            exchange.ok(201, HeaderValues.JSON, body);
        }
    }

    /** Answers with an order as it is now; {@code repeated} if what was asked of it had been done before. */
    void order(Exchange exchange, Order order, boolean repeated) {
        byte[] body = bodyOrLate(exchange, order);
        if (body == null) {
            return;
        }
        if (repeated) {
            exchange.replayed(200, HeaderValues.JSON, body);
        } else {
            exchange.ok(200, HeaderValues.JSON, body);
        }
    }

    private byte @Nullable [] bodyOrLate(Exchange exchange, Order order) {
        List<String> stops = stops(order.sale());
        if (stops == null) {
            // The sale is so new that the ledger does not show it yet; it cannot be said what was done; the same
            // question is answered in a moment.
            exchange.timedOut();
            return null;
        }
        return OrderWriter.bytes(order, stops);
    }

    /** Names of a sale's stops, which never change; null while the ledger does not show the sale. */
    @Nullable
    List<String> stops(String sale) {
        SaleView view = ledger.sale(sale);
        return view == null ? null : view.sale().stops();
    }
}
