package dev.onsale.http.routes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.onsale.http.routes.RawHttp.Reply;
import dev.onsale.ledger.Order;
import dev.onsale.ledger.SampleNames;
import dev.onsale.orders.OrderPage;
import dev.onsale.orders.OrderQuery;
import dev.onsale.sale.SampleSale;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Buyers of any name, over HTTP: named by a header in UTF-8, by a filter of a listing, and shown as JSON. */
class BuyerNamesTest {

    private final List<OrderQuery> asked = new CopyOnWriteArrayList<>();
    private final TestNode node = new TestNode(wishes -> wishes.book = query -> {
                asked.add(query);
                return new OrderPage(List.<Order>of(), null);
            })
            .with(SampleSale.concert("c", 100))
            .with(SampleSale.concert("rush", 100));

    @AfterEach
    void close() {
        node.close();
    }

    private Reply send(String method, String path, String headers, String body) throws Exception {
        try (RawHttp http = new RawHttp(node)) {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            http.send((method + " " + path + " HTTP/1.1\r\nHost: x\r\n" + headers
                            + (bytes.length == 0
                                    ? ""
                                    : "Content-Type: application/json\r\nContent-Length: " + bytes.length + "\r\n")
                            + "\r\n" + body)
                    .getBytes(StandardCharsets.UTF_8));
            return http.read();
        }
    }

    private Reply order(String name, String key) throws Exception {
        return send(
                "POST",
                "/v1/sales/c/orders",
                "Onsale-Buyer: " + name + "\r\nIdempotency-Key: " + key + "\r\n",
                "{\"tier\":\"floor\",\"quantity\":1}");
    }

    @Test
    void eachIsABuyerOfTheirOwn() throws Exception {
        List<String> ids = new ArrayList<>();
        for (String name : SampleNames.ALL) {
            Reply placed = order(name, "k");
            assertThat(placed.status()).as(name).isEqualTo(201);
            assertThat(placed.json().path("buyer").asText()).isEqualTo(name);
            ids.add(placed.json().path("id").asText());
            assertThat(order(name, "k").json().path("id").asText()).isEqualTo(ids.getLast());
        }
        assertThat(ids).doesNotHaveDuplicates();
        for (int i = 0; i < ids.size(); i++) {
            String own = "Onsale-Buyer: " + SampleNames.ALL.get(i) + "\r\n";
            String others = "Onsale-Buyer: " + SampleNames.ALL.get((i + 1) % ids.size()) + "\r\n";
            assertThat(send("GET", "/v1/orders/" + ids.get(i), others, "").status())
                    .isEqualTo(403);
            assertThat(send("GET", "/v1/orders/" + ids.get(i), own, "").status())
                    .isEqualTo(200);
            assertThat(send("GET", "/buy/ticket", own, "")
                            .json()
                            .path("data")
                            .path("buyer")
                            .asText())
                    .isEqualTo(SampleNames.ALL.get(i));
        }
    }

    @Test
    void oneNameIsOneBuyerHoweverItIsWritten() throws Exception {
        JsonNode composed = order("Amélie", "k").json();

        assertThat(order("Ame\u0301lie", "k").json()).isEqualTo(composed);
        node.get("/v1/orders?buyer=" + URLEncoder.encode("Ame\u0301lie", StandardCharsets.UTF_8))
                .operator()
                .answer()
                .ok(200);
        assertThat(asked.getLast().buyer()).isEqualTo("Amélie");
    }

    @Test
    void aListingTakesAnyNameAndNothingElse() {
        for (String name : SampleNames.ALL) {
            node.get("/v1/orders?buyer=" + URLEncoder.encode(name, StandardCharsets.UTF_8))
                    .operator()
                    .answer()
                    .ok(200);
            assertThat(asked.getLast().buyer()).isEqualTo(name);
        }
        for (String none : new String[] {"+ann", "x".repeat(129), "%20"}) {
            node.refused(node.get("/v1/orders?buyer=" + none).operator(), 400, "bad_input", "buyer");
        }
        for (String none : new String[] {"%00", "ann%0A"}) {
            node.refused(node.get("/v1/orders?buyer=" + none).operator(), 400, "bad_input", "query");
        }
    }

    @Test
    void whatIsNoNameIsRefused() throws Exception {
        for (String none : new String[] {"\u0085", "a\u0085b", "\u3000ann", "张".repeat(129)}) {
            Reply refused = order(none, "new");
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.json().path("field").asText()).isEqualTo("Onsale-Buyer");
        }
        assertThat(node.memory.end()).isEqualTo(2);
    }
}
