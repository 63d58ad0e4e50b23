package dev.onsale.http.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.http.routes.TestNode.Answer;
import dev.onsale.sale.SampleSale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code Idempotency-Key} on what operators do. */
class SaleKeysTest {

    private static final String MORE = "{\"addStock\":{\"floor\":5}}";
    private final TestNode node = new TestNode().with(SampleSale.concert("c", 10));

    @AfterEach
    void close() {
        node.close();
    }

    private Answer change(String key, String body) {
        return node.ask("PATCH", "/v1/sales/c").json(body).operator().key(key).answer();
    }

    private Answer open(String key, int seats) {
        String sale = """
                {"id":"new","name":"New","tiers":[{"id":"t","name":"T","capacity":%d,"price":100,"currency":"EUR"}]}
                """.formatted(seats);
        return node.post("/v1/sales", sale).operator().key(key).answer();
    }

    private int seats() {
        return node.get("/v1/sales/c")
                .answer()
                .ok(200)
                .path("tiers")
                .path(0)
                .path("capacity")
                .asInt();
    }

    @Test
    void aChangeIsMadeOnceForItsKey() {
        String first = change("k", MORE).ok(200).toString();
        change("pause", "{\"status\":\"paused\"}").ok(200);
        assertThat(change("k", MORE).ok(200).toString()).isEqualTo(first);
        assertThat(seats()).isEqualTo(15);
        change("k2", MORE).ok(200);
        assertThat(seats()).isEqualTo(20);
    }

    @Test
    void anotherChangeUnderTheKeyIsRefused() {
        change("k", MORE).ok(200);
        change("k", "{\"addStock\":{\"floor\":6}}").problem(422, "key_reused");
        assertThat(seats()).isEqualTo(15);
    }

    @Test
    void withoutAKeyEachChangeIsAnotherOne() {
        node.ask("PATCH", "/v1/sales/c").json(MORE).operator().answer().ok(200);
        node.ask("PATCH", "/v1/sales/c").json(MORE).operator().answer().ok(200);
        assertThat(seats()).isEqualTo(20);
    }

    /** Though it opens "now", which is another moment each time. */
    @Test
    void aSaleIsOpenedOnceForItsKey() {
        String first = open("k", 5).ok(201).toString();
        node.now(node.now() + 1_000);
        Answer again = open("k", 5);
        assertThat(again.ok(201).toString()).isEqualTo(first);
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        open("k", 6).problem(422, "key_reused");
        open("k3", 6).problem(409, "sale_exists");
    }

    @Test
    void whatIsNoKeyIsRefusedAndNothingIsChanged() {
        change("not a key", MORE).problem(400, "bad_input");
        change("k".repeat(129), MORE).problem(400, "bad_input");
        open("", 5).problem(400, "bad_input");
        assertThat(seats()).isEqualTo(10);
    }
}
