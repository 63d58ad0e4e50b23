package dev.onsale.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.onsale.Wait;
import dev.onsale.ledger.Order;
import dev.onsale.ledger.redis.RedisServer;
import dev.onsale.orders.BookDatabase;
import dev.onsale.orders.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A ledger that is empty, shorter or another one: nobody sells from it until people have seen to it. */
@Tag("servers")
class StandstillTest {

    private static final String TOKEN = "operators-of-all-nodes";
    private static final int BUSY = 503;

    private static final String SALE = """
            id: night
            holdSeconds: 3600
            tiers: [{id: hall, capacity: 10, price: 4000, currency: EUR}]
            """;

    private static final String OTHER_SALE =
            "{\"id\":\"other\",\"name\":\"other\",\"opensAt\":\"2026-01-01T00:00:00Z\",\"holdSeconds\":60,\"tiers\":"
                    + "[{\"id\":\"t\",\"name\":\"T\",\"capacity\":1,\"price\":1,\"currency\":\"EUR\"}]}";

    @TempDir
    private Path folder;

    private RedisServer redis;

    @BeforeEach
    void startRedis() throws IOException {
        Files.writeString(folder.resolve("night.yaml"), SALE);
        redis = RedisServer.start(Files.createDirectory(folder.resolve("redis")));
    }

    @AfterEach
    void endRedis() {
        redis.close();
    }

    private Map<String, String> environment(String orders) {
        Map<String, String> environment =
                new HashMap<>(Map.of("ONSALE_LEDGER", redis.url(), "ONSALE_OPERATOR_TOKEN", TOKEN));
        if (orders != null) {
            environment.put("ONSALE_ORDERS", orders);
        }
        return environment;
    }

    private ServerProcess begin(String name, String orders) throws IOException {
        String sale = folder.resolve("night.yaml").toString();
        return ServerProcess.begin(environment(orders), folder.resolve(name), "--no-demo", "--sale", sale);
    }

    private ServerProcess node(String name, String orders) throws Exception {
        return begin(name, orders).serving();
    }

    private void assertStartIsRefused(String name, String orders, String... sentences) throws Exception {
        try (ServerProcess refused = begin(name, orders)) {
            assertThat(refused.await()).as(refused.everythingSaid()).isNotZero();
            assertThat(refused.everythingSaid()).contains(sentences);
        }
    }

    private String command(int exit, String orders, String... arguments) throws Exception {
        try (ServerProcess command = ServerProcess.launch(environment(orders), arguments)) {
            assertThat(command.await()).as(command.everythingSaid()).isEqualTo(exit);
            return command.everythingSaid();
        }
    }

    private static void awaitReady(Shop shop) throws Exception {
        Wait.until("the node sells", () -> shop.get("/readyz").status() == 200);
    }

    private static void awaitStandstill(Shop shop, String why) throws Exception {
        Wait.until("the node stands still: " + why, () -> {
            Shop.Answer ready = shop.get("/readyz");
            return ready.status() == BUSY && String.valueOf(ready.body()).contains(why);
        });
    }

    private static Shop.Answer tryOrder(Shop shop, String buyer) throws IOException, InterruptedException {
        return shop.order("night", buyer, buyer, "hall", 1, null, null);
    }

    /** A node that is ready may still be busy with a sale that it reads again, and a machine that is busy may lose an answer. */
    private static String order(Shop shop, String buyer) throws Exception {
        Shop.Answer answer = Shop.told(() -> tryOrder(shop, buyer));
        assertThat(answer.status()).as("%s", answer).isIn(200, 201);
        return answer.text("id");
    }

    private static Shop.Answer tryPay(Shop shop, String order, String reference)
            throws IOException, InterruptedException {
        return shop.ask(
                "POST",
                "/v1/orders/" + order + "/payment",
                Map.of("Authorization", "Bearer " + TOKEN),
                "{\"reference\":\"" + reference + "\"}");
    }

    private static void pay(Shop shop, String order, String reference) throws Exception {
        Shop.Answer answer = Shop.told(() -> tryPay(shop, order, reference));
        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
    }

    private static String state(Shop shop, String order, String buyer) throws Exception {
        return Shop.told(() -> shop.find(order, buyer)).text("state");
    }

