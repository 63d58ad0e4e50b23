package dev.onsale.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.onsale.Wait;
import dev.onsale.ledger.Order;
import dev.onsale.ledger.OrderState;
import dev.onsale.ledger.redis.RedisServer;
import dev.onsale.orders.BookDatabase;
import dev.onsale.orders.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A rush on two nodes that share a ledger on Redis and an order book in PostgreSQL, and what may die of all this meanwhile. */
@Tag("servers")
class PostgresRushTest {

    private static final int SECONDS_MAX = 90;
    private static final int SEATS = 600;
    private static final int BUYERS = 8;
    private static final String TOKEN = "operators-of-both-nodes";

    private static final String SALE = """
            id: night
            deduct: hold
            holdSeconds: 600
            tiers: [{id: hall, capacity: 600, price: 4000, currency: EUR}]
            """;

    @TempDir
    private Path folder;

    private RedisServer redis;
    private BookDatabase database;

    /** Orders that were answered, by their ids: the state that was answered last. */
    private final Map<String, String> answered = new ConcurrentHashMap<>();

    /** The state that an order was asked to come into, without an answer: nobody knows whether it did. */
    private final Map<String, String> unanswered = new ConcurrentHashMap<>();

    private final Set<String> wrong = ConcurrentHashMap.newKeySet();

    /** How many may be answered for now: on a slow machine all would be sold before the database is seen to take part. */
    private final AtomicInteger answeredMax = new AtomicInteger(SEATS / 3);

    @BeforeEach
    void startServers() throws IOException {
        Files.writeString(folder.resolve("night.yaml"), SALE);
        database = BookDatabase.create();
        redis = RedisServer.start(Files.createDirectory(folder.resolve("redis")));
    }

    @AfterEach
    void endRedis() {
        redis.close();
    }

    private Map<String, String> environment() {
        return Map.of("ONSALE_LEDGER", redis.url(), "ONSALE_ORDERS", database.url(), "ONSALE_OPERATOR_TOKEN", TOKEN);
    }

    private ServerProcess node(String name) throws Exception {
        String sale = folder.resolve("night.yaml").toString();
        return ServerProcess.begin(environment(), folder.resolve(name), "--no-demo", "--sale", sale)
                .serving();
    }

    /** Orders, pays every second one and gives back every fifth, until the sale is sold out or the node is gone. */
    private void flood(Shop shop, String buyer) throws Exception {
        for (int n = 0; ; n++) {
            Wait.until("more may be sold", SECONDS_MAX, () -> answered.size() < answeredMax.get());
            try {
                String key = buyer + "-" + n;
                Shop.Answer answer = Shop.told(() -> shop.order("night", buyer, key, "hall", 1, null, null));
                if (answer.status() == 409) {
                    return;
                }
                if (answer.status() != 201 && answer.status() != 200) {
                    wrong.add(answer.toString());
                    return;
                }
                String order = answer.text("id");
                answered.put(order, "held");
                if (n % 2 == 0) {
                    unanswered.put(order, "paid");
                    note(() -> shop.ask(
                            "POST",
                            "/v1/orders/" + order + "/payment",
                            Map.of("Authorization", "Bearer " + TOKEN),
                            "{\"reference\":\"" + order + "\"}"));
                } else if (n % 5 == 0) {
                    unanswered.put(order, "released");
                    note(() -> shop.ask("DELETE", "/v1/orders/" + order, Map.of("Onsale-Buyer", buyer), null));
                }
            } catch (IOException gone) {
                return;
            }
        }
    }

    private void note(Shop.Question question) throws IOException, InterruptedException {
        Shop.Answer answer = Shop.told(question);
        if (answer.status() == 200) {
            answered.put(answer.text("id"), answer.text("state"));
            unanswered.remove(answer.text("id"));
        } else {
            wrong.add(answer.toString());
        }
    }

    /** What {@code onsale audit} says of the ledger and the order book, as JSON; its exit code is in {@code exit}. */
    private JsonNode audit(int exit, String... more) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("audit", "--json"));
        arguments.addAll(List.of(more));
        try (ServerProcess audit = ServerProcess.launch(environment(), arguments.toArray(String[]::new))) {
            assertThat(audit.await()).as(audit.everythingSaid()).isEqualTo(exit);
            return new ObjectMapper().readTree(String.join("\n", audit.out()));
        }
    }

    @Test
    void theBookEndsEqualToTheLedgerWhoeverDies() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                ServerProcess a = node("a");
                ServerProcess b = node("b");
                Shop shopA = new Shop(a.url());
                Shop shopB = new Shop(b.url())) {
            List<Future<?>> floods = new ArrayList<>();
            for (int i = 0; i < BUYERS; i++) {
                Shop shop = i % 2 == 0 ? shopA : shopB;
                String buyer = "b" + i;
                floods.add(threads.submit(() -> {
                    flood(shop, buyer);
                    return null;
                }));
            }
            Wait.until("some orders are in the book", SECONDS_MAX, () -> !database.orders()
                    .isEmpty());
            TestPostgres.shared().kill();
            try {
                int before = answered.size();
                answeredMax.set(Integer.MAX_VALUE);
                Wait.until(
                        "tickets are sold without PostgreSQL",
                        SECONDS_MAX,
                        () -> answered.size() > before + SEATS / 10);
                a.killHard();
                Shop.Answer listing =
                        shopB.ask("GET", "/v1/orders?sale=night", Map.of("Authorization", "Bearer " + TOKEN), null);
                assertThat(listing.status()).as("%s", listing).isEqualTo(503);
                assertThat(shopB.get("/v1/sales/night").status()).isEqualTo(200);
            } finally {
                TestPostgres.shared().startAgain();
            }
            for (Future<?> flood : floods) {
                flood.get();
            }
            // What was released without an answer, and so after the others had left, is sold too.
            flood(shopB, "last");
            assertThat(wrong).isEmpty();

            Map<String, Order> ledger = RedisHistory.orders(redis.url(), "night");
            Wait.until("the book has followed", SECONDS_MAX, () -> database.orders()
                    .equals(ledger));
            Map<String, Order> book = database.orders();
            answered.forEach(
                    (order, state) -> assertThat(book.get(order).state().word())
                            .as(order)
                            .isIn(state, unanswered.getOrDefault(order, state)));
            assertThat(book.values().stream()
                            .filter(order -> order.state() == OrderState.HELD || order.state() == OrderState.PAID))
                    .hasSize(SEATS);
            JsonNode report = audit(0);
            assertThat(report.path("clean").asBoolean()).isTrue();
            assertThat(report.at("/book/comparedToEvent").asLong())
                    .isEqualTo(report.path("events").asLong())
                    .isPositive();
            assertThat(b.terminate()).as(b.everythingSaid()).isZero();
        }
    }
}
