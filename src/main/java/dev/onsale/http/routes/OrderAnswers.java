package dev.onsale.http.routes;

import dev.onsale.http.server.Exchange;
import dev.onsale.http.server.HeaderValues;
import dev.onsale.json.OrderWriter;
import dev.onsale.ledger.Ledger;
import dev.onsale.ledger.Order;
import dev.onsale.ledger.SaleView;
import io.vertx.core.http.HttpHeaders;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Answers with one order. Any event loop. */
final class OrderAnswers {

    private final Ledger ledger;

    OrderAnswers(Ledger ledger) {
        this.ledger = ledger;
    }

    /** Answers with an order that was placed, now or when it was asked for before. */
    void placed(Exchange exchange, Order order, boolean repeated) {
        withStops(exchange, order, stops -> {
            byte[] body = OrderWriter.bytes(order, stops);
            exchange.header(HttpHeaders.LOCATION, "/v1/orders/" + order.id());
            if (repeated) {
                exchange.header(HeaderValues.REPLAYED, HeaderValues.TRUE).replayed(201, HeaderValues.JSON, body);
            } else {
                exchange.ok(201, HeaderValues.JSON, body);
            }
        });
    }

    /** Answers with an order as it is now; {@code repeated} if what was asked of it had been done before. */
    void order(Exchange exchange, Order order, boolean repeated) {
        withStops(exchange, order, stops -> {
            byte[] body = OrderWriter.bytes(order, stops);
            if (repeated) {
                exchange.replayed(200, HeaderValues.JSON, body);
            } else {
                exchange.ok(200, HeaderValues.JSON, body);
            }
        });
    }

    /** Has the ledger show the sale first if it does not yet, or not any more: what was done can be said only with the names of the stops. */
    private void withStops(Exchange exchange, Order order, Consumer<List<String>> answer) {
        List<String> known = stops(order.sale());
        if (known != null) {
            answer.accept(known);
            return;
        }
        Consumer<String> shown = exchange.later(sale -> {
            List<String> stops = stops(sale);
            if (stops == null) {
                exchange.timedOut(); // whoever asks again is told
            } else {
                answer.accept(stops);
            }
        });
        Runnable looked = () -> shown.accept(order.sale());
        ledger.show(order.sale(), looked, looked);
    }

    /** Names of a sale's stops, which never change; null while the ledger does not show the sale. */
    @Nullable
    List<String> stops(String sale) {
        SaleView view = ledger.sale(sale);
        return view == null ? null : view.sale().stops();
    }
}
