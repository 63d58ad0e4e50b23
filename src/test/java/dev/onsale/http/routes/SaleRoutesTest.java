package dev.onsale.http.routes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.onsale.config.Limits;
import dev.onsale.http.routes.TestNode.Answer;
import dev.onsale.sale.Fare;
import dev.onsale.sale.Journey;
import dev.onsale.sale.SampleSale;
import dev.onsale.sale.Status;
import io.vertx.core.WorkerExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Sales over HTTP: read, listed, opened, changed. */
class SaleRoutesTest {

    private final TestNode node = new TestNode();

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void aConcertIsShownWithWhatIsFree() {
        node.with(SampleSale.concert("c", 10).perBuyer(4));
        node.order("alice", "k", 3).answer().ok(201);

        Answer answer = node.get("/v1/sales/c").answer();

        JsonNode sale = answer.ok(200);
        assertThat(sale.path("id").asText()).isEqualTo("c");
        assertThat(sale.path("name").asText()).isEqualTo("A sale");
        assertThat(sale.path("state").asText()).isEqualTo("open");
        assertThat(sale.path("status").asText()).isEqualTo("active");
        assertThat(sale.path("opensAt").asText()).isEqualTo("2100-01-01T00:00:00Z");
        assertThat(sale.path("closesAt").isNull()).isTrue();
        assertThat(sale.path("holdSeconds").asInt()).isEqualTo(600);
        assertThat(sale.path("deduct").asText()).isEqualTo("hold");
        assertThat(sale.path("perBuyer").asInt()).isEqualTo(4);
        assertThat(sale.path("buyerRefunds").asBoolean()).isFalse();
        assertThat(sale.has("stops")).isFalse();
        assertThat(sale.path("tiers").size()).isEqualTo(1);
        JsonNode tier = sale.path("tiers").path(0);
        assertThat(tier.toString())
                .isEqualTo("{\"id\":\"floor\",\"name\":\"Floor\",\"capacity\":10,\"free\":7,\"held\":3,\"paid\":0,"
                        + "\"price\":8000,\"currency\":\"EUR\"}");
        assertThat(answer.header("Cache-Control")).isEqualTo("public, max-age=1, stale-while-revalidate=1");
        assertThat(answer.header("Date")).endsWith(" GMT");
    }

    @Test
    void aTrainIsShownForAJourney() {
        node.with(SampleSale.train("t", 3, 5).fares(new Fare(new Journey(0, 1), 100)));
        node.post("/v1/sales/t/orders", "{\"tier\":\"second\",\"quantity\":2,\"from\":\"B\",\"to\":\"C\"}")
                .buyer("alice")
                .key("k")
                .answer()
                .ok(201);

        JsonNode whole = node.get("/v1/sales/t").answer().ok(200);
        JsonNode first = node.get("/v1/sales/t?from=A&to=B").answer().ok(200);
        JsonNode rest = node.get("/v1/sales/t?from=B").answer().ok(200);

        assertThat(whole.path("stops").toString()).isEqualTo("[\"A\",\"B\",\"C\",\"D\"]");
        assertThat(whole.path("from").asText() + whole.path("to").asText()).isEqualTo("AD");
        assertThat(tier(whole)).isEqualTo("free 3, held 2, price 55300");
        assertThat(whole.path("tiers").path(0).path("fares").toString())
                .isEqualTo("[{\"from\":\"A\",\"to\":\"B\",\"price\":100}]");
        assertThat(first.path("from").asText() + first.path("to").asText()).isEqualTo("AB");
        assertThat(tier(first)).isEqualTo("free 5, held 0, price 100");
        assertThat(tier(rest)).isEqualTo("free 3, held 2, price 55300");
    }

    private static String tier(JsonNode sale) {
        JsonNode tier = sale.path("tiers").path(0);
        return "free " + tier.path("free").asInt() + ", held "
                + tier.path("held").asInt() + ", price " + tier.path("price").asInt();
    }

    @Test
    void aSpellingThatIsUnusualIsTheSamePath() {
        node.with(SampleSale.train("t", 2, 5));

        assertThat(node.get("/v1/sales/%74?from=%41").answer().ok(200))
                .isEqualTo(node.get("/v1/sales/t").answer().ok(200));
    }

