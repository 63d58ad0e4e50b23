package dev.onsale.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.onsale.Wait;
import dev.onsale.audit.Audit;
import dev.onsale.audit.AuditReport;
import dev.onsale.audit.AuditText;
import dev.onsale.events.EventLog;
import dev.onsale.ledger.redis.RedisServer;
import dev.onsale.node.Node;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes that share one ledger on Redis, as their users see them. */
@Tag("servers")
class RedisNodesTest {

    private static final int SEATS = 600;
    private static final int BUYERS = 16;
    private static final String TOKEN = "operators-of-both-nodes";

    private static final String SALE = """
            id: night
            deduct: order
            tiers: [{id: hall, capacity: 600, price: 4000, currency: EUR}]
            """;

    @TempDir
    private Path folder;

    private RedisServer redis;

    @BeforeEach
    void startRedis() throws IOException {
        redis = RedisServer.start(Files.createDirectory(folder.resolve("redis")));
    }

    @AfterEach
    void endRedis() {
        redis.close();
    }

    private ServerProcess node(String name, String... more) throws Exception {
        Map<String, String> environment = Map.of("ONSALE_LEDGER", redis.url(), "ONSALE_OPERATOR_TOKEN", TOKEN);
        return ServerProcess.begin(environment, folder.resolve(name), more).serving();
    }

    /** An order that was asked for, and is asked for again until there is an answer. */
    private record Wish(String buyer, String key) {

        /** Until somebody says what became of it. */
        Shop.Answer told(Shop shop) throws IOException, InterruptedException {
            return Shop.told(() -> ask(shop));
        }

        Shop.Answer ask(Shop shop) throws IOException, InterruptedException {
            return shop.order("night", buyer, key, "hall", 1, null, null);
        }
    }

    private final Map<Wish, String> seatsByWish = new ConcurrentHashMap<>();
    private final Set<String> orders = ConcurrentHashMap.newKeySet();
    private final Queue<Wish> unanswered = new ConcurrentLinkedQueue<>();
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();

    /** Orders until the sale is sold out, or the node is gone. */
    private void flood(Shop shop, String buyer) throws InterruptedException {
        for (int n = 0; ; n++) {
            Wish wish = new Wish(buyer, buyer + "-" + n);
            try {
                if (!keep(wish, wish.told(shop))) {
                    return;
                }
            } catch (IOException gone) {
                unanswered.add(wish);
                return;
            }
        }
    }

    /** Notes an answer; false if there is nothing more to buy. */
    private boolean keep(Wish wish, Shop.Answer answer) {
        switch (answer.status()) {
            case 201, 200 -> {
                String before = seatsByWish.put(wish, answer.seats());
                if (before != null && !before.equals(answer.seats())) {
                    wrong.add(wish + " had " + before + " and now has " + answer.seats());
                }
                orders.add(answer.text("id"));
            }
            case 409 -> {
                return false;
            }
            default -> wrong.add(answer.toString());
        }
        return true;
    }