    /** Without PostgreSQL the nodes themselves are the witnesses, and what one of their own order books knows can be given back. */
    @Test
    void aLedgerThatIsEmptiedStopsEveryNodeUntilItIsRepaired() throws Exception {
        try (ServerProcess a = node("a", null);
                ServerProcess b = node("b", null);
                Shop shopA = new Shop(a.url());
                Shop shopB = new Shop(b.url())) {
            awaitReady(shopA);
            awaitReady(shopB);
            String anns = order(shopA, "ann");
            String bobs = order(shopB, "bob");
            pay(shopA, anns, "r1");
            Wait.until(
                    "a's book has all",
                    () -> shopA.get("/metrics").status() == 200
                            && listed(shopA).contains("paid")
                            && listed(shopA).contains(bobs));

            redis.tell("FLUSHALL");

            awaitStandstill(shopA, "emptied");
            awaitStandstill(shopB, "emptied");
            assertThat(tryOrder(shopA, "cid").status()).isEqualTo(BUSY);
            assertThat(tryOrder(shopB, "cid").status()).isEqualTo(BUSY);
            assertThat(shopA.find(anns, "ann").status())
                    .as("it may be lost, and is not unknown")
                    .isEqualTo(BUSY);
            assertThat(tryPay(shopB, bobs, "r2").status()).isEqualTo(BUSY);
            assertThat(shopA.ask("POST", "/v1/sales", Map.of("Authorization", "Bearer " + TOKEN), OTHER_SALE)
                            .status())
                    .isEqualTo(BUSY);
            assertStartIsRefused("c", null, "emptied");
            assertThat(command(1, null, "audit", "--data", folder.resolve("c").toString()))
                    .contains("Selling stands still");

            assertThat(command(
                            1,
                            null,
                            "audit",
                            "--repair",
                            "--yes",
                            "--data",
                            folder.resolve("a").toString()))
                    .contains("given back: order " + anns, "given back: order " + bobs, "Selling goes on");

            awaitReady(shopA);
            awaitReady(shopB);
            assertThat(state(shopB, anns, "ann")).isEqualTo("paid");
            assertThat(state(shopB, bobs, "bob")).isEqualTo("held");
            String cids = order(shopA, "cid");
            assertThat(Shop.told(() -> shopA.find(cids, "cid")).seats()).isEqualTo("[\"3\"]");
            assertThat(a.terminate()).as(a.everythingSaid()).isZero();
            assertThat(b.terminate()).as(b.everythingSaid()).isZero();
        }
    }

    private static String listed(Shop shop) throws Exception {
        return String.valueOf(shop.ask("GET", "/v1/orders?sale=night", Map.of("Authorization", "Bearer " + TOKEN), null)
                .body());
    }

    /** As after a failover to a replica that had not heard of the last orders: Redis comes back with its files of a while ago. */
    @Test
    void aLedgerThatIsShorterThanTheBookIsNotSoldFrom() throws Exception {
        BookDatabase database = BookDatabase.create();
        String book = database.url();
        try (ServerProcess node = node("a", book);
                Shop shop = new Shop(node.url())) {
            awaitReady(shop);
            String anns = order(shop, "ann");
            redis.kill();
            Path then = folder.resolve("then");
            copy(folder.resolve("redis"), then);
            redis.startAgain();
            awaitReady(shop);
            String bobs = order(shop, "bob");
            pay(shop, bobs, "b");
            pay(shop, anns, "receipt-1");
            Wait.until(
                    "the book knows",
                    () -> database.orders().size() == 2
                            && database.orders().values().stream().allMatch(order -> order.reference() != null));

            // Under a running node.
            restore(then);
            awaitStandstill(shop, "lost events");
            assertThat(tryOrder(shop, "cid").status()).isEqualTo(BUSY);
            // The buyer whose payment was lost pays once more: money that comes is written down.
            pay(shop, anns, "receipt-2");
            JsonNode report = audit(1, book);
            assertThat(report.path("lost").findValuesAsText("order")).containsExactlyInAnyOrder(anns, bobs);
            assertThat(report.at("/faults/payment_lost").asInt()).isEqualTo(1);
            assertThat(command(1, book, "audit", "--repair")).contains("Nothing was changed");
            awaitStandstill(shop, "lost events");

            assertThat(command(1, book, "audit", "--repair", "--yes"))
                    .contains("given back: order " + bobs)
                    .contains("NOT REPAIRABLE: order " + anns)
                    .contains("the payment receipt-1 over 4000 EUR is due back to its buyer");

            awaitReady(shop);
            assertThat(state(shop, bobs, "bob")).isEqualTo("paid");
            assertThat(database.rows("SELECT id, state, reference FROM lost_orders"))
                    .extracting(row -> List.copyOf(row.values()))
                    .containsExactly(List.of(anns, "paid", "receipt-1"));
            Map<String, Order> ledger = RedisHistory.orders(redis.url(), "night");
            Wait.until("the book is written anew", () -> database.orders().equals(ledger));
            assertThat(audit(0, book).path("clean").asBoolean()).isTrue();
            assertThat(node.terminate()).as(node.everythingSaid()).isZero();

            // And at a start; this time nobody wants it back.
            restore(then);
            assertStartIsRefused("a", book, "lost events", "--repair", "--accept");
            assertThat(command(1, book, "audit", "--accept")).contains("would be given up");
            assertThat(command(1, book, "audit", "--accept", "--yes")).contains("given up: order " + bobs);
            try (ServerProcess again = node("a", book);
                    Shop now = new Shop(again.url())) {
                awaitReady(now);
                order(now, "dan");
                Map<String, Order> after = RedisHistory.orders(redis.url(), "night");
                Wait.until("the book follows", () -> database.orders().equals(after));
                assertThat(database.rows("SELECT id FROM lost_orders WHERE id = '" + bobs + "'"))
                        .hasSize(1);
                assertThat(audit(0, book).path("clean").asBoolean()).isTrue();
                assertThat(again.terminate()).isZero();
            }
        }
    }