    @Test
    void whatTheClientHasIsNotSentAgain() {
        node.with(SampleSale.concert("c", 10));
        String etag = node.get("/v1/sales/c").answer().header("ETag");

        Answer same = node.get("/v1/sales/c").header("If-None-Match", etag).answer();
        Answer among = node.get("/v1/sales/c")
                .header("If-None-Match", "\"x\", W/" + etag)
                .answer();
        Answer any = node.get("/v1/sales/c").header("If-None-Match", "*").answer();
        Answer other = node.get("/v1/sales/c").header("If-None-Match", "\"x\"").answer();

        assertThat(etag).matches("\"[0-9a-f]{24}\"");
        for (Answer unchanged : List.of(same, among, any)) {
            assertThat(unchanged.status()).isEqualTo(304);
            assertThat(unchanged.body()).isEmpty();
            assertThat(unchanged.header("ETag")).isEqualTo(etag);
            assertThat(unchanged.header("Cache-Control")).isEqualTo("public, max-age=1, stale-while-revalidate=1");
        }
        other.ok(200);
    }

    @Test
    void anotherStateHasAnotherTag() {
        node.with(SampleSale.concert("c", 10));
        String etag = node.get("/v1/sales/c").answer().header("ETag");
        node.order("alice", "k", 1).answer().ok(201);

        Answer after = node.get("/v1/sales/c").header("If-None-Match", etag).answer();

        assertThat(after.ok(200).path("tiers").path(0).path("free").asInt()).isEqualTo(9);
        assertThat(after.header("ETag")).isNotEqualTo(etag);
    }

    @Test
    void theStateFollowsTheClock() {
        node.with(
                SampleSale.concert("c", 10).opensAt(SampleSale.OPENS_AT + 1000).closesAt(SampleSale.OPENS_AT + 2000));
        List<String> states = new ArrayList<>();

        for (int second = 0; second < 3; second++) {
            node.now(SampleSale.OPENS_AT + second * 1000L);
            states.add(node.get("/v1/sales/c").answer().ok(200).path("state").asText());
        }

        assertThat(states).containsExactly("scheduled", "open", "closed");
    }

    @Test
    void aHeadHasNoBodyButItsLength() {
        node.with(SampleSale.concert("c", 10));
        Answer get = node.get("/v1/sales/c").answer();

        Answer head = node.ask("HEAD", "/v1/sales/c").answer();

        assertThat(head.status()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.header("Content-Length")).isEqualTo(get.header("Content-Length"));
        assertThat(head.header("ETag")).isEqualTo(get.header("ETag"));
    }

    @Test
    void salesAreListedAPageAtATime() {
        IntStream.range(0, 5).forEach(i -> node.with(SampleSale.concert("c" + i, 10)));
        List<String> ids = new ArrayList<>();
        List<Integer> sizes = new ArrayList<>();
        String path = "/v1/sales?limit=2";

        while (path != null) {
            Answer page = node.get(path).answer();
            JsonNode sales = page.ok(200).path("sales");
            sales.forEach(sale -> ids.add(sale.path("id").asText()));
            sizes.add(sales.size());
            String link = page.header("Link");
            assertThat(link == null).isEqualTo(page.json().path("next").isNull());
            path = link == null ? null : link.substring(1, link.indexOf('>'));
        }

        assertThat(ids).containsExactly("c0", "c1", "c2", "c3", "c4");
        assertThat(sizes).containsExactly(2, 2, 1);
    }

    @Test
    void aPageCostsNoMoreThanItsSales() {
        IntStream.range(0, 200).forEach(i -> node.with(SampleSale.concert("c" + (1000 + i), 10)));

        for (String cursor : new String[] {"", "&cursor=c1100", "&cursor=c1195", "&cursor=zzz"}) {
            int before = node.ledger.lookedAt();
            node.get("/v1/sales?limit=3" + cursor).answer().ok(200);
            // One more tells whether there is another page.
            assertThat(node.ledger.lookedAt() - before).isLessThanOrEqualTo(4);
        }
    }

    @Test
    void aListThatTheClientHasIsNotSentAgain() {
        node.with(SampleSale.concert("c", 10));
        Answer list = node.get("/v1/sales").answer();

        assertThat(list.header("Cache-Control")).isEqualTo("public, max-age=1, stale-while-revalidate=1");
        assertThat(node.get("/v1/sales")
                        .header("If-None-Match", list.header("ETag"))
                        .answer()
                        .status())
                .isEqualTo(304);
        node.order("alice", "k", 1).answer().ok(201);
        JsonNode changed = node.get("/v1/sales")
                .header("If-None-Match", list.header("ETag"))
                .answer()
                .ok(200);
        assertThat(tier(changed.path("sales").path(0))).isEqualTo("free 9, held 1, price 8000");
    }