    @Test
    void theySellOneStockAndOneMayDieInTheMiddle() throws Exception {
        String sale = Files.writeString(folder.resolve("night.yaml"), SALE).toString();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            // Both open the same sales at once, and neither minds.
            Future<ServerProcess> starting = threads.submit(() -> node("a", "--sale", sale));
            try (ServerProcess b = node("b", "--sale", sale);
                    ServerProcess a = starting.get();
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
                Wait.until("a third is sold", () -> orders.size() > SEATS / 3);
                a.killHard();
                for (Future<?> one : floods) {
                    one.get();
                }
                assertThat(unanswered).as("buyers who were cut off").isNotEmpty();

                // What the dead node was asked for, and what it had answered, is asked of the other one.
                for (Wish wish : List.copyOf(unanswered)) {
                    keep(wish, wish.told(shopB));
                }
                for (Wish wish : List.copyOf(seatsByWish.keySet())) {
                    assertThat(keep(wish, wish.told(shopB))).as("%s", wish).isTrue();
                }
                assertThat(wrong).isEmpty();
                assertThat(seatsByWish).hasSize(SEATS);
                assertThat(new HashSet<>(seatsByWish.values())).hasSize(SEATS);

                // A node that comes back reads what happened meanwhile, into its order book too.
                try (ServerProcess again = node("a", "--sale", sale);
                        Shop shop = new Shop(again.url())) {
                    for (Shop one : List.of(shopB, shop)) {
                        Wait.until("the order book has every order", () -> listed(one)
                                .equals(orders));
                        assertThat(one.get("/v1/sales/night")
                                        .body()
                                        .at("/tiers/0/free")
                                        .asInt())
                                .isZero();
                        assertThat(one.get("/readyz").status()).isEqualTo(200);
                    }
                    awaitTicket(shop);
                    assertThat(again.terminate()).as(again.everythingSaid()).isZero();
                }
                assertThat(b.terminate()).as(b.everythingSaid()).isZero();
            }
        }
        assertEverySaleIsClean();
    }

    /** The ids of all orders of the sale, as operators list them. */
    private static Set<String> listed(Shop shop) throws IOException, InterruptedException {
        Set<String> ids = new HashSet<>();
        String cursor = "";
        do {
            JsonNode page = shop.ask(
                            "GET",
                            "/v1/orders?sale=night" + (cursor.isEmpty() ? "" : "&cursor=" + cursor),
                            Map.of("Authorization", "Bearer " + TOKEN),
                            null)
                    .body();
            page.path("orders").forEach(order -> ids.add(order.path("id").asText()));
            cursor = page.path("next").asText("");
        } while (!cursor.isEmpty());
        return ids;
    }

    /** A guest has no key to ask with, and tries anew. */
    private static void awaitTicket(Shop shop) throws Exception {
        Wait.until(
                "a guest gets a ticket",
                () -> shop.buyTicket().body().path("code").asInt() == 1);
    }

    private void assertEverySaleIsClean() {
        try (dev.onsale.events.Journals journals = Node.openJournals(redis.url())) {
            assertThat(journals.names()).containsExactlyInAnyOrder("night", "rush", "g1");
            for (String sale : journals.names()) {
                EventLog journal = journals.journal(sale);
                AuditReport report = Audit.run(journal, Optional::empty, (position, end) -> {});
                assertThat(report.isClean()).as(AuditText.of(report)).isTrue();
                assertThat(report.events()).isEqualTo(journal.end()).isPositive();
            }
        }
    }

    @Test
    void ordersAreBusyWhileRedisIsAwayAndAllElseGoesOn() throws Exception {
        String sale = Files.writeString(folder.resolve("night.yaml"), SALE.replace("600", "1"))
                .toString();
        try (ServerProcess server = node("a", "--sale", sale);
                Shop shop = new Shop(server.url())) {
            assertThat(new Wish("ann", "1").told(shop).status()).isIn(200, 201);
            assertThat(new Wish("bob", "1").told(shop).status()).isEqualTo(409);
            Wait.until("it is ready", () -> shop.get("/readyz").status() == 200);
            redis.kill();

            // What is sent just when Redis dies has an outcome that nobody knows; what is asked later is not sent.
            Wait.until("orders are busy", () -> shop.order("g1", "cid", "1", "second", 1, "北京南", "济南西")
                    .text("type")
                    .endsWith("busy"));
            Wait.until(
                    "nothing is said from memory any more",
                    () -> new Wish("cid", "1").ask(shop).text("type").endsWith("busy"));
            assertThat(shop.get("/v1/sales/night").status()).isEqualTo(200);
            Shop.Answer ready = shop.get("/readyz");
            assertThat(ready.status()).isEqualTo(503);
            assertThat(ready.toString()).contains("Redis at 127.0.0.1:" + redis.port());

            redis.startAgain();
            awaitTicket(shop);
            Wait.until("it is ready again", () -> shop.get("/readyz").status() == 200);
            redis.kill();
            assertThat(server.terminate()).as(server.everythingSaid()).isZero();
        }
    }

    @Test
    void aNodeStartsWithoutRedisAndOpensItsSalesWhenItComes() throws Exception {
        String sale = Files.writeString(folder.resolve("night.yaml"), SALE).toString();
        redis.kill();
        try (ServerProcess server = node("a", "--sale", sale);
                Shop shop = new Shop(server.url())) {
            assertThat(shop.get("/readyz").status()).isEqualTo(503);
            assertThat(shop.get("/livez").status()).isEqualTo(200);
            assertThat(new Wish("ann", "1").ask(shop).status()).isEqualTo(503);

            redis.startAgain();
            Wait.until("it is ready", () -> shop.get("/readyz").status() == 200);
            assertThat(new Wish("ann", "1").told(shop).status()).isIn(200, 201);
            awaitTicket(shop); // the demo is open, too
            assertThat(server.terminate()).as(server.everythingSaid()).isZero();
        }
    }
}
