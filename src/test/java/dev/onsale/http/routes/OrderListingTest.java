package dev.onsale.http.routes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.onsale.config.Limits;
import dev.onsale.http.routes.TestNode.Answer;
import dev.onsale.ledger.Order;
import dev.onsale.ledger.OrderState;
import dev.onsale.orders.OrderBookException;
import dev.onsale.orders.OrderPage;
import dev.onsale.orders.OrderQuery;
import dev.onsale.orders.SampleOrder;
import dev.onsale.sale.Sale;
import dev.onsale.sale.SampleSale;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code GET /v1/orders} over an order book in memory. */
class OrderListingTest {

    private final Sale sale = SampleSale.train("t", 2, 100).sale();
    private final List<Order> orders = new ArrayList<>();
    private final List<OrderQuery> queries = Collections.synchronizedList(new ArrayList<>());
    private volatile Function<OrderQuery, OrderPage> book = this::page;
    private final TestNode node = new TestNode(wishes -> wishes.book = query -> {
                queries.add(query);
                return book.apply(query);
            })
            .with(sale);

    @AfterEach
    void close() {
        node.close();
    }

    private OrderPage page(OrderQuery query) {
        List<Order> found = orders.stream()
                .filter(order -> query.buyer() == null || query.buyer().equals(order.buyer()))
                .filter(order -> query.state() == null || query.state() == order.state())
                .filter(order -> query.after() == null || order.id().compareTo(query.after()) < 0)
                .sorted(Comparator.comparing(Order::id).reversed())
                .toList();
        List<Order> shown = found.subList(0, Math.min(query.limit(), found.size()));
        return new OrderPage(
                shown, found.size() > shown.size() ? shown.getLast().id() : null);
    }

    private void fill(int count) {
        for (int i = 1; i <= count; i++) {
            orders.add(
                    SampleOrder.of(sale, i).buyer(i % 2 == 0 ? "alice" : "bob").order());
        }
    }

    @Test
    void pagesFollowEachOtherByTheirLinks() {
        fill(5);
        List<Integer> numbers = new ArrayList<>();
        String path = "/v1/orders?limit=2&sale=t&state=held";
        int pages = 0;

        while (path != null) {
            Answer answer = node.get(path).operator().answer();
            JsonNode page = answer.ok(200);
            page.path("orders")
                    .forEach(order -> numbers.add(order.path("seats").path(0).asInt()));
            String link = answer.header("Link");
            assertThat(link == null).isEqualTo(page.path("next").isNull());
            path = link == null ? null : link.substring(1, link.indexOf(">; rel=\"next\""));
            pages++;
        }

        assertThat(pages).isEqualTo(3);
        assertThat(numbers).containsExactly(5, 4, 3, 2, 1);
        assertThat(queries).allSatisfy(query -> {
            assertThat(query.sale()).isEqualTo("t");
            assertThat(query.state()).isEqualTo(OrderState.HELD);
            assertThat(query.limit()).isEqualTo(2);
            assertThat(query.buyer()).isNull();
        });
    }

    @Test
    void anOrderLooksAsItDoesAlone() {
        node.post("/v1/sales/t/orders", "{\"tier\":\"second\",\"quantity\":1,\"from\":\"B\"}")
                .buyer("alice")
                .key("k")
                .answer()
                .ok(201);
        node.memory.read(0, 10).events().stream()
                .filter(dev.onsale.ledger.Event.OrderMoved.class::isInstance)
                .forEach(event -> orders.add(((dev.onsale.ledger.Event.OrderMoved) event).order()));

        JsonNode listed = node.get("/v1/orders")
                .buyer("alice")
                .answer()
                .ok(200)
                .path("orders")
                .path(0);

        assertThat(listed)
                .isEqualTo(node.get("/v1/orders/" + listed.path("id").asText())
                        .buyer("alice")
                        .answer()
                        .ok(200));
        assertThat(listed.path("from").asText()).isEqualTo("B");
    }