    @Test
    void anOperatorOpensASale() {
        String json = """
                {"id":"g1","name":"G1 北京南 — 上海虹桥","opensAt":"2027-01-20T06:00:00Z","closesAt":null,"holdSeconds":900,
                 "deduct":"payment","perBuyer":5,"buyerRefunds":true,"stops":["北京南","济南西","上海虹桥"],
                 "tiers":[{"id":"second","name":"Second class","capacity":1000,"price":55300,"currency":"CNY",
                           "fares":[{"from":"北京南","to":"济南西","price":18450}]}]}
                """;

        Answer opened = node.post("/v1/sales", json).operator().answer();
        Answer again = node.post("/v1/sales", json).operator().answer();
        Answer other =
                node.post("/v1/sales", json.replace("1000", "1001")).operator().answer();

        JsonNode sale = opened.ok(201);
        assertThat(opened.header("Location")).isEqualTo("/v1/sales/g1");
        assertThat(sale.path("name").asText()).isEqualTo("G1 北京南 — 上海虹桥");
        assertThat(sale.path("holdSeconds").asInt()).isEqualTo(900);
        assertThat(sale.path("deduct").asText()).isEqualTo("payment");
        assertThat(sale.path("perBuyer").asInt()).isEqualTo(5);
        assertThat(sale.path("buyerRefunds").asBoolean()).isTrue();
        assertThat(again.ok(200)).isEqualTo(sale);
        other.problem(409, "sale_exists");
        JsonNode shown =
                node.get("/v1/sales/g1?to=%E6%B5%8E%E5%8D%97%E8%A5%BF").answer().ok(200);
        assertThat(tier(shown)).isEqualTo("free 1000, held 0, price 18450");
    }

    @Test
    void largeSalesKeepTheirOwnThreadsBusyAndNobodyElse() throws Exception {
        node.with(SampleSale.concert("c", 10));
        WorkerExecutor threads =
                node.vertx().createSharedWorkerExecutor("onsale-sale-bodies", Limits.HTTP_SALE_BODIES_MAX);
        CountDownLatch goesOn = new CountDownLatch(1);
        CountDownLatch occupied = new CountDownLatch(Limits.HTTP_SALE_BODIES_MAX);
        for (int i = 0; i < Limits.HTTP_SALE_BODIES_MAX; i++) {
            var unused = threads.executeBlocking(
                    () -> {
                        occupied.countDown();
                        return goesOn.await(TestNode.SECONDS, TimeUnit.SECONDS);
                    },
                    false);
        }
        assertThat(occupied.await(TestNode.SECONDS, TimeUnit.SECONDS)).isTrue();
        List<CompletableFuture<Answer>> answers = new ArrayList<>();
        try {
            for (int i = 0; i < 2 * Limits.HTTP_SALE_BODIES_MAX + 1; i++) {
                answers.add(node.ask("PATCH", "/v1/sales/c")
                        .json("{\"addStock\":{\"floor\":1}}")
                        .operator()
                        .later());
            }
            Answer first = (Answer) CompletableFuture.anyOf(answers.toArray(CompletableFuture[]::new))
                    .get(TestNode.SECONDS, TimeUnit.SECONDS);
            first.problem(503, "busy");
            assertThat(first.header("Retry-After")).isEqualTo("1");
            assertThat(tier(node.get("/v1/sales/c").answer().ok(200))).isEqualTo("free 10, held 0, price 8000");
        } finally {
            goesOn.countDown();
        }

        int changed = 0;
        for (CompletableFuture<Answer> answer : answers) {
            changed += answer.get(TestNode.SECONDS, TimeUnit.SECONDS).status() == 200 ? 1 : 0;
        }

        assertThat(changed).isEqualTo(2 * Limits.HTTP_SALE_BODIES_MAX);
        assertThat(tier(node.get("/v1/sales/c").answer().ok(200)))
                .isEqualTo("free " + (10 + changed) + ", held 0, price 8000");
    }

    @Test
    void whatASaleLeavesOutIsOrdinary() {
        String json = "{\"id\":\"c\",\"tiers\":[{\"id\":\"floor\",\"capacity\":2,\"price\":0,\"currency\":\"EUR\"}]}";

        JsonNode sale = node.post("/v1/sales", json).operator().answer().ok(201);

        assertThat(sale.toString())
                .isEqualTo("{\"id\":\"c\",\"name\":\"c\",\"state\":\"open\",\"status\":\"active\","
                        + "\"opensAt\":\"2100-01-01T00:00:00Z\",\"closesAt\":null,\"holdSeconds\":600,\"deduct\":\"hold\","
                        + "\"perBuyer\":null,\"buyerRefunds\":false,\"tiers\":[{\"id\":\"floor\",\"name\":\"floor\","
                        + "\"capacity\":2,\"price\":0,\"currency\":\"EUR\"}]}");
    }

