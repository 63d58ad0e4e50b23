package dev.onsale.http.routes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.onsale.config.Limits;
import dev.onsale.http.routes.TestNode.Answer;
import dev.onsale.ledger.OrderId;
import dev.onsale.sale.Deduct;
import dev.onsale.sale.SampleSale;
import dev.onsale.sale.Status;
import dev.onsale.sale.Tier;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code /buy/ticket}, as in the article. */
class TicketRouteTest {

    private TestNode node = new TestNode();

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void guestsBuyUntilNoneIsLeft() {
        node.with(SampleSale.concert("rush", 3).deduct(Deduct.ORDER));
        Set<String> seats = new HashSet<>();

        for (String method : new String[] {"GET", "POST", "GET"}) {
            JsonNode answer = node.ask(method, "/buy/ticket").answer().ok(200);
            assertThat(answer.path("code").asInt()).isEqualTo(1);
            assertThat(answer.path("msg").asText()).isEqualTo("抢票成功");
            JsonNode order = answer.path("data");
            assertThat(order.path("buyer").asText())
                    .isEqualTo("guest-" + order.path("id").asText());
            assertThat(OrderId.parse(order.path("id").asText()).orElseThrow().tag())
                    .isEqualTo(OrderId.tagOf("rush"));
            assertThat(order.path("state").asText()).isEqualTo("held");
            seats.add(order.path("seats").path(0).asText());
        }

        assertThat(seats).containsExactlyInAnyOrder("1", "2", "3");
        for (int i = 0; i < 3; i++) {
            assertThat(node.get("/buy/ticket").answer().ok(200).toString())
                    .isEqualTo("{\"code\":-1,\"msg\":\"已售罄\",\"data\":null}");
        }
        assertThat(node.memory.end()).isEqualTo(4);
    }

    @Test
    void whoeverKnowsTheOrderActsForItsGuest() {
        node.with(SampleSale.concert("rush", 3));
        String id =
                node.get("/buy/ticket").answer().ok(200).path("data").path("id").asText();

        assertThat(node.ask("DELETE", "/v1/orders/" + id)
                        .buyer("guest-" + id)
                        .answer()
                        .ok(200)
                        .path("state")
                        .asText())
                .isEqualTo("released");
    }

    @Test
    void aBuyerWithAKeyBuysOnce() {
        node.with(SampleSale.concert("rush", 3));

        JsonNode first =
                node.get("/buy/ticket").buyer("alice").key("k").answer().ok(200);
        JsonNode again =
                node.get("/buy/ticket").buyer("alice").key("k").answer().ok(200);
        JsonNode other = node.get("/buy/ticket").buyer("alice").answer().ok(200);
        JsonNode forBob =
                node.get("/buy/ticket").operator().buyer("bob").answer().ok(200);

        assertThat(first.path("data").path("buyer").asText()).isEqualTo("alice");
        assertThat(again).isEqualTo(first);
        assertThat(other.path("data").path("id"))
                .isNotEqualTo(first.path("data").path("id"));
        assertThat(forBob.path("data").path("buyer").asText()).isEqualTo("bob");
    }

    @Test
    void everyRefusalIsAMessage() {
        assertThat(message()).isEqualTo("暂无此票");
        node.with(SampleSale.concert("rush", 3).perBuyer(1).opensAt(SampleSale.OPENS_AT + 1));
        assertThat(message()).isEqualTo("未开售");
        node.now(SampleSale.OPENS_AT + 1);
        node.get("/buy/ticket").buyer("alice").answer().ok(200);
        assertThat(refused(node.get("/buy/ticket").buyer("alice").answer())).isEqualTo("超出限购");
        assertThat(refused(node.get("/buy/ticket").buyer("x".repeat(129)).answer()))
                .isEqualTo("身份无效");
        assertThat(refused(node.get("/buy/ticket").bearer("nonsense").answer())).isEqualTo("身份无效");
        assertThat(refused(node.get("/buy/ticket").buyer("bob").key("ä b").answer()))
                .isEqualTo("请求无效");
        node.ledger.busy(true);
        assertThat(message()).isEqualTo("系统繁忙");
        node.ledger.busy(false);
        node.ledger.losesAnswers(true);
        assertThat(message()).isEqualTo("结果未知");
        node.ledger.losesAnswers(false);
        change(Status.PAUSED);
        assertThat(message()).isEqualTo("暂停售票");
        change(Status.CLOSED);
        assertThat(message()).isEqualTo("已停售");
    }