    @Test
    void aBuyerSeesTheirOwn() {
        fill(4);

        JsonNode own = node.get("/v1/orders").buyer("alice").answer().ok(200);
        JsonNode named =
                node.get("/v1/orders?buyer=alice").buyer("alice").answer().ok(200);
        JsonNode byOperator =
                node.get("/v1/orders?buyer=bob").operator().answer().ok(200);

        assertThat(own.path("orders").findValuesAsText("buyer")).containsExactly("alice", "alice");
        assertThat(named).isEqualTo(own);
        assertThat(byOperator.path("orders").findValuesAsText("buyer")).containsExactly("bob", "bob");
        node.get("/v1/orders?buyer=bob").buyer("alice").answer().problem(403, "operators_only");
        node.get("/v1/orders").answer().problem(401, "unauthenticated");
        node.get("/v1/orders").bearer("nonsense-nonsense").answer().problem(401, "unauthenticated");
    }

    @Test
    void aBuyersNameIsEscapedInALink() {
        orders.add(SampleOrder.of(sale, 1).buyer("a&b=c%").order());
        orders.add(SampleOrder.of(sale, 2).buyer("a&b=c%").order());

        Answer first =
                node.get("/v1/orders?limit=1&buyer=a%26b%3Dc%25").operator().answer();
        String link = first.header("Link");
        JsonNode second = node.get(link.substring(1, link.indexOf('>')))
                .operator()
                .answer()
                .ok(200);

        assertThat(second.path("orders").size()).isEqualTo(1);
        assertThat(queries.getLast().buyer()).isEqualTo("a&b=c%");
    }

    @Test
    void aBookThatCannotBeReadIsUnavailable() {
        book = query -> {
            throw new OrderBookException("The disk is on fire. Put it out.");
        };

        JsonNode problem = node.get("/v1/orders").buyer("alice").answer().problem(503, "unavailable");

        assertThat(problem.toString()).doesNotContain("fire");
    }

    @Test
    void aBookOfAnotherLedgerIsUnavailable() {
        orders.add(SampleOrder.of(SampleSale.concert("elsewhere", 5).sale(), 1).order());

        node.get("/v1/orders").operator().answer().problem(503, "unavailable");
    }

    @Test
    void aBugInTheBookIsAnIncident() {
        book = query -> {
            throw new IllegalStateException("a bug that a test has put here");
        };

        JsonNode problem = node.get("/v1/orders").buyer("alice").answer().problem(500, "internal");

        assertThat(problem.path("instance").asText()).startsWith("urn:uuid:");
        assertThat(problem.toString()).doesNotContain("test has put");
    }

    @Test
    void whoComesWhenAllHaveEnoughToDoIsBusy() throws Exception {
        CountDownLatch open = new CountDownLatch(1);
        CountDownLatch reading = new CountDownLatch(Limits.HTTP_LISTINGS_MAX);
        book = query -> {
            reading.countDown();
            try {
                open.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return new OrderPage(List.of(), null);
        };
        List<CompletableFuture<Answer>> answers = new ArrayList<>();
        for (int i = 0; i < 2 * Limits.HTTP_LISTINGS_MAX + 1; i++) {
            answers.add(node.get("/v1/orders").buyer("alice").later());
        }
        try {
            assertThat(reading.await(TestNode.SECONDS, TimeUnit.SECONDS)).isTrue();
            Answer first = (Answer) CompletableFuture.anyOf(answers.toArray(CompletableFuture[]::new))
                    .get(TestNode.SECONDS, TimeUnit.SECONDS);
            first.problem(503, "busy");
            assertThat(first.header("Retry-After")).isEqualTo("1");
        } finally {
            open.countDown();
        }
        long good = 0;
        for (CompletableFuture<Answer> answer : answers) {
            good += answer.get(TestNode.SECONDS, TimeUnit.SECONDS).status() == 200 ? 1 : 0;
        }
        assertThat(good).isEqualTo(2 * Limits.HTTP_LISTINGS_MAX);
        node.get("/v1/orders").buyer("alice").answer().ok(200);
    }
}