    /** An empty Redis, or another ledger's, is not sold from by whoever has this book. */
    @Test
    void theBookOfAnotherLedgerIsRefused() throws Exception {
        BookDatabase database = BookDatabase.create();
        try (ServerProcess node = node("a", database.url());
                Shop shop = new Shop(node.url())) {
            order(shop, "ann");
            Wait.until("the book knows", () -> database.orders().size() == 1);
            assertThat(node.terminate()).isZero();
        }
        redis.kill();
        redis = RedisServer.start(Files.createDirectory(folder.resolve("empty")));
        assertStartIsRefused("a", database.url(), "The ledger is empty", "--repair");
        assertThat(redis.tell("EXISTS {onsale}:ledger {onsale}:sales"))
                .as("the start has left no trace")
                .startsWith(":0");

        try (ServerProcess other = node("b", null)) {
            assertThat(other.terminate()).isZero(); // it is another ledger from now on
        }
        assertStartIsRefused("a", database.url(), "another ledger");
        assertThat(command(1, database.url(), "audit", "--repair", "--yes")).contains("--other-ledger");
        assertThat(database.orders()).hasSize(1);
    }

    /** A database that is away is no witness; when it is back, it is one. */
    @Test
    void aBookThatComesLateIsAskedWhenItIsThere() throws Exception {
        BookDatabase database = BookDatabase.create();
        try (ServerProcess node = node("a", database.url())) {
            try (Shop shop = new Shop(node.url())) {
                order(shop, "ann");
                Wait.until("the book knows", () -> database.orders().size() == 1);
            }
            assertThat(node.terminate()).isZero();
        }
        redis.kill();
        redis = RedisServer.start(Files.createDirectory(folder.resolve("empty")));
        TestPostgres.shared().kill();
        try (ServerProcess node = node("a", database.url());
                Shop shop = new Shop(node.url())) {
            try {
                awaitReady(shop);
                order(shop, "bob"); // as before: a book that cannot be asked is no witness
            } finally {
                TestPostgres.shared().startAgain();
            }
            awaitStandstill(shop, "another ledger");
            assertThat(tryOrder(shop, "cid").status()).isEqualTo(BUSY);
            assertThat(database.orders())
                    .as("another ledger's book is not written")
                    .hasSize(1);
            assertThat(String.valueOf(node.terminate())).isEqualTo("0");
        }
    }

    private JsonNode audit(int exit, String orders) throws Exception {
        try (ServerProcess audit = ServerProcess.launch(environment(orders), "audit", "--json")) {
            assertThat(audit.await()).as(audit.everythingSaid()).isEqualTo(exit);
            return new ObjectMapper().readTree(String.join("\n", audit.out()));
        }
    }

    private void restore(Path then) throws IOException {
        redis.kill();
        copy(then, folder.resolve("redis"));
        redis.startAgain();
    }

    /** Puts a copy of a folder of Redis in the place of another one. */
    private static void copy(Path from, Path to) throws IOException {
        if (Files.exists(to.resolve("appendonlydir"))) {
            for (Path file : files(to)) {
                Files.delete(file);
            }
        }
        Files.createDirectories(to.resolve("appendonlydir"));
        for (Path file : files(from)) {
            Files.copy(file, to.resolve("appendonlydir").resolve(file.getFileName()));
        }
    }

    private static List<Path> files(Path dir) throws IOException {
        try (Stream<Path> files = Files.list(dir.resolve("appendonlydir"))) {
            return new ArrayList<>(files.toList());
        }
    }
}
