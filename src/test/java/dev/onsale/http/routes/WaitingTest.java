package dev.onsale.http.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.config.Limits;
import dev.onsale.http.routes.TestNode.Answer;
import dev.onsale.sale.SampleSale;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nothing waits for ever. Time is turned by hand, so that no test waits as long. */
class WaitingTest {

    private static final String ORDER_HEAD = String.join(
            "\r\n",
            "POST /v1/sales/c/orders HTTP/1.1",
            "Host: x",
            "Onsale-Buyer: alice",
            "Idempotency-Key: k",
            "Content-Type: application/json",
            "Content-Length: 29",
            "",
            "");

    private final TestNode node =
            new TestNode().with(SampleSale.concert("c", 10)).with(SampleSale.concert("rush", 10));

    @AfterEach
    void close() {
        node.close();
    }

    private static void until(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(TestNode.SECONDS);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("it did not come about").isLessThan(deadline);
            Thread.sleep(1);
        }
    }

    @Test
    void aConnectionWithoutARequestIsClosed() throws Exception {
        try (RawHttp idle = new RawHttp(node);
                RawHttp half = new RawHttp(node);
                RawHttp used = new RawHttp(node)) {
            used.send("GET /livez HTTP/1.1\r\nHost: x\r\n\r\n");
            used.read();
            half.send("GET /livez HTTP/1.1\r\nHos");
            until(() -> node.registry.get("onsale.http.connections").gauge().value() == 3);
            node.turn(Duration.ofSeconds(Limits.HTTP_IDLE_SECONDS_MAX - 5));
            // A byte now and then is no request.
            half.send("t");
            used.send("GET /livez HTTP/1.1\r\nHost: x\r\n\r\n");
            used.read();

            node.turn(Duration.ofSeconds(6));

            assertThat(idle.isClosed()).isTrue();
            assertThat(half.isClosed()).isTrue();
            used.send("GET /livez HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(used.read().status()).isEqualTo(200);
        }
    }

    @Test
    void aBodyThatDoesNotComeIsGivenUp() throws Exception {
        try (RawHttp slow = new RawHttp(node)) {
            slow.send(ORDER_HEAD + "{");
            // Answered by the same loop or the other one; either way the head has come before the time is turned.
            until(() -> node.registry.get("onsale.http.connections").gauge().value() > 0);
            node.get("/livez").answer();
            node.turn(Duration.ofSeconds(Limits.HTTP_BODY_SECONDS_MAX + 1));
            slow.send("\"");

            RawHttp.Reply reply = slow.read();

            assertThat(reply.status()).isEqualTo(408);
            assertThat(reply.json().path("type").asText()).isEqualTo("/problems/slow_body");
            assertThat(slow.isClosed()).isTrue();
        }
        assertThat(node.memory.end()).isEqualTo(2);
    }

    @Test
    void anAnswerThatDoesNotComeIsGivenUp() throws Exception {
        node.ledger.hold();
        CompletableFuture<Answer> order = node.order("alice", "k", 1).later();
        CompletableFuture<Answer> ticket = node.get("/buy/ticket").later();
        until(() -> node.ledger.waiting() == 2);

        node.turn(Duration.ofSeconds(Limits.HTTP_ANSWER_SECONDS_MAX + 1));

        order.get(TestNode.SECONDS, TimeUnit.SECONDS).problem(504, "unknown_outcome");
        assertThat(ticket.get(TestNode.SECONDS, TimeUnit.SECONDS)
                        .ok(200)
                        .path("msg")
                        .asText())
                .isEqualTo("结果未知");
        node.ledger.release();
        Answer again = node.order("alice", "k", 1).answer();
        again.ok(201);
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
    }

    @Test
    void anAnswerThatComesTooLateIsNotHeard() throws Exception {
        // One event loop, so that the late answer has come when a later one has.
        try (TestNode one = new TestNode(wishes -> wishes.options = new ApiOptions(1, "rush", true, null))
                .with(SampleSale.concert("c", 10))) {
            one.ledger.hold();
            CompletableFuture<Answer> order = one.order("alice", "k", 1).later();
            until(() -> one.ledger.waiting() == 1);
            one.turn(Duration.ofSeconds(Limits.HTTP_ANSWER_SECONDS_MAX + 1));
            order.get(TestNode.SECONDS, TimeUnit.SECONDS).problem(504, "unknown_outcome");

            one.ledger.release();

            assertThat(one.order("alice", "k", 1).answer().header("Idempotency-Replayed"))
                    .isEqualTo("true");
            assertThat(answered(one, "unknown_outcome")).isEqualTo(1);
            assertThat(answered(one, "replayed")).isEqualTo(1);
            assertThat(answered(one, "ok")).isZero();
        }
    }

    private static double answered(TestNode node, String outcome) {
        return node.registry
                .get("onsale.http.requests")
                .tags("route", "place_order", "outcome", outcome)
                .counter()
                .count();
    }

    @Test
    void whoHasGoneAwayIsNotWaitedFor() throws Exception {
        node.ledger.hold();
        try (RawHttp raw = new RawHttp(node)) {
            raw.send(ORDER_HEAD + "{\"tier\":\"floor\",\"quantity\":1}");
            until(() -> node.ledger.waiting() == 1);
        }
        until(() -> node.registry.get("onsale.http.connections").gauge().value() == 0);

        node.ledger.release();

        Answer again = node.order("alice", "k", 1).answer();
        again.ok(201);
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
    }

    @Test
    void closingAnswersWhatIsUnderWay() throws Exception {
        node.ledger.hold();
        try (RawHttp idle = new RawHttp(node)) {
            idle.send("GET /livez HTTP/1.1\r\nHost: x\r\n\r\n");
            idle.read();
            CompletableFuture<Answer> order = node.order("alice", "k", 1).later();
            CompletableFuture<Answer> tooMuch = node.order("bob", "k", 11).later();
            CompletableFuture<Answer> ticket = node.get("/buy/ticket").later();
            until(() -> node.ledger.waiting() == 3);

            CompletableFuture<Void> closed =
                    node.api().close().toCompletionStage().toCompletableFuture();

            assertThat(idle.isClosed()).isTrue();
            until(() -> !accepts());
            assertThat(closed).isNotDone();
            assertThat(order).isNotDone();
            node.ledger.release();
            Answer placed = order.get(TestNode.SECONDS, TimeUnit.SECONDS);
            Answer refused = tooMuch.get(TestNode.SECONDS, TimeUnit.SECONDS);
            Answer bought = ticket.get(TestNode.SECONDS, TimeUnit.SECONDS);
            placed.ok(201);
            refused.problem(409, "sold_out");
            bought.ok(200);
            // A proxy in front must not send its next request into a connection that ends.
            assertThat(List.of(placed, refused, bought)).allSatisfy(answer -> assertThat(answer.header("Connection"))
                    .isEqualTo("close"));
            closed.get(TestNode.SECONDS, TimeUnit.SECONDS);
        }
        assertThat(node.memory.end()).isEqualTo(4);
    }

    private boolean accepts() {
        try (RawHttp raw = new RawHttp(node)) {
            raw.send("GET /livez HTTP/1.1\r\nHost: x\r\n\r\n");
            return raw.read().status() == 200;
        } catch (java.io.IOException refused) {
            return false;
        }
    }

    @Test
    void closingTwiceIsClosingOnce() {
        TestNode.await(node.api().close());
        TestNode.await(node.api().close());
    }
}