    @Test
    void anOperatorPausesResumesAndCloses() {
        node.with(SampleSale.concert("c", 10));

        assertThat(change("{\"status\":\"paused\"}").ok(200).path("state").asText())
                .isEqualTo("paused");
        node.order("alice", "k", 1).answer().problem(409, "paused");
        assertThat(change("{\"status\":\"active\"}").ok(200).path("state").asText())
                .isEqualTo("open");
        node.order("alice", "k", 1).answer().ok(201);
        assertThat(change("{\"status\":\"closed\"}").ok(200).path("state").asText())
                .isEqualTo("closed");
        node.order("alice", "k2", 1).answer().problem(409, "closed");
        change("{\"status\":\"active\"}").problem(409, "closed");
    }

    private Answer change(String json) {
        return node.ask("PATCH", "/v1/sales/c").json(json).operator().answer();
    }

    @Test
    void anOperatorAddsStockAndMovesTheTimes() {
        node.with(SampleSale.concert("c", 10).status(Status.ACTIVE));

        JsonNode more = change("{\"addStock\":{\"floor\":5}}").ok(200);
        JsonNode moved = change("{\"opensAt\":\"2100-01-02T00:00:00Z\",\"closesAt\":\"2100-01-03T00:00:00Z\"}")
                .ok(200);
        JsonNode openEnd = change("{\"closesAt\":null}").ok(200);

        assertThat(more.path("tiers").path(0).path("capacity").asInt()).isEqualTo(15);
        assertThat(moved.path("opensAt").asText()).isEqualTo("2100-01-02T00:00:00Z");
        assertThat(moved.path("closesAt").asText()).isEqualTo("2100-01-03T00:00:00Z");
        assertThat(moved.path("state").asText()).isEqualTo("scheduled");
        assertThat(openEnd.path("closesAt").isNull()).isTrue();
        assertThat(node.order("alice", "k", 1)
                        .answer()
                        .problem(403, "not_open")
                        .path("opensAt")
                        .asText())
                .isEqualTo("2100-01-02T00:00:00Z");
        assertThat(tier(node.get("/v1/sales/c").answer().ok(200))).isEqualTo("free 15, held 0, price 8000");
    }

    @Test
    void whatASaleDoesNotHaveCannotBeChanged() {
        node.with(SampleSale.concert("c", 10));

        assertThat(change("{\"addStock\":{\"floor\":1000000}}")
                        .problem(400, "bad_change")
                        .path("field")
                        .asText())
                .isEqualTo("addStock.floor");
        change("{\"addStock\":{\"balcony\":1}}").problem(404, "unknown_tier");
        assertThat(change("{\"closesAt\":\"2000-01-01T00:00:00Z\"}")
                        .problem(400, "bad_change")
                        .path("field")
                        .asText())
                .isEqualTo("closesAt");
        node.ask("PATCH", "/v1/sales/x")
                .json("{\"status\":\"paused\"}")
                .operator()
                .answer()
                .problem(404, "unknown_sale");
        assertThat(node.memory.end()).isEqualTo(1);
    }

    @Test
    void ofASaleThatNobodyCanBeAskedForItIsNotSaidThatThereIsNone() {
        node.get("/v1/sales/x").answer().problem(404, "unknown_sale");
        node.ledger.busy(true);
        node.get("/v1/sales/x").answer().problem(503, "busy");
    }

    @Test
    void onlyOperatorsOpenAndChange() {
        node.with(SampleSale.concert("c", 10));
        String change = "{\"status\":\"paused\"}";

        for (String[] call : new String[][] {{"POST", "/v1/sales"}, {"PATCH", "/v1/sales/c"}}) {
            Answer nobody = node.ask(call[0], call[1]).json(change).answer();
            nobody.problem(401, "unauthenticated");
            assertThat(nobody.header("WWW-Authenticate")).startsWith("Bearer");
            node.ask(call[0], call[1]).json(change).buyer("alice").answer().problem(403, "operators_only");
            node.ask(call[0], call[1])
                    .json(change)
                    .bearer(TestNode.OPERATOR + "x")
                    .answer()
                    .problem(401, "unauthenticated");
            node.ask(call[0], call[1])
                    .json(change)
                    .bearer(TestNode.OPERATOR.substring(1))
                    .answer()
                    .problem(401, "unauthenticated");
        }

        assertThat(node.memory.end()).isEqualTo(1);
    }
}