    @Test
    void anOrderOfAGuestThatNobodyWasToldOfIsGivenBack() {
        node.with(SampleSale.concert("rush", 1));
        node.ledger.losesAnswers(true);
        assertThat(message()).isEqualTo("结果未知");
        assertThat(message()).as("it may be there").isIn("结果未知", "已售罄");
        node.ledger.losesAnswers(false);
        await(() -> node.get("/buy/ticket").answer().ok(200).path("code").asInt() == 1);
    }

    @Test
    void anOrderOfAGuestThatComesTooLateIsGivenBack() throws Exception {
        node.with(SampleSale.concert("rush", 1));
        node.ledger.hold();
        CompletableFuture<Answer> late = node.get("/buy/ticket").later();
        await(() -> node.ledger.waiting() == 1);
        node.turn(Duration.ofSeconds(Limits.HTTP_ANSWER_SECONDS_MAX + 1));
        assertThat(refused(late.get(TestNode.SECONDS, TimeUnit.SECONDS))).isEqualTo("结果未知");
        node.ledger.release();
        await(() -> node.get("/buy/ticket").answer().ok(200).path("code").asInt() == 1);
    }

    /** {@code ab} counts an answer as failed whose length is not that of the first one. */
    @Test
    void everyAnswerToAGuestIsOfOneLength() {
        Set<Integer> lengths = new HashSet<>();
        Runnable asks = () ->
                lengths.add(node.get("/buy/ticket").answer().response().body().getBytes(StandardCharsets.UTF_8).length);
        asks.run();
        node.with(SampleSale.concert("rush", 12).opensAt(SampleSale.OPENS_AT + 1));
        asks.run();
        node.now(SampleSale.OPENS_AT + 1);
        for (int i = 0; i < 14; i++) {
            asks.run();
        }
        node.ledger.busy(true);
        asks.run();
        node.ledger.busy(false);
        change(Status.PAUSED);
        asks.run();
        change(Status.CLOSED);
        asks.run();

        assertThat(node.memory.end()).as("12 tickets were sold").isEqualTo(15);
        assertThat(lengths).hasSize(1);
    }

    @Test
    void theLengthHasRoomForTheLongestOrderOfAGuest() {
        node.with(SampleSale.concert("rush", 1)
                .tiers(new Tier("ticket", "Ticket", 1_000_000, Limits.PRICE_MINOR_UNITS_MAX, "EUR", List.of()))
                .opensAt(SampleSale.OPENS_AT));
        node.now(SampleSale.OPENS_AT + 1); // so that the times have their milliseconds

        String bought = node.get("/buy/ticket").answer().body();
        String refused = node.get("/buy/ticket").bearer("nonsense").answer().body();

        assertThat(bought).contains("\"seats\":[\"1\"]", "00.001Z").endsWith(" ");
        assertThat(bytes(bought)).isEqualTo(bytes(refused));
        // Its seat might as well be number 1000000.
        assertThat(bytes(bought.strip()) + "000000".length()).isLessThanOrEqualTo(bytes(refused));
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private void change(Status status) {
        node.ask("PATCH", "/v1/sales/rush")
                .json("{\"status\":\"" + status.name().toLowerCase(java.util.Locale.ROOT) + "\"}")
                .operator()
                .answer()
                .ok(200);
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(TestNode.SECONDS);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - deadline).as("not in time").isNegative();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    private String message() {
        return refused(node.get("/buy/ticket").answer());
    }

    private static String refused(Answer answer) {
        JsonNode json = answer.ok(200);
        assertThat(json.path("code").asInt()).isEqualTo(-1);
        assertThat(json.path("data").isNull()).isTrue();
        return json.path("msg").asText();
    }

    @Test
    void guestsMayBeTurnedAway() {
        node.close();
        node = new TestNode(wishes -> wishes.options = new ApiOptions(1, "other", false, null))
                .with(SampleSale.concert("other", 3));

        assertThat(message()).isEqualTo("请先登录");
        assertThat(node.get("/buy/ticket")
                        .buyer("alice")
                        .answer()
                        .ok(200)
                        .path("data")
                        .path("sale")
                        .asText())
                .isEqualTo("other");
    }

    @Test
    void otherMethodsAreNotAllowed() {
        node.with(SampleSale.concert("rush", 3));

        for (String method : new String[] {"PUT", "DELETE", "OPTIONS", "PATCH"}) {
            Answer answer = node.ask(method, "/buy/ticket").answer();
            answer.problem(405, "method_not_allowed");
            assertThat(answer.header("Allow")).isEqualTo("GET, POST");
        }
        Answer head = node.ask("HEAD", "/buy/ticket").answer();
        assertThat(head.status()).isEqualTo(405);
        assertThat(node.memory.end()).isEqualTo(1);
    }
}
